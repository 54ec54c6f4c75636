// The tracker where WebAssembly is refused, or where the page is left before the module has come.
//
// The same signals become the same batches, by a shorter way: views, events, touchpoints. It asks for
// replies and tries again as the module does, but views have the title of the moment.

import { beacon, post, wake } from './network.js';
import { BEGUN, EVENT, LEFT, MOVED, SHOWN, TITLED, VIEWED } from './signals.js';

const GATHER_MS = 2000;
const CHUNK = 16e3;
const LARGEST = 32e3;
const KEEP = 1000;

/** Events without a confirming reply: text, and the fields that hold there. */
const events = [];

let head;
let context = {};
let alarm;
let seq = 0;
let flying = 0;
let beaconed = 0;
let failures = 0;

const drop = (n) => {
  events.splice(0, n);
  seq += n;
  flying = Math.max(0, flying - n);
  beaconed = Math.max(0, beaconed - n);
};

const add = (ms, name, params) => {
  if (params.length < LARGEST) events.push([`[${name},${ms},${params}]`, context]);
  if (events.length > KEEP) drop(1);
};

const view = (ms, title, url, referrer) => {
  context = { url, referrer };
  add(ms, '"page_view"', JSON.stringify({ ...context, title }));
};

/** How many events from there on fit a request; at least one. */
const fitting = (from) => {
  let n = 0;
  for (let size = 0; events[from + n] && (!n || size < CHUNK); n++) size += events[from + n][0].length;
  return n;
};

const batch = (ms, from, n) => {
  const some = events.slice(from, from + n);
  const fields = JSON.stringify({ ...head, seq: seq + from, sent: head.time + ms, ...some[0][1] });
  return `${fields.slice(0, -1)},"events":[${some.map(([text]) => text)}]}`;
};

const ring = (ms) => {
  alarm = 1;
  wake(ms);
};

const send = (ms) => {
  alarm = 0;
  if (flying || !events[0]) return;
  flying = fitting(0);
  post(batch(ms, 0, flying));
};

const leave = (ms) => {
  beaconed = Math.max(flying, beaconed);
  for (let n; (n = fitting(beaconed)); beaconed += n) if (!beacon(batch(ms, beaconed, n))) return send(ms);
};

/** Sees to it that what waits will be sent: soon, or at once if it is more than a request holds. */
const settle = () => events[0] && !alarm && !flying && ring(fitting(0) < events.length ? 0 : GATHER_MS);

const withoutFragment = (url) => url.split('#')[0];

export const fallback = {
  tell(kind, ms, text) {
    const [title, a, b] = text.split('\n');
    const url = withoutFragment(a);
    if (kind === BEGUN) head = { v: 1, by: 'js', site: a, page: b, time: ms };
    else if (kind === VIEWED) view(ms, title, url, withoutFragment(b));
    else if (kind === MOVED) url === context.url || view(ms, title, url, context.url);
    else if (kind === EVENT) add(ms, a, b);
    else if (kind === SHOWN) beaconed = 0;
    else if (kind === LEFT) leave(ms);
    else if (kind !== TITLED) send(ms);
    settle();
  },

  clicked(ms, element) {
    add(ms, '"touchpoint"', JSON.stringify({ action: 'acted', touchpoint: element.dataset.touchpoint }));
    settle();
  },

  replied(ms, status, wait, random) {
    if (/^(0|408|429|5..)$/.test(status)) {
      flying = 0;
      ring(Math.max(wait, 1 << failures) * 1000 * (1 + random));
      failures = Math.min(failures + 1, 8);
    } else {
      failures = 0;
      drop(flying);
      settle();
    }
  },
};

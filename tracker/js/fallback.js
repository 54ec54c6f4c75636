// The tracker where WebAssembly is refused, or where the page is left before the module has come.
//
// The same signals become the same batches: views, events, touchpoints.

import { beacon, post, title, wake } from './network.js';
import { BEGUN, EVENT, LEFT, MOVED, SHOWN, VIEWED } from './signals.js';

const GATHER_MS = 2000;
const CHUNK = 40;
const KEEP = 1000;

let head;
let url;
let referrer;
let alarm;
let seq = 0;
let flying = 0;
let beaconed = 0;
let failures = 0;

/** Events without a confirming reply: text, and the fields that hold there. */
let events = [];

const add = (ms, name, params) => {
  events.push([`[${name},${ms},${params}]`, { url, referrer }]);
  if (events.length > KEEP) drop(1);
};

const drop = (n) => {
  events.splice(0, n);
  seq += n;
  flying = Math.max(0, flying - n);
  beaconed = Math.max(0, beaconed - n);
};

const clean = (address) => address.split('#')[0];

const view = (ms, to, from) => {
  url = to;
  referrer = from;
  add(ms, '"page_view"', JSON.stringify({ url, referrer, title: title() }));
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
  if (flying || !events.length) return;
  flying = Math.min(CHUNK, events.length);
  post(batch(ms, 0, flying));
};

const settle = () => events.length && !alarm && !flying && ring(GATHER_MS);

export const fallback = {
  tell(kind, ms, text) {
    const [a, b] = text.split('\n');
    if (kind === BEGUN) head = { v: 1, by: 'js', site: a, page: b, time: ms };
    else if (kind === VIEWED) view(ms, clean(a), clean(b));
    else if (kind === MOVED) clean(a) === url || view(ms, clean(a), url);
    else if (kind === EVENT) add(ms, a, b);
    else if (kind === SHOWN) beaconed = 0;
    else if (kind === LEFT) {
      for (let from = Math.max(flying, beaconed); from < events.length; from = beaconed) {
        if (!beacon(batch(ms, from, CHUNK))) return send(ms);
        beaconed = Math.min(from + CHUNK, events.length);
      }
    } else send(ms);
    settle();
  },

  clicked(ms, path) {
    const elements = path.filter((node) => node.dataset);
    const found = elements.find((node) => node.dataset.touchpoint);
    if (!found || elements.some((node) => node.dataset.percorsoIgnore != null)) return;
    add(ms, '"touchpoint"', JSON.stringify({ action: 'acted', touchpoint: found.dataset.touchpoint }));
    settle();
  },

  replied(ms, status, wait, random) {
    if (status && status !== 408 && status !== 429 && status < 500) {
      failures = 0;
      drop(flying);
      settle();
    } else {
      flying = 0;
      ring(Math.max(wait, 1 << failures) * 1000 * (1 + random));
      failures = Math.min(failures + 1, 8);
    }
  },
};

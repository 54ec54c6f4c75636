// Events on their way home: batches, one request at a time, until a reply confirms them.
//
// An event's place in the sequence never changes, so a batch that is sent twice counts once. A beacon
// has no reply and confirms nothing: what it carried stays here and, if the page lives on, goes once
// more by a request that has one.

import { title } from './address.js';
import { keep, takeKept } from './consent.js';
import { begin, later, now, on, quietly } from './host.js';
import { encode } from './scrub.js';

const GATHER_MS = 3000;
/** Characters of one request: as the page leaves, 64 KiB are shared by everybody on it. */
const CHUNK = 2e4;
/** Bytes of one event. */
const LARGEST = 32e3;
/** Characters kept while the collector can't be reached; beyond, the oldest are let go. */
const KEEP = 1e6;
const LONGEST_WAIT_S = 3600;

/** The browser's own, before the page's requests are watched. */
export const { fetch } = window;

/** Events without a confirming reply: text, and the address and referrer that hold there. */
const events = [];
let size = 0;
let seq = 0;
let flying = 0;
/** Whether a reply is awaited. */
let busy;
let beaconed = 0;
let failures = 0;

let endpoint;
let head;
/** More fields for every batch. */
export const more = {};
export let context = {};
/** A view that waits for its title: applications change the address first and the title after. */
let view;
let timer;
/** Whether the page is hidden or left: what it keeps now is the next one's. */
let hasLeft;

const drop = (n) => {
  events.splice(0, n).forEach(([text]) => (size -= text.length));
  seq += n;
  flying = Math.max(0, flying - n);
  beaconed = Math.max(0, beaconed - n);
};

const push = (event) => {
  if (!endpoint) return;
  let text = encode(event);
  // What no request could carry goes without its items, and says so; or not at all: it would be in the way of all others.
  if (new TextEncoder().encode(text).length > LARGEST) {
    delete event[2].items;
    event[2].cut = true;
    text = encode(event);
    if (text[CHUNK]) return;
  }
  events.push([text, context]);
  size += text.length;
  while (size > KEEP) drop(1);
};

/** A view comes before all that follows it, under the title it has by then. */
const settle = () => {
  if (!view) return;
  const [ms, navigation] = view;
  view = 0;
  push(['page_view', ms, { ...context, title: title(), navigation }]);
};

const ring = (ms) => {
  timer = later(ms, send, timer);
};

const soon = () => {
  if (failures || busy) return;
  if (size > CHUNK) send();
  else timer = timer || later(GATHER_MS, send);
};

/** Adds an event: name, milliseconds, parameters; one that is no JSON, a circular one say, is not told. */
export const add = (event) => {
  settle();
  push(event);
  soon();
};

/** The page turns to another address; `ms` is when. */
export const turn = (url, referrer, navigation) => {
  settle();
  context = { url, referrer };
  view = [now(), navigation];
  soon();
};

/** How many events from there on fit a request; at least one. */
const fitting = (from) => {
  let n = 0;
  for (let chars = 0; events[from + n] && ((chars += events[from + n][0].length) < CHUNK || !n); ) n++;
  return n;
};

const batch = (from, n) => {
  const some = events.slice(from, from + n);
  const fields = encode({ ...head, ...more, seq: seq + from, sent: Date.now(), ...some[0][1] });
  return `${fields.slice(0, -1)},"events":[${some.map(([text]) => text)}]}`;
};

const show = (body, how) => quietly(() => window.percorso.debug?.(body, how));

/** A body of text needs no preflight, no cookie goes along, and the request outlives the page. */
const post = async (body) => {
  show(body, 'fetch');
  try {
    const { status, headers } = await fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    return [/^(408|429|5..)$/.test(status), +headers.get('retry-after') || 0];
  } catch {
    return [true, 0];
  }
};

const send = async () => {
  clearTimeout(timer);
  timer = 0;
  settle();
  if (busy || !events[0]) return;
  busy = 1;
  if (!hasLeft) sendKept();
  flying = fitting(0);
  const [isRefused, wait] = await post(batch(0, flying));
  busy = 0;
  if (isRefused) {
    // Half of our own wait is chance, to spread the pages that failed together.
    const own = 1000 << Math.min(failures++, 7);
    flying = 0;
    ring(Math.max(Math.min(wait, LONGEST_WAIT_S) * 1000, own) + own * Math.random());
  } else {
    failures = 0;
    drop(flying);
    soon();
  }
};

const beacon = (body) => {
  const isTaken = navigator.onLine && quietly(() => navigator.sendBeacon(endpoint, body));
  if (isTaken) show(body, 'beacon');
  return isTaken;
};

/**
 * Everything goes, in chunks, halved where the browser refuses; what it won't take one by one is kept
 * for the next page, where that is allowed. Called again, it gives only what has come since.
 */
export const leave = () => {
  settle();
  hasLeft = 1;
  let give = beacon;
  const first = Math.max(flying, beaconed);
  for (beaconed = first; beaconed < events.length; ) {
    let n = fitting(beaconed);
    while (n && !give(batch(beaconed, n))) n >>= 1;
    if (!n && give === keep) break;
    if (!n) give = keep;
    beaconed += n;
  }
  if (beaconed < events.length && beaconed === first) send();
};

/** The page is seen again: what beacons carried is not known to have arrived. */
export const comeBack = () => {
  beaconed = hasLeft = 0;
  soon();
};

/**
 * Sends what an earlier page had to leave behind, under the time it is now; one by one, because together they
 * would be more than a browser lets a page send. Looked for with each request: some browsers show this page late
 * what that one has written.
 */
const sendKept = async () => {
  for (let kept; (kept = takeKept()); ) {
    const [isRefused] = await post(kept[1].replace(/"sent":\d+/, `"sent":${Date.now()}`));
    if (isRefused) return keep(kept[1], kept[0]);
  }
};

/** Begins a page load's sequence. */
export const begun = (site, page, to) => {
  endpoint = to;
  head = { v: 1, by: 'wasm', site, page, time: begin(), webdriver: navigator.webdriver || undefined };
  on('online', () => ring(0));
};

/** From here on nothing is sent. */
export const stop = () => {
  drop(events.length);
  endpoint = 0;
};

/** There is no module, and will be none. */
export const standAlone = () => (head.by = 'js');

// What the visitor allows, and what is on the device because of it: nothing, unless it was granted.

import { record } from './bridge.js';
import { later, on, quietly } from './host.js';
import { more, stop } from './queue.js';

const ID = 'percorso.id';
const QUEUE = 'percorso.queue';
const OUT = 'percorso.out';
const KEEP_MS = 7 * 864e5;
const KEEP_CHARS = 25e4;

let state;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, 0)).join('');

/** 128 random bits. */
export const id = () => hex(crypto.getRandomValues(new Uint8Array(16)));

const read = (key) => quietly(() => localStorage[key]);

/** Writes what is there, erases what is not; whether the device took it. */
const write = (key, text) =>
  quietly(() => {
    if (text) localStorage[key] = text;
    else delete localStorage[key];
    return true;
  });

/** Whether the visitor has opted out for good. */
export const isOut = () => read(OUT);

const forbids = () => navigator.globalPrivacyControl || isOut();

/** Everything that depends on the visitor's word. */
const set = (to) => {
  state = to;
  if (to === 'granted') write(ID, read(ID) || id());
  else write(ID), write(QUEUE);
  more.consent = to;
  more.visitor = read(ID);
};

export const consent = (wanted, source = 'api') => {
  const to = wanted === 'granted' && !forbids() ? wanted : 'denied';
  if (to === state) return;
  set(to);
  record('consent', { state, source });
};

export const optOut = () => {
  set('denied');
  write(OUT, 1);
  stop();
};

export const optIn = () => write(OUT);

/** Somebody the shop knows: hashed here, and not told against the visitor's will. */
export const identify = (site, known) => {
  if (state !== 'denied' && !forbids())
    crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${site}:${`${known}`.trim().toLowerCase()}`)).then((hash) => {
      // It takes a moment, in which the visitor may say no.
      if (state !== 'denied') record('identify', { identity: hex(hash) });
    });
};

/** What is not too old. */
const kept = () => quietly(() => JSON.parse(read(QUEUE)).filter(([at]) => at > Date.now() - KEEP_MS)) || [];

/** Keeps a batch for the next page; false where that is not allowed, or full. */
export const keep = (batch, at = Date.now()) => {
  const text = JSON.stringify([...kept(), [at, batch]]);
  return state === 'granted' && text.length < KEEP_CHARS && write(QUEUE, text);
};

/** Takes a batch that was kept, and when; what one tab has taken no other finds. */
export const takeKept = () => {
  const [first, ...rest] = kept();
  if (first) write(QUEUE, rest[0] && JSON.stringify(rest));
  return first;
};

/** IAB's consent framework: storage on the device and measurement both allowed. */
const askTcf = () =>
  window.__tcfapi?.('addEventListener', 2, (told) =>
    quietly(() => {
      const { eventStatus, gdprApplies, purpose } = told;
      if (gdprApplies && /^(tcl|user)/.test(eventStatus)) consent(purpose.consents[1] && purpose.consents[8] && 'granted', 'tcf');
    }),
  );

/** What the device knows. What was said in another tab, or on a page after this one, holds here, too. */
const obey = () => {
  if (isOut()) stop();
  if (localStorage[ID] || state || forbids()) set(localStorage[ID] && !forbids() ? 'granted' : 'denied');
};

export const beginConsent = () => {
  on('storage pageshow', obey);
  // Once more when the page stands: a manager may come after us, as we may come after that.
  on('pageshow', askTcf);
  later(0, askTcf);
  obey();
};

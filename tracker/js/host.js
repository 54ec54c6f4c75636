// Signals on their way: kept until a half of the tracker is ready, then told at once.
//
// Every door from the page into the tracker is one of the functions here, and none lets an exception out.

import { short } from './scrub.js';
import { TITLED } from './signals.js';

/** When the page load began, in milliseconds since 1970. */
let start;

/** Signals that wait: for a half to be ready, or for the one before them. Each is a function of the half. */
const waiting = [];

/** The half that takes the signals: `tell`, `clicked`, `replied`. */
let half;

let busy;

/** Runs what must never disturb the page. */
export const quietly = (run) => {
  try {
    return run();
  } catch {
    // The page goes on without us.
  }
};

/**
 * Passes on what waits, one at a time: a page that wraps `fetch` may tell us something while we send,
 * and the module is not to be entered twice.
 */
const drain = () => {
  if (!half || busy) return;
  busy = true;
  while (waiting[0]) quietly(() => waiting.shift()(half));
  busy = false;
};

const pass = (signal) => {
  waiting.push(signal);
  drain();
};

const ms = () => Date.now() - start;

/** Tells a signal of up to two lines, under the title that the document has now. */
export const tell = (kind, text = '', at = ms(), title = short(document.title)) =>
  pass((to) => to.tell(kind, at, `${title}\n${text}`));

/** Tells a click on a touchpoint. */
export const clicked = (element, at = ms()) => {
  tell(TITLED);
  pass((to) => to.clicked(at, element));
};

export const replied = (status, wait) => pass((to) => to.replied(ms(), status, wait, Math.random()));

/** Starts the clock. */
export const begin = () => (start = Date.now());

/** Makes a half the one that takes the signals, from the first on. The first to come stays. */
export const take = (ready) => {
  half = half || ready;
  drain();
};

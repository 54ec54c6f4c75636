// The page's life: where it is, whether it is seen. Heard from the first moment.

import { address, place } from './address.js';
import { listen } from './bridge.js';
import { findStep, tellAttempt, tellStep } from './checkout.js';
import { readContent } from './content.js';
import { later, on, quietly, tell, wrap } from './host.js';
import { comeBack, context, leave, turn } from './queue.js';
import { readResults } from './results.js';
import { LEFT, TURNED, WATCHED } from './signals.js';
import { lookSoon } from './touchpoints.js';
import { tellVitals, watchVitals } from './vitals.js';

/** How long a page is given to show what it is about. */
const SETTLE_MS = 1000;

let timer;

/** How many results there are may come by a request. */
const readCount = (ms = 5 * SETTLE_MS) => {
  if (readResults()) timer = later(ms, () => readCount(3 * ms));
};

/** What is read off a page once it stands. */
export const readSoon = () => {
  findStep();
  lookSoon();
  timer = later(SETTLE_MS, () => [readContent, readCount, findStep].forEach(quietly), timer);
};

const moved = () => {
  const url = place();
  if (url === context.url) return;
  tell(TURNED);
  turn(url, context.url, 'route');
  readSoon();
};

/** The first view, and how it came about; and that of a page that is shown again. */
export const viewed = (how) => {
  turn(place(), address(document.referrer), how);
  tellStep();
  readSoon();
};

const attend = () => tell(WATCHED, 0, !document.hidden && document.hasFocus());

/** What was pushed past us comes along. */
const left = () => {
  listen();
  tellAttempt();
  tellVitals();
  attend();
  tell(LEFT);
  leave();
};

export const watch = () => {
  quietly(watchVitals);
  listen();
  attend();
  if (window.navigation) {
    on('currententrychange', moved, window.navigation);
  } else {
    ['pushState', 'replaceState'].forEach((name) => wrap(history, name, () => () => quietly(moved)));
    on('popstate', moved);
  }
  on('pageshow', ({ persisted }) => (persisted ? viewed('restore') : listen()));
  on('pagehide', left);
  on('focus blur', attend, window, 1);
  on('visibilitychange', () => {
    if (document.hidden) left();
    else {
      comeBack();
      attend();
    }
  });
};

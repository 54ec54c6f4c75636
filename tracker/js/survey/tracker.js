// The tracker, from outside: what it sends is heard as the debug overlay hears it, and what it is to tell is told
// by its own command. What it does not send, for somebody who has opted out say, is no occasion to ask.

const SOON_MS = 200;
const SLOWLY_MS = 2000;
/** By how much two clocks of one machine may differ. */
const CLOCKS_MS = 1000;

/** Runs what must never disturb the page, storage that is forbidden among it. */
export const quietly = (run) => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

/** Calls back with each batch of this page, once the tracker is there: it may come long after us. */
export const join = (hear, wait = SOON_MS) => {
  const { percorso } = window;
  // Until then it is a queue of the page's, whose place another function takes.
  if (!percorso?.q || percorso.q.forEach) {
    setTimeout(() => join(hear, Math.min(wait * 1.5, SLOWLY_MS)), wait);
    return;
  }
  const before = percorso.debug;
  const heard = (body, how) => {
    before?.(body, how);
    // A beacon goes as the page does; where it stays, what that carried comes once more.
    if (how === 'beacon') return;
    const batch = JSON.parse(body);
    // An earlier page may have had to leave some behind.
    if (batch.time > performance.timeOrigin - CLOCKS_MS) hear(batch);
  };
  percorso.debug = Object.assign(heard, { show: before?.show });
};

export const tell = (name, params) => window.percorso('track', name, params);

const KEPT = 'percorso.survey';
const DAY_MS = 864e5;

/** Whether the visitor has opted out for good. */
export const isOut = () => quietly(() => localStorage['percorso.out']);

/** Forgets who was asked what. */
export const forget = () => quietly(() => localStorage.removeItem(KEPT));

const read = () => quietly(() => JSON.parse(localStorage[KEPT])) || {};

/** Whether somebody was asked this within so many days. */
export const wasAsked = (survey, days) => Date.now() - read()[survey] < days * DAY_MS;

/** Keeps that somebody is asked now. */
export const keep = (survey) => quietly(() => (localStorage[KEPT] = JSON.stringify({ ...read(), [survey]: Date.now() })));

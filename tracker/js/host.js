// Signals on their way: kept until a half of the tracker is ready, then told at once.
//
// Every door from the page into the tracker is one of the functions here, and none lets an exception out.

/** When the page load began, in milliseconds since 1970. */
let start;

/** Signals from before either half was ready, in order, each as a function of the half. */
const early = [];

/** The half that takes the signals: `tell`, `clicked`, `replied`. */
let half;

/** Runs what must never disturb the page. */
export const quietly = (run) => {
  try {
    return run();
  } catch {
    // The page goes on without us.
  }
};

const pass = (signal) => (half ? quietly(() => signal(half)) : early.push(signal));

const ms = () => Date.now() - start;

export const tell = (kind, text = '', at = ms()) => pass((to) => to.tell(kind, at, text));

export const clicked = (path, at = ms()) => pass((to) => to.clicked(at, path));

export const replied = (status, wait) => pass((to) => to.replied(ms(), status, wait, Math.random()));

/** Starts the clock. */
export const begin = () => (start = Date.now());

/** Hands all signals, from the first on, to a half. The first half to come stays. */
export const take = (ready) => {
  if (half) return;
  half = ready;
  early.forEach(pass);
};

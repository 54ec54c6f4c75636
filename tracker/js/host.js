// The page's doors: every one from the page into the tracker is guarded here, and none lets an exception out.
// Signals wait until the module is there, and are then told in their order.

let start;
let last = 0;
const waiting = [];
let module;
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
 * Hears events before the page does, and never holds up what scrolls: not every engine takes that for granted.
 * What is a target's `own` a window hears of its focus, and not of that of each field and button.
 */
export const on = (types, run, target = window, own) => {
  const hear = (event) => quietly(() => run(event));
  types.split(' ').forEach((type) => target.addEventListener(type, hear, { passive: 1, capture: !own }));
};

/**
 * Puts itself before a function of the page's: `run` hears with what it is called and on what, and may give what is
 * to be done with the result.
 */
export const wrap = (object, name, run) => {
  const own = object[name];
  object[name] = function (...args) {
    const then = quietly(() => run(args, this));
    const result = own.apply(this, args);
    return then ? then(result) : result;
  };
};

/** In place of an earlier one, where there is one. */
export const later = (ms, run, before) => {
  clearTimeout(before);
  return setTimeout(() => quietly(run), ms);
};

/** Milliseconds since the page load began; a clock that is set back stands still. */
export const now = () => (last = Math.max(last, Date.now() - start));

/** When the page load began, in milliseconds since 1970. */
export const begin = () => (start = Date.now());

/** One signal at a time: what the module causes may tell us something, and it is not to be entered twice. */
const drain = () => {
  if (!module || busy) return;
  busy = 1;
  while (waiting[0]) quietly(() => module(...waiting.shift()));
  busy = 0;
};

/** Tells the module a signal. */
export const tell = (kind, id = 0, x = 0) => {
  waiting.push([kind, now(), id, x]);
  drain();
};

/** The module is there, or what stands for it where there will be none. */
export const take = (ready) => {
  module = ready;
  drain();
};

// The kinds of signals, as in src/browser.rs. Both halves of the tracker, the module and the fallback,
// are told the same ones: a number, a time, the document's title in a line, and up to two lines more.

export const BEGUN = 0; // the site, the page load's id
export const VIEWED = 1; // address, referrer
export const MOVED = 2; // address
export const EVENT = 3; // name and parameters as JSON text
export const LEFT = 4;
export const SHOWN = 5;
export const WOKEN = 6;
export const TITLED = 7;

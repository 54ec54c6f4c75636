// Failing scripts: what kind and where. Not the message: engines quote values in it, without quotation marks.

import { address } from './address.js';
import { record } from './bridge.js';
import { on, tell } from './host.js';
import { ERRED } from './signals.js';

/** Errors told on one page. */
let left = 10;

/** Anything may be thrown, and call itself anything. */
const failed = (error, place) => {
  tell(ERRED);
  if (left-- > 0) record('js_error', { error: /^\w{0,40}(Error|tion)$/.exec(error?.name)?.[0], place });
};

export const watchErrors = () => {
  // What fails to load has no line, nor has the browser's notice that a ResizeObserver goes round in a circle.
  on('error', ({ error, filename, lineno, colno }) => lineno && failed(error, `${address(filename)}:${lineno}:${colno}`));
  on('unhandledrejection', ({ reason }) => failed(reason));
};

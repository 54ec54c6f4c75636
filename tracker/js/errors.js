// Failing scripts: what kind, where, and as much of the message as can't hold what was typed.

import { record } from './bridge.js';
import { on, tell } from './host.js';
import { ERRED } from './signals.js';

/** Errors told on one page. */
let left = 10;

/**
 * Of these kinds the message is the engine's own and goes without what it quotes; others may hold anything: what
 * could not be parsed, say, in the middle of the sentence.
 */
const failed = (error, place) => {
  tell(ERRED);
  const { name = typeof error, message } = error || {};
  if (left-- > 0) {
    record('js_error', {
      error: `${name}`.slice(0, 40),
      message: /^(Type|Reference)E/.test(name) ? `${message}`.replace(/["'`].*["'`]/s, '...').replace(/\d+/g, '0').slice(0, 120) : undefined,
      place: place?.replace(location.origin, '').replace(/[?#][^:]*/, ''),
    });
  }
};

export const watchErrors = () => {
  // What fails to load has no message.
  on('error', ({ message, error, filename, lineno, colno }) => message && failed(error, `${filename}:${lineno}:${colno}`));
  on('unhandledrejection', ({ reason }) => failed(reason));
};

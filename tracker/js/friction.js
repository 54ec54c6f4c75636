// Tells the page at once that something hurts, so that the shop can help; the tracker draws nothing.

import { step } from './checkout.js';
import { about } from './words.js';

/** Dispatches `percorso:friction` on the document. */
export const friction = (kind) => {
  const severity = about('severity', kind) || 'medium';
  document.dispatchEvent(new CustomEvent('percorso:friction', { detail: { kind, step, severity } }));
};

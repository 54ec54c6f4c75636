// Tells the page at once that something hurts, so that the shop can help; the tracker draws nothing.

import { step } from './checkout.js';
import { about } from './words.js';

/** Dispatches `percorso:friction` on the document. */
export const friction = (kind) => {
  document.dispatchEvent(new CustomEvent('percorso:friction', { detail: { kind, step, severity: about('severity', kind) || 'medium' } }));
};

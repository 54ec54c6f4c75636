// Tells the page at once that something hurts, so that the shop can help; the tracker draws nothing.

import { step } from './checkout.js';
import { quietly } from './host.js';

// As in the view of the same name.
const HIGH = /^(rage|error|pay|stock|price|resub)/;
const LOW = /slow|thrash|swipe|doubt/;

/** Dispatches `percorso:friction` on the document. */
export const friction = (kind) => {
  const severity = HIGH.test(kind) ? 'high' : LOW.test(kind) ? 'low' : 'medium';
  quietly(() => document.dispatchEvent(new CustomEvent('percorso:friction', { detail: { kind, step: step(), severity } })));
};

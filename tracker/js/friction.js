// Tells the page at once that something hurts, so that the shop can help; the tracker draws nothing.

import { add } from './queue.js';
import { step } from './checkout.js';
import { now, quietly } from './host.js';

// As in the view of the same name.
const HIGH = /^(rage|error|pay|stock)/;
const LOW = /slow|thrash|swipe/;
/** Kinds that have no event of their own. */
const TOLD = /hunt|zero/;

/** Dispatches `percorso:friction` on the document. */
export const friction = (kind, element) => {
  if (TOLD.test(kind)) add(['friction', now(), { kind, element }]);
  const severity = HIGH.test(kind) ? 'high' : LOW.test(kind) ? 'low' : 'medium';
  quietly(() => document.dispatchEvent(new CustomEvent('percorso:friction', { detail: { kind, step: step(), severity } })));
};

// Events out of the dataLayer, past and future, in GTM's shape and in gtag's, and those told directly.

import { setStep } from './checkout.js';
import { consent } from './consent.js';
import { friction } from './friction.js';
import { now, quietly, wrap } from './host.js';
import { add } from './queue.js';

/** What the names of the shop's events begin with; the others are counted here. */
const KNOWN =
  /^(add|begin|chat|checkout|coupon|generate|login|order|payment|price|purchase|refund|remove|return|review|search|select|share|sign|stock|survey|view)(_|$)/;
/** What was typed into a search is nobody's business. */
const TYPED = /^q$|term$|query|keyword/i;
/** What hurts is told to the page, too. */
const HURTS = /_error$|^(request_|price_|doubt)/;
const RECENT_MS = 1e4;

/** Entries that were looked at already. */
const seen = new WeakSet();

/** When the shop itself has told an event last. */
const told = {};

let layer;

/** Tells an event of now. */
export const record = (name, params) => {
  add([`${name}`, now(), { ...params }]);
  if (HURTS.test(name)) friction(name);
};

/** Tells what hurts and has no event of its own. What the page tells so itself it knows. */
export const tellHurt = (kind, element) => {
  record('friction', { kind, element });
  friction(kind);
};

export const wasTold = (name) => Date.now() - told[name] < RECENT_MS;

/** Tells an event that comes from the shop. */
export const recordTold = (name, values) => {
  const params = { ...values };
  told[name] = Date.now();
  for (const key in params) if (TYPED.test(key)) delete params[key];
  if (name === 'checkout_step') setStep(`${params.step}`, true);
  else record(name, params);
  if (name === 'purchase') setStep('done');
};

/**
 * Takes one entry: `{event, ecommerce: {…}, …}`, `{event, …}` or gtag's `['event', name, {…}]`.
 *
 * Of the top level only plain values and the items are told: the rest is GTM's, or elements of the page.
 */
const read = (entry) => {
  seen.add(entry);
  const [command, name, values = {}] = entry[0] ? entry : ['event', entry.event];
  // A default is no answer of the visitor's.
  const { analytics_storage: storage } = values;
  if (command === 'consent' && storage && name === 'update') consent(storage, 'gcm');
  if (command !== 'event' || !KNOWN.test(name)) return;
  const { event, ecommerce, ...top } = entry[0] ? values : entry;
  const params = {};
  for (const key in top) {
    const value = top[key];
    if ((Object(value) !== value || key === 'items') && !key.startsWith('gtm.')) params[key] = value;
  }
  recordTold(name, { ...params, ...ecommerce });
};

/**
 * Looks at the dataLayer's entries and hears what will be pushed.
 *
 * Called again, it finds what came by another way: into an array put in the place of the first, or
 * past our `push`.
 */
export const listen = () =>
  quietly(() => {
    const now = (window.dataLayer = window.dataLayer || []);
    now.forEach((entry) => seen.has(entry) || quietly(() => read(entry)));
    if (now === layer) return;
    layer = now;
    wrap(now, 'push', (entries) => entries.forEach((entry) => quietly(() => read(entry))));
  });

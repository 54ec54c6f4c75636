// Commerce events out of the dataLayer, past and future, in GTM's shape and in gtag's.

import { quietly, tell } from './host.js';
import { encode } from './scrub.js';
import { EVENT } from './signals.js';
import { VOCABULARY } from './vocabulary.js';

const known = new Set(VOCABULARY.split(' '));

/** Entries that were looked at already. */
const seen = new WeakSet();

let layer;

/** Tells an event; one with parameters that are no JSON, circular ones say, is not told. */
export const record = (name, params) => tell(EVENT, `${encode(`${name}`)}\n${encode({ ...params })}`);

/**
 * Takes one entry: `{event, ecommerce: {…}, …}`, `{event, …}` or gtag's `['event', name, {…}]`.
 *
 * Of the top level only plain values and the items are told: the rest is GTM's, or elements of the page.
 */
const read = (entry) => {
  seen.add(entry);
  const gtag = entry[0] === 'event';
  const name = gtag ? entry[1] : entry.event;
  if (!known.has(name)) return;
  const { event, ecommerce, ...top } = gtag ? entry[2] || {} : entry;
  const params = {};
  for (const key in top) {
    const value = top[key];
    if ((Object(value) !== value || key === 'items') && !key.startsWith('gtm.')) params[key] = value;
  }
  record(name, { ...params, ...ecommerce });
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
    const { push } = now;
    now.push = function (...entries) {
      entries.forEach((entry) => quietly(() => read(entry)));
      return push.apply(this, entries);
    };
  });

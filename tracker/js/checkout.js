// The checkout: which step, what was paid or refused, and what the page complained about.

import { record, wasTold } from './bridge.js';
import { all, visibleText } from './dom.js';
import { doubt, isCoupon } from './doubts.js';
import { currentField, pressed } from './fields.js';
import { later, quietly } from './host.js';
import { about, words } from './words.js';

const LOOK_MS = 400;
/** A payment may take half a minute. */
const LOOKS = 75;

let current;
/** Where the shop itself has told a step: its address says nothing against it. */
let own;
let search;

/** A word that ends with its part of the path is not the beginning of another. */
const here = () => `${location.pathname}/`;

export const step = () => current;

/** The checkout's step, as the page declares it or as its address tells. */
export const setStep = (to, declared) => {
  if (declared) own = here();
  if (to === current) return;
  current = to;
  if (to) record('checkout_step', { step: to, declared });
};

export const findStep = () => {
  const declared = all('[data-checkout-step]')[0]?.dataset.checkoutStep;
  const path = here();
  const page = about('pages', path);
  const found = page === 'checkout' ? about('steps', path) || 'address' : page !== 'search' ? page : undefined;
  // What was told for an address holds until another takes its place.
  if (own !== path) own = 0;
  if (declared || !own) setStep(declared || found, declared && true);
};

/**
 * Looks for a visible complaint after a payment or a coupon; what it says is weighed here and not told. Where it
 * may stand is the kind's own: what a field is refused for is no payment's failure.
 */
const awaitAlert = (name) => {
  // Without numbers: some count down.
  const alerts = () => visibleText(words(name)).replace(/\d/g, '');
  let before = alerts();
  let left = LOOKS;
  clearInterval(search);
  search = setInterval(
    () =>
      quietly(() => {
        const text = alerts();
        // What has gone is no news, and what has gone and comes again is.
        const isNew = !before.includes(text);
        before = text;
        if (isNew || !left--) clearInterval(search);
        const [kind, type] = (about('alerts', text) || 'error soft').replace(/^error/, name).split(' ');
        if (isNew && !wasTold(kind)) record(kind, { inferred: true, error_type: type });
      }),
    LOOK_MS,
  );
};

/** A click on something, and what it says that it does. */
export const touched = (element, path, word, link) => {
  pressed(element, path, word);
  doubt(link || element, link ? 'left' : 'opened');
  if (word === 'pay' && current) {
    // The shop may tell it itself, and does so after us.
    later(LOOK_MS, () => wasTold('payment_attempt') || record('payment_attempt', { inferred: true }));
    awaitAlert('payment_error');
  } else if (isCoupon(currentField()) && element.matches('button,[type=submit]')) awaitAlert('coupon_error');
};

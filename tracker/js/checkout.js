// The checkout: which step, what was paid or refused, and what the page complained about.

import { record, wasTold } from './bridge.js';
import { COMPLAINT, all, visibleText } from './dom.js';
import { doubt, isCoupon } from './doubts.js';
import { currentField, pressed } from './fields.js';
import { later, quietly } from './host.js';
import { about } from './words.js';

const LOOK_MS = 400;
/** A payment may take half a minute. */
const LOOKS = 75;

let current;
let search;

export const step = () => current;

/** The checkout's step, as the page declares it or as its address tells. */
export const setStep = (to, declared) => {
  if (to === current) return;
  current = to;
  if (to) record('checkout_step', { step: to, declared });
};

export const findStep = () => {
  const declared = all('[data-checkout-step]')[0]?.dataset.checkoutStep;
  const page = about('pages', location.pathname);
  const found = page === 'checkout' ? about('steps', location.pathname) || 'address' : page !== 'search' ? page : undefined;
  setStep(declared || found, declared && true);
};

const alerts = () => visibleText(COMPLAINT);

/** Looks for a visible complaint after a payment or a coupon; what it says is weighed here and not told. */
const awaitAlert = (name) => {
  const before = alerts();
  let left = LOOKS;
  clearInterval(search);
  search = setInterval(
    () =>
      quietly(() => {
        const text = alerts();
        const isNew = text && text !== before;
        if (isNew || !left--) clearInterval(search);
        const [kind, type] = (about('alerts', text) || 'error soft').replace(/^error/, name).split(' ');
        if (isNew && !wasTold(kind)) record(kind, { inferred: true, error_type: type });
      }),
    LOOK_MS,
  );
};

/** A click on something; `pays` if it says so itself. */
export const touched = (element, path, pays) => {
  pressed(element, path);
  const link = path.find((node) => node.href);
  doubt(link || element, link ? 'left' : 'opened');
  if (pays && current) {
    // The shop may tell it itself, and does so after us.
    later(LOOK_MS, () => wasTold('payment_attempt') || record('payment_attempt', { inferred: true }));
    awaitAlert('payment_error');
  } else if (isCoupon(currentField()) && element.matches('button,[type=submit]')) awaitAlert('coupon_error');
};

// The checkout: which step, what was paid or refused, and what the page complained about.

import { record, wasTold } from './bridge.js';
import { all, visibleText } from './dom.js';
import { doubt, isCoupon } from './doubts.js';
import { asked, checkAll, current, pressed, refused } from './fields.js';
import { later } from './host.js';
import { context } from './queue.js';
import { about, words } from './words.js';

const LOOK_MS = 400;
/** How long a page that comes back is given to show why. */
const BACK_MS = 1000;
/** A payment may take half a minute. */
const LOOKS = 75;

export let step;
/** Whether that was declared; and the click of a payment that is still to be told. */
let declared;
let attempt;
/** Where the shop itself has told a step: its address says nothing against it. */
let own;
let search;

/** A word that ends with its part of the path is not the beginning of another. */
const here = () => `${location.pathname}/`;

/** Tells the step, also of a page that is shown again. */
export const tellStep = () => step && record('checkout_step', { step, declared });

/** The checkout's step, as the page declares it or as its address tells. */
export const setStep = (to, isDeclared) => {
  if (isDeclared) own = here();
  if (to === step) return;
  step = to;
  declared = isDeclared;
  tellStep();
};

export const findStep = () => {
  const says = all('[data-checkout-step]')[0]?.dataset.checkoutStep;
  const path = here();
  const page = about('pages', path);
  const found = page === 'checkout' ? about('steps', path) || 'address' : page;
  // What was told for an address holds until another takes its place.
  if (own !== path) own = 0;
  if (says || !own) setStep(says || found, says && true);
};

/** Without numbers: some count down. */
const alerts = (name) => visibleText(words(name)).replace(/\d/g, '');

/** What the page says of a payment or a coupon, unless the shop has told it itself. */
const tellRefusal = (name, text) => {
  const [kind, type] = (about('alerts', text) || 'error soft').replace(/^error/, name).split(' ');
  if (text && !wasTold(kind)) record(kind, { inferred: true, error_type: type });
};

/**
 * Looks for a visible complaint after a payment or a coupon; what it says is weighed here and not told. Where it
 * may stand is the kind's own: what a field is refused for is no payment's failure.
 */
const awaitAlert = (name, left = LOOKS, before = alerts(name)) => {
  search = later(
    LOOK_MS,
    () => {
      const text = alerts(name);
      // What has gone is no news, and what has gone and comes again is.
      if (!before.includes(text)) tellRefusal(name, text);
      else if (left) awaitAlert(name, left - 1, text);
    },
    search,
  );
};

/**
 * A page of the checkout that was sent and has come back, under its own address or under one below it that says so,
 * may say why, at a field or of a coupon. Asked once a page load: what is loaded or shown again, or turned by a
 * script, was not sent.
 */
export const readRefusal = () =>
  later(BACK_MS, () => {
    const { url, referrer } = context;
    if (!step || !about('returned', `${url.split(referrer)[1]}/`)) return;
    checkAll();
    // At the coupon's field; elsewhere only what names the coupon.
    tellRefusal('coupon_error', alerts('coupon_near') || (about('coupons', alerts('coupon_back')) && alerts('coupon_back')));
  });

/** A payment that the shop has not told itself and the browser has not refused for a field. */
export const tellAttempt = () => {
  if (attempt && refused !== attempt && !wasTold('payment_attempt')) record('payment_attempt', { inferred: true });
  attempt = 0;
};

/** A click on something, and what it says that it does. */
export const touched = (element, word, link) => {
  pressed(element, word);
  doubt(link || element, link ? 'left' : 'opened');
  if (word === 'pay' && step) {
    attempt = asked;
    // The shop may tell it itself, and does so after us.
    later(LOOK_MS, tellAttempt);
    awaitAlert('payment_error');
  } else if (isCoupon(current) && element.matches(words('buttons'))) awaitAlert('coupon_error');
};

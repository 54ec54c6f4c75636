// The checkout: which step, what was paid or refused, and what the page complained about.

import { record, wasTold } from './bridge.js';
import { all, visibleText } from './dom.js';
import { doubt, isCoupon } from './doubts.js';
import { asked, checkAll, current, pressed, refused } from './fields.js';
import { later, quietly } from './host.js';
import { context } from './queue.js';
import { about, words } from './words.js';

const LOOK_MS = 400;
/** A payment may take half a minute. */
const LOOKS = 75;

export let step;
/** Whether that was declared; and a payment that is still to be told. */
let declared;
let attempt;
/** Where the shop itself has told a step: its address says nothing against it. */
let own;
let search;

/** Tells the step, also of a page that is shown again. */
export const tellStep = () => step && record('checkout_step', { step, declared });

/** The checkout's step, as the page declares it or as its address tells. */
export const setStep = (to, isDeclared) => {
  if (isDeclared) own = location.pathname;
  if (to === step) return;
  step = to;
  declared = isDeclared;
  tellStep();
};

/** The step that an address tells. A word that ends with its part of the path is not the beginning of another. */
const stepAt = (address, none) => {
  const text = `${address}/`;
  const page = about('pages', text);
  return page === 'checkout' ? about('steps', text) || 'address' : page || none;
};

export const findStep = () => {
  const says = all('[data-checkout-step]')[0]?.dataset.checkoutStep;
  const path = location.pathname;
  // What was told for an address holds until another takes its place.
  if (own !== path) own = 0;
  if (says || !own) setStep(says || stepAt(path), says && true);
};

/** Without numbers: some count down. */
const alerts = (name) => visibleText(words(name)).replace(/\d/g, '');

/** What the page says of a payment or a coupon, unless the shop has told it itself. */
const tellRefusal = (name, text) => {
  const [kind, type] = (about('alerts', text) || 'error soft').replace(/^error/, name).split(' ');
  if (!wasTold(kind)) record(kind, { inferred: true, error_type: type });
};

/**
 * Looks for a visible complaint after a payment or a coupon; what it says is weighed here and not told. Where it
 * may stand is the kind's own: what a field is refused for is no payment's failure.
 */
const awaitAlert = (name) => {
  let left = LOOKS;
  let before = alerts(name);
  clearInterval(search);
  search = setInterval(
    () =>
      quietly(() => {
        // First, because what is read below may throw.
        left-- || clearInterval(search);
        const text = alerts(name);
        // What has gone is no news, and what has gone and comes again is.
        const isNew = !before.includes(text);
        before = text;
        if (!isNew) return;
        clearInterval(search);
        tellRefusal(name, text);
      }),
    LOOK_MS,
  );
};

/** A page of the checkout that was sent and has come back in the same step may say why, at a field or of a coupon. */
export const readRefusal = () => {
  const { url, referrer } = context;
  if (!step || stepAt(url, url) !== stepAt(referrer, referrer)) return;
  checkAll();
  const text = alerts('coupon_back');
  if (about('coupons', text) || alerts('coupon_near')) tellRefusal('coupon_error', text);
};

/** A payment that the shop has not told itself and the browser has not refused for a field. */
export const tellAttempt = () => {
  if (attempt && refused !== asked && !wasTold('payment_attempt')) record('payment_attempt', { inferred: true });
  attempt = 0;
};

/** A click on something, and what it says that it does. */
export const touched = (element, word, link) => {
  pressed(element, word);
  doubt(link || element, link ? 'left' : 'opened');
  if (word === 'pay' && step) {
    attempt = 1;
    // The shop may tell it itself, and does so after us.
    later(LOOK_MS, tellAttempt);
    awaitAlert('payment_error');
  } else if (isCoupon(current) && element.matches(words('buttons'))) awaitAlert('coupon_error');
};

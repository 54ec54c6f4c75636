// Checkout, step 1: the address. Entering it begins the checkout.
import { ecommerce } from '../shop/cart.js';
import { answers, guard, remember, showSummary } from '../shop/checkout.js';
import '../shop/chrome.js';
import { pushCommerce } from '../shop/datalayer.js';
import { $ } from '../shop/dom.js';
import { validated } from '../shop/validate.js';

const POSTCODES = {
  IT: [/^\d{5}$/, 'five digits'], DE: [/^\d{5}$/, 'five digits'], ES: [/^\d{5}$/, 'five digits'],
  FR: [/^\d{5}$/, 'five digits'], AT: [/^\d{4}$/, 'four digits'], BE: [/^\d{4}$/, 'four digits'],
  NL: [/^\d{4} ?[A-Za-z]{2}$/, 'four digits and two letters'],
};

if (guard()) start();

function start() {
  const form = $('#address-form');
  for (const [name, value] of Object.entries(answers().address ?? {})) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  showSummary();
  if (isEntering()) pushCommerce('begin_checkout', ecommerce());
  validated(form, (address) => {
    remember({ address });
    location.href = '/checkout/delivery';
  }, {
    postcode(value) {
      const [pattern, words] = POSTCODES[form.elements.country.value];
      return pattern.test(value.trim()) ? '' : `A postcode there has ${words}.`;
    },
  });
}

/** Coming from the shop begins a checkout; a reload, or a step back to correct, does not. */
function isEntering() {
  const [visit] = performance.getEntriesByType('navigation');
  const from = document.referrer.startsWith(location.origin) ? new URL(document.referrer).pathname : '';
  return visit.type === 'navigate' && !from.startsWith('/checkout/');
}

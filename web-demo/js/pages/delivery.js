// Checkout, step 2: the way of delivery.
import { ecommerce } from '../shop/cart.js';
import { euro } from '../shop/catalogue.js';
import { TIERS, answers, arrival, guard, remember, shippingPrice, showSummary } from '../shop/checkout.js';
import '../shop/chrome.js';
import { pushCommerce } from '../shop/datalayer.js';
import { $, html } from '../shop/dom.js';
import { validated } from '../shop/validate.js';

if (guard('address')) start();

function start() {
  const { address, tier } = answers();
  $('#recap-address').textContent = `${address.street}, ${address.city}`;
  $('#tiers').insertAdjacentHTML('beforeend', Object.entries(TIERS).map(([key, way]) => {
    const price = shippingPrice(key);
    return html`<label class="choice"><input type="radio" name="tier" value="${key}" required aria-describedby="tier-error" data-missing="Choose how it should travel.">
      <span><strong>${way.name}</strong> ${way.text}, ${arrival(key, address.country)}</span><span class="choice-price">${price === 0 ? 'Free' : euro(price)}</span></label>`;
  }).join(''));
  const form = $('#delivery-form');
  if (tier) form.elements.tier.value = tier;
  showSummary();
  form.addEventListener('change', () => showSummary(form.elements.tier.value));
  validated(form, ({ tier: chosen }) => {
    remember({ tier: chosen });
    pushCommerce('add_shipping_info', ecommerce({ shipping_tier: TIERS[chosen].name }));
    location.href = '/checkout/payment';
  });
}

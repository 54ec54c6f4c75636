// Basket: lines with steppers, coupon, totals.
import { picture } from '../art/picture.js';
import * as cart from '../shop/cart.js';
import { colours, euro } from '../shop/catalogue.js';
import { totalRows } from '../shop/checkout.js';
import '../shop/chrome.js';
import { redeem } from '../shop/coupons.js';
import { net, pushCommerce, pushEvent, variantName } from '../shop/datalayer.js';
import { $, html, say } from '../shop/dom.js';
import { validated } from '../shop/validate.js';

const REFUSED = {
  unknown: 'We do not know this code. Check the spelling.',
  expired: 'This code has expired.',
};

show();
cart.watch(show);
if (cart.count() > 0) pushCommerce('view_cart', cart.ecommerce());

$('#lines').addEventListener('click', (event) => {
  const button = event.target.closest('button[data-do]');
  if (!button) return;
  const at = Number(button.dataset.at);
  const line = cart.lines()[at];
  if (button.dataset.do === 'remove') change(at, line, 0);
  else change(at, line, line.quantity + (button.dataset.do === 'more' ? 1 : -1));
  // The list was drawn anew: keep the keyboard where it was, or on the next line.
  (document.getElementById(button.id) ?? $('#lines button') ?? $('#empty a')).focus();
});
$('#lines').addEventListener('change', (event) => {
  const at = Number(event.target.dataset.at);
  change(at, cart.lines()[at], Math.trunc(Number(event.target.value)) || 1);
});

validated($('#coupon-form'), ({ coupon }) => {
  const answer = redeem(coupon);
  const field = $('#coupon');
  field.setAttribute('aria-invalid', String(Boolean(answer.reason)));
  say($('#coupon-error'), answer.reason ? REFUSED[answer.reason] : '');
  if (answer.reason) {
    pushEvent('coupon_error', { reason: answer.reason });
    field.focus();
  } else {
    cart.setCoupon(answer.code);
    $('#coupon-form').reset();
  }
});

/** Sets a line to a quantity, 0 removing it, and tells the dataLayer the difference. */
function change(at, line, wanted) {
  const quantity = Math.max(0, Math.min(9, wanted));
  if (quantity === 0) cart.remove(at); else cart.setQuantity(at, quantity);
  const by = quantity - line.quantity;
  if (by === 0) return;
  pushCommerce(by > 0 ? 'add_to_cart' : 'remove_from_cart', {
    currency: 'EUR', value: net(line.unit * Math.abs(by)), items: [cart.lineItem(line, Math.abs(by))],
  });
  $('#cart-status').textContent = quantity === 0 ? `${line.product.name} removed.` : `${line.product.name}: ${quantity}.`;
}

function show() {
  const lines = cart.lines();
  $('#cart').hidden = lines.length === 0;
  $('#empty').hidden = lines.length > 0;
  $('#lines').innerHTML = lines.map(lineHtml).join('');
  $('#totals').innerHTML = totalRows(cart.totals());
  const used = cart.coupon();
  say($('#coupon-applied'), used ? `${used.code}: ${used.percent}% off.` : '');
}

function lineHtml(line, at) {
  const { product, quantity } = line;
  return html`<li class="line">
    <a href="/p/${product.slug}" tabindex="-1" aria-hidden="true"><img src="${picture(product, colours[line.colour].hex)}" width="120" height="120" alt=""></a>
    <div><h2><a href="/p/${product.slug}">${product.name}</a></h2><p class="fine">${variantName(line.colour, line.size)}</p>
      <div class="stepper" role="group" aria-label="Quantity of ${product.name}">
        <button type="button" data-do="less" data-at="${at}" id="less-${at}" aria-label="One less ${product.name}">−</button>
        <input type="number" inputmode="numeric" min="1" max="9" value="${quantity}" data-at="${at}" name="quantity-${at}" aria-label="Quantity of ${product.name}">
        <button type="button" data-do="more" data-at="${at}" id="more-${at}" aria-label="One more ${product.name}">+</button>
      </div></div>
    <div class="line-end"><p class="price">${euro(line.unit * quantity)}</p>
      <button type="button" class="text-link" data-do="remove" data-at="${at}" id="remove-${at}" aria-label="Remove ${product.name}">Remove</button></div></li>`;
}

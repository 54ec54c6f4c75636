// What the checkout's pages share: answers kept for this tab, delivery prices, the summary.
import { FREE_DELIVERY, count, lines, totals } from './cart.js';
import { colours, euro } from './catalogue.js';
import { html } from './dom.js';
import { variantName } from './datalayer.js';
import { picture } from '../art/picture.js';

const KEY = 'borgolana.checkout';
const ORDER = 'borgolana.order';

/** Ways to deliver; days are working days in Italy and elsewhere. */
export const TIERS = {
  standard: { name: 'Standard', text: 'Poste Italiane, to the door', price: 690, days: [3, 6] },
  express: { name: 'Express', text: 'Courier, by noon', price: 1290, days: [1, 2] },
  pickup: { name: 'Pickup', text: 'At the workshop in Biella', price: 0, days: [1, 1] },
};

export function answers() {
  return read(KEY) ?? {};
}

export function remember(changes) {
  write(KEY, { ...answers(), ...changes });
}

/** Sends a shopper who skipped a step to the first one that is missing; true when all is there. */
export function guard(...needed) {
  const known = answers();
  const missing = count() === 0 ? '/cart' : needed.includes('address') && !known.address ? '/checkout/address'
    : needed.includes('tier') && !known.tier ? '/checkout/delivery' : null;
  if (missing) location.replace(missing);
  return !missing;
}

export function shippingPrice(tier) {
  return tier === 'standard' && totals().goods >= FREE_DELIVERY ? 0 : TIERS[tier].price;
}

/** The day of arrival, e.g. "Tue 26 November": working days from today, or tomorrow after 14:00. */
export function arrival(tier, country = 'IT', now = new Date()) {
  let days = TIERS[tier].days[country === 'IT' ? 0 : 1] + (now.getHours() >= 14 ? 1 : 0);
  const day = new Date(now);
  while (days > 0) {
    day.setDate(day.getDate() + 1);
    if (day.getDay() % 6 !== 0) days -= 1;
  }
  return day.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'long' });
}

/** Fills the summary beside the form. */
export function showSummary(tier = answers().tier) {
  const list = lines().map((line) => ({ product: line.product, colour: line.colour, variant: variantName(line.colour, line.size), quantity: line.quantity, sum: line.unit * line.quantity }));
  renderSummary(list, totals(tier ? shippingPrice(tier) : null));
}

export function renderSummary(list, sums) {
  document.querySelector('#mini-lines').innerHTML = list.map((line) => html`<li>
    <img src="${picture(line.product, colours[line.colour].hex)}" width="64" height="64" alt="">
    <span><strong>${line.product.name}</strong><br>${line.variant} × ${line.quantity}</span><span>${euro(line.sum)}</span></li>`).join('');
  document.querySelector('#totals').innerHTML = totalRows(sums);
}

export function totalRows(sums) {
  const row = (name, value, cls = '') => html`<div class="${cls}"><dt>${name}</dt><dd>${value}</dd></div>`;
  const shipping = sums.shipping === null ? 'chosen at checkout' : sums.shipping === 0 ? 'free' : euro(sums.shipping);
  return row('Pieces', euro(sums.full)) + (sums.discount ? row('Coupon', `−${euro(sums.discount)}`, 'saving') : '')
    + row('Delivery', shipping) + row('Total', euro(sums.total), 'grand') + row('of which VAT', euro(sums.tax), 'fine');
}

/** Keeps the paid order for the thank-you page and forgets the checkout's answers. */
export function keepOrder(order) {
  write(ORDER, order);
  try { sessionStorage.removeItem(KEY); } catch { /* nothing was stored */ }
}

export function lastOrder() {
  return read(ORDER);
}

function read(key) {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
}

function write(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* refused: the next page asks again */ }
}

// The basket: kept in this browser's storage, counted in cents.
import { byId } from './catalogue.js';
import { redeem } from './coupons.js';
import { VAT_PERCENT, item, net, variantName } from './datalayer.js';

const KEY = 'borgolana.basket';
const MAX = 9;
export const FREE_DELIVERY = 12000;

let basket = load();
const watchers = new Set();
// Another tab may change the basket, and so may the pages that followed one which is shown again.
const reload = () => { basket = load(); watchers.forEach((callback) => callback()); };
window.addEventListener('storage', (event) => { if (event.key === KEY) reload(); });
window.addEventListener('pageshow', (event) => { if (event.persisted) reload(); });

/** Lines with their product, unit price and unit discount, in the order they were added. */
export function lines() {
  const percent = coupon()?.percent ?? 0;
  return basket.lines.map((line) => {
    const product = byId(line.id);
    const discount = Math.round((product.price * percent) / 100);
    return { ...line, product, unit: product.price - discount, discount };
  });
}

export function count() {
  return basket.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** The coupon in use, if it is still valid. */
export function coupon() {
  const found = basket.coupon ? redeem(basket.coupon) : {};
  return found.code ? found : null;
}

/** Everything a summary shows, in cents; `shipping` is null while no delivery is chosen. */
export function totals(shipping = null) {
  const all = lines();
  const full = all.reduce((sum, line) => sum + line.product.price * line.quantity, 0);
  const goods = all.reduce((sum, line) => sum + line.unit * line.quantity, 0);
  const total = goods + (shipping ?? 0);
  return { full, goods, discount: full - goods, shipping, total, tax: Math.round((total * VAT_PERCENT) / (100 + VAT_PERCENT)) };
}

export function add(id, colour, size, quantity) {
  const same = basket.lines.find((line) => line.id === id && line.colour === colour && line.size === size);
  const before = same?.quantity ?? 0;
  const after = Math.min(MAX, before + quantity);
  if (same) same.quantity = after; else basket.lines.push({ id, colour, size, quantity: after });
  save();
  return after - before;
}

export function setQuantity(at, quantity) {
  basket.lines[at].quantity = Math.max(1, Math.min(MAX, quantity));
  save();
}

export function remove(at) {
  basket.lines.splice(at, 1);
  save();
}

export function setCoupon(code) {
  basket.coupon = code;
  save();
}

export function empty() {
  basket = { lines: [], coupon: null };
  save();
}

export function watch(callback) {
  watchers.add(callback);
}

/** A line as a GA4 item. */
export function lineItem(line, quantity = line.quantity) {
  return item(line.product, {
    variant: variantName(line.colour, line.size),
    price: net(line.unit),
    quantity,
    ...(line.discount && { discount: net(line.discount), coupon: coupon().code }),
  });
}

/** The whole basket as a GA4 `ecommerce` object: value is what the goods cost, without tax and delivery. */
export function ecommerce(extra = {}) {
  const code = coupon()?.code;
  return { currency: 'EUR', value: net(totals().goods), ...(code && { coupon: code }), ...extra, items: lines().map((line) => lineItem(line)) };
}

function load() {
  const nothing = { lines: [], coupon: null };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY)) ?? nothing;
    // A piece that left the catalogue leaves the basket too.
    return { ...nothing, ...stored, lines: stored.lines.filter((line) => byId(line.id)) };
  } catch {
    return nothing;
  }
}

function save() {
  try { localStorage.setItem(KEY, JSON.stringify(basket)); } catch { /* storage refused: the basket lives for this page */ }
  watchers.forEach((callback) => callback());
}

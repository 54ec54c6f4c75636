// Runs the custom pixel of docs/install/shopify.md with events made after Shopify's reference.
//
//   node pixel.mjs PAGE ENDPOINT

import { readFileSync } from 'node:fs';

const [page, endpoint] = process.argv.slice(2);
const [, written] = readFileSync(page, 'utf8').match(/```js\n(const endpoint[\s\S]*?)```/);
const code = written.replace(/'https:[^']*\/p\/e'/, JSON.stringify(endpoint));

const subscribed = new Map();
new Function('analytics', code)({ subscribe: (name, run) => subscribed.set(name, run) });

const money = (amount) => ({ amount, currencyCode: 'EUR' });
const product = { id: '9', title: 'Sock', vendor: 'Borgolana', type: 'Socks' };
const variant = { id: '1', sku: 'BL-1', title: 'M', price: money(10.5), product };
const cartLine = { quantity: 2, merchandise: variant, cost: { totalAmount: money(21) } };
const checkout = {
  currencyCode: 'EUR',
  token: 'a-key',
  subtotalPrice: money(21),
  totalTax: money(3.5),
  shippingLine: { price: money(4.9) },
  order: { id: 'B-117' },
  discountApplications: [],
  lineItems: [{ quantity: 2, title: 'Sock', variant }],
};
const data = {
  checkout,
  cartLine,
  productVariant: variant,
  cart: { cost: { totalAmount: money(21) }, lines: [cartLine] },
  collection: { id: '3', title: 'Socks', productVariants: [variant] },
  searchResult: { query: 'socks', productVariants: [] },
};
const document = {
  location: { href: 'https://shop.example/checkouts/cn/a-key/information?x=1' },
  referrer: 'https://shop.example/checkouts/cn/a-key',
};
for (const [name, run] of subscribed) {
  const answer = await run({ name, data, context: { document } });
  if (answer?.status !== 202 || answer.headers.get('percorso-dropped')) throw new Error(`${name}: ${answer?.status}`);
}

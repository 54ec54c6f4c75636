// What a shop writes, in strict TypeScript: every line compiles, or is expected not to. Compiled by
// scripts/package, never run.

import { load, percorso, type Friction, type Item } from 'percorso';

declare module 'percorso' {
  interface CustomItem {
    material?: string;
  }
}

load({ site: 'shop', src: 'https://shop.example/p/percorso.js' });
load({ site: 'shop', src: '/p/percorso.js', integrity: 'sha384-x', nonce: 'r4nd0m' });
load({ site: 'shop', endpoint: 'https://shop.example/p/e', gpc: 'stop', clickIds: 'value' });
// @ts-expect-error the site is missing
load({ src: '/p/percorso.js' });
// @ts-expect-error neither script nor endpoint
load({ site: 'shop' });
// @ts-expect-error the only word for it is 'stop'
load({ site: 'shop', src: '/p/percorso.js', gpc: 'go' });

const item: Item = { item_id: 'A1', price: 18.5, quantity: 1, material: 'wool' };
percorso('track', 'view_item', { currency: 'EUR', value: 18.5, items: [item] });
percorso('track', 'purchase', { transaction_id: 'B-1', currency: 'EUR', value: 18.5, items: [{ item_name: 'Cup' }] });
percorso('track', 'payment_error', { error_type: 'soft', error_code: 'card_declined' });
percorso('track', 'checkout_step', { step: 'gift-wrap' });
percorso('track', 'wheel_of_fortune', { prize: { kind: 'coupon', codes: ['A', null] } });
percorso('track', 'chat_opened');
// @ts-expect-error a value without its currency
percorso('track', 'add_to_cart', { value: 18.5, items: [item] });
// @ts-expect-error an item without id and name
percorso('track', 'add_to_cart', { items: [{ price: 18.5 }] });
// @ts-expect-error GA4 has no such parameter
percorso('track', 'add_to_cart', { items: [{ item_id: 'A1', prize: 18.5 }] });
// @ts-expect-error a purchase without its number
percorso('track', 'purchase', { currency: 'EUR', value: 18.5, items: [item] });
// @ts-expect-error a purchase without parameters
percorso('track', 'purchase');
// @ts-expect-error hard or soft
percorso('track', 'payment_error', { error_type: 'fatal' });
// @ts-expect-error a function is no value
percorso('track', 'own', { run: () => 1 });

percorso('consent', 'granted');
percorso('identify', 'customer-7');
percorso('optout');
percorso('debug');
// @ts-expect-error granted or denied
percorso('consent', 'maybe');
// @ts-expect-error who?
percorso('identify');
// @ts-expect-error no such command
percorso('forget');

const chat = (friction: Friction) => friction.kind === 'payment_error' && friction.severity === 'high';
document.addEventListener('percorso:friction', ({ detail }) => chat(detail));
// @ts-expect-error no such kind
document.addEventListener('percorso:friction', ({ detail }) => detail.kind === 'angry');
window.percorso?.('optin');

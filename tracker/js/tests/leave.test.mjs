// How events get home when the page is left, and that none is lost while it lives, whatever the network does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Storage, chance, large, open } from './page.mjs';

const names = ({ batch }) => batch.events.map(([name]) => name);

test('leaving sends everything by beacon, and again only what is new', async () => {
  const page = await open();
  page.add('a', 'b');
  page.queue.leave();
  page.queue.leave();
  page.add('c');
  page.queue.leave();
  assert.deepEqual(page.sent.map(names), [['a', 'b'], ['c']]);
  assert.deepEqual(page.sent.map(({ how, batch }) => [how, batch.seq]), [['beacon', 0], ['beacon', 2]]);
});

test('what a request carries already is not given to a beacon', async () => {
  const page = await open();
  page.add('a');
  await page.pass(3001);
  page.add('b');
  page.queue.leave();
  assert.deepEqual(page.sent.map(({ how, batch }) => [how, batch.seq]), [['fetch', 0], ['beacon', 1]]);
});

test('a beacon proves nothing: who comes back sends it again', async () => {
  const page = await open();
  page.takes = Object.assign(() => true, { arrives: false });
  page.add('a', 'b');
  page.queue.leave();
  assert.equal(page.collector.events.size, 0);
  page.queue.comeBack();
  await page.pass(4000);
  assert.deepEqual(page.collector.names(), ['a', 'b']);
  assert.deepEqual(page.sent.map(({ how, batch }) => [how, batch.seq]), [['beacon', 0], ['fetch', 0]]);
});

test('chunks are halved until the browser takes them', async () => {
  const page = await open();
  page.takes = (body) => body.length < 5000;
  for (let n = 0; n < 30; n++) page.queue.add([`e${n}`, 0, { text: 'x'.repeat(490) }]);
  page.queue.leave();
  assert.ok(page.sent.length > 3 && page.sent.every(({ how }) => how === 'beacon'));
  assert.equal(page.collector.names().join(), [...Array(30).keys()].map((n) => `e${n}`).join());
});

test('beacons are chunks that fit the browser', async () => {
  const page = await open();
  page.answer = () => ({ status: 0 });
  for (let n = 0; n < 20; n++) page.queue.add(large(`e${n}`, 3000));
  await page.pass(100);
  page.queue.leave();
  assert.ok(page.sent.filter(({ how }) => how === 'beacon').every(({ body }) => body.length < 24e3));
  assert.equal(page.collector.events.size, 20);
});

test('where no beacon is taken and nothing may be kept, it goes by request', async () => {
  for (const broken of [() => false, () => { throw new Error('no beacons here'); }]) {
    const page = await open();
    page.takes = broken;
    page.add('a');
    page.queue.leave();
    assert.deepEqual(page.sent.map(({ how }) => how), ['fetch']);
    await page.pass(100);
    assert.deepEqual(page.collector.names(), ['a']);
  }
});

test('with consent the remainder waits for the next page, and is stored once', async () => {
  const storage = new Storage();
  const page = await open({ storage });
  page.consent.consent('granted');
  await page.pass(4000);
  let quota = 2;
  page.takes = () => quota-- > 0;
  for (let n = 0; n < 9; n++) page.queue.add(large(`e${n}`, 9000));
  page.queue.leave();
  // What is under way arrives, and no more of this page.
  await page.pass(20);
  assert.ok(page.collector.events.size < 9);
  const next = await open({ page: 'page-2', storage, collector: page.collector });
  next.queue.turn('https://shop.example/2', '');
  await next.pass(10e3);
  const own = [...page.collector.events].filter(([place]) => place.startsWith('page-1 '));
  assert.deepEqual(own.map(([, text]) => JSON.parse(text)[0]).sort(), ['consent', ...[...Array(9).keys()].map((n) => `e${n}`)]);
  const third = await open({ page: 'page-3', storage });
  third.queue.turn('https://shop.example/3', '');
  await third.pass(10e3);
  assert.deepEqual([next.sent.length > 1, third.sent.length], [true, 1], 'what one page has taken no other finds');
});

test('what is kept and refused again is kept again, for a week', async () => {
  const storage = new Storage();
  const page = await open({ storage });
  page.consent.consent('granted');
  page.takes = () => false;
  page.queue.leave();
  assert.ok(storage['percorso.queue']);
  const down = await open({ page: 'page-2', storage });
  down.consent.beginConsent();
  down.answer = () => ({ status: 503 });
  down.queue.turn('https://shop.example/2', '');
  await down.pass(3500);
  assert.equal(down.sent.length, 2, 'the kept one and its own');
  const late = await open({ page: 'page-3', storage });
  late.clock.now += 8 * 864e5;
  late.queue.turn('https://shop.example/3', '');
  await late.pass(3500);
  assert.equal(late.sent.length, 1, 'too old');
});

const keptIn = (storage) => JSON.parse(storage['percorso.queue'] || '[]').flatMap(([, body]) => names({ batch: JSON.parse(body) }));

test('what one page keeps for the next is not lost with that one', async () => {
  const storage = new Storage();
  const page = await open({ storage });
  page.consent.consent('granted');
  page.takes = () => false;
  for (let n = 0; n < 5; n++) page.queue.add(large(`e${n}`, 12e3));
  page.queue.leave();
  const kept = keptIn(storage);
  assert.ok(kept.length > 2);
  const hasty = await open({ page: 'page-2', storage });
  hasty.consent.beginConsent();
  await hasty.pass(1001);
  // It is gone here: what it has begun to send arrives by itself, the rest must be on the device still.
  assert.deepEqual([...hasty.sent.flatMap(names), ...keptIn(storage)].sort(), kept);
});

test('without consent nothing is on the device, and with it not without bound', async () => {
  for (const state of [undefined, 'denied', 'granted']) {
    const storage = new Storage();
    const page = await open({ storage });
    if (state) page.consent.consent(state);
    page.takes = () => false;
    page.answer = () => ({ status: 0 });
    for (let n = 0; n < 80; n++) page.queue.add(large(`e${n}`, 1e4));
    page.queue.leave();
    const kept = (storage['percorso.queue'] || '').length;
    if (state === 'granted') assert.ok(kept > 2e5 && kept < 25e4, `${kept}`);
    else assert.deepEqual(Object.keys(storage), []);
  }
});

/** One page's life by chance; gives what was added and what arrived. */
const live = async (seed) => {
  const next = chance(seed);
  const one = (...of) => of[Math.floor(next() * of.length)];
  const page = await open();
  const added = [];
  const replies = [{ status: 204 }, { status: 204, wait: 3000 }, { status: 503, retryAfter: '7' }, { status: 429 }, {}, { arrives: true, wait: 900 }];
  page.answer = () => one(...replies);
  const takes = (body) => {
    takes.arrives = next() < 0.5;
    return next() < 0.7 && body.length < one(1000, 8000, 64e3);
  };
  page.takes = takes;
  const add = () => {
    added.push(`e${added.length}`);
    page.queue.add(large(added.at(-1), next() < 0.1 ? next() * 20e3 : next() * 300));
  };
  for (let step = 0; step < 60; step++) {
    one(add, add, add, add, () => page.queue.leave(), () => page.queue.comeBack(), () => page.fire('online'))();
    assert.ok(page.flying <= 1, 'one request at a time');
    await page.pass(one(0, 0, 50, 700, 4000));
  }
  page.queue.comeBack();
  page.answer = () => ({ status: 204 });
  await page.pass(4000e3);
  return { page, added };
};

test('whatever the network does, no event is lost, doubled or moved while the page lives', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { page, added } = await live(seed);
    assert.deepEqual(page.collector.names(), added, `seed ${seed}`);
    const confirmed = page.sent.filter(({ status }) => status === 204);
    for (const { batch } of confirmed) batch.events.forEach(([name], at) => assert.equal(name, `e${batch.seq + at}`));
    assert.equal(new Set(confirmed.flatMap(names)).size, added.length, `seed ${seed}: each has had its reply`);
    assert.equal(confirmed.flatMap(names).length, added.length, `seed ${seed}: and is not sent after it`);
  }
});

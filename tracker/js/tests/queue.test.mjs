// How events get home while the page lives: order, retries, back-off, bounds.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { large, open } from './page.mjs';

const names = ({ batch }) => batch.events.map(([name]) => name);
const seqs = ({ sent }) => sent.map(({ batch }) => batch.seq);

test('events gather for three seconds and go in their order', async () => {
  const page = await open();
  page.add('a', 'b');
  await page.pass(2999);
  page.add('c');
  assert.equal(page.sent.length, 0);
  await page.pass(1);
  assert.deepEqual(page.sent.map(names), [['a', 'b', 'c']]);
  page.add('d');
  await page.pass(5000);
  assert.deepEqual([page.sent.map(names)[1], seqs(page)], [['d'], [0, 3]]);
  const { v, by, site, page: id, time, sent } = page.sent[1].batch;
  assert.deepEqual({ v, by, site, id }, { v: 1, by: 'wasm', site: 'shop', id: 'page-1' });
  assert.equal(sent - time, page.sent[1].at - time);
});

test('many events go at once, one request at a time, in chunks', async () => {
  const page = await open();
  for (let n = 0; n < 12; n++) page.queue.add(large(`e${n}`, 4000));
  assert.equal(page.flying, 1);
  // What is left of the last chunk gathers.
  for (let ms = 0; ms < 3500; ms += 5) {
    await page.pass(5);
    assert.ok(page.flying <= 1);
  }
  assert.ok(page.sent.every(({ body }) => body.length < 20.5e3));
  assert.equal(page.collector.names().join(), [...Array(12).keys()].map((n) => `e${n}`).join());
});

test('a retry carries the same events in the same places', async () => {
  const page = await open();
  for (const status of [0, 408, 429, 500, 503]) {
    page.answer = () => ({ status });
    page.add(`before ${status}`);
    await page.pass(4000);
  }
  page.answer = () => ({ status: 204 });
  await page.pass(600e3);
  assert.ok(page.sent.length > 2);
  assert.ok(seqs(page).every((seq) => seq === 0), 'the first is not confirmed until the last');
  assert.equal(page.collector.events.size, 5);
});

test('a reply that was lost on the way counts nothing twice', async () => {
  const page = await open();
  page.answer = () => ({ status: 0, arrives: true });
  page.add('a');
  await page.pass(4000);
  page.answer = () => ({ status: 204 });
  page.add('b');
  await page.pass(20e3);
  assert.deepEqual(page.collector.names(), ['a', 'b']);
});

test('any other refusal is final', async () => {
  for (const status of [400, 403, 404, 413]) {
    const page = await open();
    page.answer = () => ({ status });
    page.add('a');
    await page.pass(600e3);
    assert.equal(page.sent.length, 1, `${status}`);
    page.add('b');
    await page.pass(4000);
    assert.deepEqual([names(page.sent[1]), page.sent[1].batch.seq], [['b'], 1]);
  }
});

test('the collector is left alone for as long as it asks', async () => {
  const page = await open();
  page.answer = () => ({ status: 503, retryAfter: '300' });
  page.add('a');
  await page.pass(3020);
  page.add('b', 'c');
  page.queue.add(large('d', 20e3));
  page.queue.comeBack();
  await page.pass(299e3);
  assert.equal(page.sent.length, 1);
  await page.pass(3e3);
  assert.equal(page.sent.length, 2);
});

test('a timer from before the refusal does not break the word', async () => {
  const page = await open();
  page.answer = () => ({ status: 503, retryAfter: '300' });
  page.add('a');
  await page.pass(500);
  page.queue.add(large('b', 20e3));
  await page.pass(60e3);
  assert.equal(page.sent.length, 1);
});

test('a minute off line, or with the collector down, loses nothing while the page lives', async () => {
  for (const status of [0, 503]) {
    const page = await open();
    page.answer = () => ({ status });
    for (let second = 0; second < 60; second++) {
      page.add(`e${second}`);
      await page.pass(1000);
    }
    assert.equal(page.collector.events.size, 0, `${status}`);
    page.answer = () => ({ status: 204 });
    if (!status) page.fire('online');
    // Half a minute of waiting and as much of chance is the most a minute can lead to.
    await page.pass(130e3);
    const all = Array.from({ length: 60 }, (_, second) => `e${second}`);
    assert.deepEqual(page.collector.names(), all, `${status}`);
  }
});

test('waiting grows, and has an end', async () => {
  const page = await open();
  page.answer = () => ({ status: 500 });
  page.add('a');
  await page.pass(3600e3);
  const waits = page.sent.slice(1).map(({ at }, n) => at - page.sent[n].at - 20);
  waits.forEach((wait, n) => {
    const own = 1000 * 2 ** Math.min(n, 7);
    assert.ok(wait >= own && wait <= 2 * own, `${n}: ${wait}`);
  });
  assert.ok(waits.length > 12);
});

test('nobody can make it wait for ever, or not at all', async () => {
  for (const [retryAfter, least, most] of [
    ['999999999', 3600e3, 3602e3],
    ['-5', 1000, 2000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 1000, 2000],
    ['', 1000, 2000],
  ]) {
    const page = await open();
    page.answer = () => ({ status: 429, retryAfter });
    page.add('a');
    // Three seconds are gathered in, and the request takes a moment, too.
    await page.pass(most + 3100);
    const wait = page.sent[1].at - page.sent[0].at - 20;
    assert.ok(wait >= least && wait <= most, `${retryAfter}: ${wait}`);
  }
});

test('it tries as soon as the device is online again', async () => {
  const page = await open();
  page.answer = () => ({ status: 0 });
  page.add('a');
  await page.pass(60e3);
  page.answer = () => ({ status: 204 });
  page.fire('online');
  await page.pass(1);
  assert.equal(page.sent.at(-1).at, page.clock.now - 1);
});

test('beyond a million characters the oldest are let go, and the places go on', async () => {
  const page = await open();
  page.answer = () => ({ status: 0 });
  for (let n = 0; n < 120; n++) page.queue.add(large(`e${n}`, 1e4));
  await page.pass(60e3);
  page.answer = () => ({ status: 204 });
  await page.pass(600e3);
  const kept = [...page.collector.events].map(([place, text]) => [+place.split(' ')[1], JSON.parse(text)[0]]);
  assert.ok(kept.length > 95 && kept.length < 100);
  kept.forEach(([seq, name]) => assert.equal(name, `e${seq}`));
  assert.equal(kept.at(-1)[1], 'e119');
});

test('what is let go during a request starts no second one', async () => {
  const page = await open();
  page.answer = () => ({ status: 204, wait: 5000 });
  page.queue.add(large('first', 20e3));
  await page.pass(10);
  for (let n = 0; n < 101; n++) page.queue.add(large(`e${n}`, 1e4));
  // The second's events would count as confirmed by the first's reply.
  assert.equal(page.flying, 1);
  page.answer = () => ({ status: 204 });
  await page.pass(600e3);
  assert.deepEqual([page.collector.names().at(-1), page.collector.events.size > 97], ['e100', true]);
});

test('what is no JSON is not told and stops nothing', async () => {
  const page = await open();
  const circle = {};
  circle.circle = circle;
  for (const params of [circle, { n: 1n }]) assert.throws(() => page.queue.add(['bad', 0, params]));
  page.add('a');
  await page.pass(4000);
  assert.deepEqual(page.collector.names(), ['a']);
});

test('what is too large for any request goes without its items, and says so', async () => {
  const page = await open();
  // In characters of one byte, and of three: those are what a browser counts.
  for (const [letter, n] of [['x', 70e3], ['\u4e16', 11e3]]) {
    const items = Array(20).fill({ item_name: letter.repeat(n / 20) });
    page.queue.add(['purchase', 7, { transaction_id: 'T1', value: 9.5, currency: 'EUR', items }]);
  }
  const fits = { items: [{ item_name: '\u4e16'.repeat(1e4) }] };
  page.queue.add(['purchase', 8, fits]);
  page.add('a');
  await page.pass(4000);
  const told = [...page.collector.events.values()].map((text) => JSON.parse(text));
  const cut = ['purchase', 7, { transaction_id: 'T1', value: 9.5, currency: 'EUR', cut: true }];
  assert.deepEqual(told, [cut, cut, ['purchase', 8, fits], ['a', 0, {}]]);
});

test('what stays too large is in the way of nothing', async () => {
  const page = await open();
  page.add('x'.repeat(70e3));
  page.queue.add(['many', 1, Object.fromEntries([...Array(75).keys()].map((n) => [`k${n}`, 'y'.repeat(900)]))]);
  page.add('a');
  await page.pass(4000);
  assert.deepEqual(page.collector.names(), ['a']);
});

test('no request is larger than a browser lets a page send', async () => {
  const page = await open();
  for (let n = 0; n < 9; n++) page.queue.add(['wide', n, { text: '\u4e16'.repeat(1e4) }], page.add('small'));
  await page.pass(9000);
  assert.equal(page.collector.events.size, 18);
  assert.ok(page.sent.every(({ body }) => new TextEncoder().encode(body).length < 64 * 1024));
});

test('a view goes first, under the title it has by then, and names the batch', async () => {
  const page = await open();
  page.queue.turn('https://shop.example/a', 'https://search.example/');
  page.window.document.title = 'A';
  page.add('a');
  await page.pass(4000);
  page.queue.turn('https://shop.example/b', 'https://shop.example/a', 'route');
  page.window.document.title = 'B';
  await page.pass(4000);
  page.add('b');
  await page.pass(4000);
  const views = page.sent.flatMap(({ batch }) => batch.events).filter(([name]) => name === 'page_view');
  assert.deepEqual(views.map(([, , { title, url, navigation }]) => [title, url, navigation]), [
    ['A', 'https://shop.example/a', undefined],
    ['B', 'https://shop.example/b', 'route'],
  ]);
  const heads = page.sent.map(({ batch: { url, referrer } }) => [url, referrer]);
  const [a, b] = [['https://shop.example/a', 'https://search.example/'], ['https://shop.example/b', 'https://shop.example/a']];
  assert.deepEqual(heads, [a, b, b]);
  assert.deepEqual(page.collector.names(), ['page_view', 'a', 'page_view', 'b']);
});

test('once stopped, nothing is sent', async () => {
  const page = await open();
  page.add('a');
  page.queue.stop();
  page.add('b');
  page.queue.leave();
  await page.pass(600e3);
  assert.equal(page.sent.length, 0);
});

// When a survey is to be asked: which events, paths and frictions its rule means, and which not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const text = readFileSync(new URL('../survey/rules.js', import.meta.url), 'utf8');
const { occasions, ofEvent, ofFriction, ofPath } = await import(`data:text/javascript,${encodeURIComponent(text)}`);

test('a rule is a list of events, paths and frictions; a phase is one of its own', () => {
  assert.deepEqual(occasions({ when: ' purchase,  /returns/*\nfriction ' }), ['purchase', '/returns/*', 'friction']);
  assert.ok(occasions({ phase: 'experience' }).includes('order_delivered'));
  assert.deepEqual(occasions({ phase: 'experience', when: 'share' }), ['share'], 'what is named comes first');
  assert.deepEqual([occasions({ phase: 'expirience' }), occasions({})], [[], []]);
});

test('events are told by their whole names', () => {
  const all = ['purchase', 'return_*', '/share'];
  assert.deepEqual(
    ['purchase', 'return_requested', 'repurchase', 'purchases', 'share', 'Purchase'].map((name) => ofEvent(all, name)),
    ['purchase', 'return_*', undefined, undefined, undefined, 'purchase'],
  );
  assert.equal(ofEvent(['friction:dead'], 'friction'), undefined);
});

test('paths are told as in the collector’s rules', () => {
  const all = ['/returns/*', '*/faq', '/a.b'];
  for (const [path, one] of [
    ['/returns', '/returns/*'],
    ['/Returns/7', '/returns/*'],
    ['/it/faq', '*/faq'],
    ['/a.b', '/a.b'],
    ['/acb', undefined],
    ['/it/returns/7', undefined],
    ['/faq/shipping', undefined],
  ])
    assert.equal(ofPath(all, path), one, path);
  assert.equal(ofPath(['purchase'], '/purchase'), undefined);
});

test('frictions are told by kind and step', () => {
  const is = (rule, kind, step) => Boolean(ofFriction([rule], { kind, step }));
  assert.deepEqual(
    [is('friction', 'dead'), is('friction', 'pay', 'payment'), is('friction:rage', 'rage'), is('friction:rage', 'dead')],
    [true, true, true, false],
  );
  assert.deepEqual(
    [is('friction@payment', 'pay', 'payment'), is('friction@payment', 'pay', 'cart'), is('friction@payment', 'dead')],
    [true, false, false],
  );
  assert.deepEqual(
    [is('friction:*_error@payment', 'payment_error', 'payment'), is('friction:pay', 'payment_error'), is('purchase', 'pay')],
    [true, false, false],
  );
});

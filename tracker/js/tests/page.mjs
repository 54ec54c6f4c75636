// A page for the tests: the real scripts in a context of their own, whose clock, network and device are ours.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const ENDPOINT = 'https://shop.example/p/e';
const folder = new URL('..', import.meta.url);
const sources = new Map();

const source = (name) => {
  if (!sources.has(name)) sources.set(name, readFileSync(new URL(name, folder), 'utf8'));
  return sources.get(name);
};

/** Runs the scripts as the page's own, and gives what they export. */
const load = async (context, ...names) => {
  const modules = new Map();
  const find = (specifier) => {
    const name = specifier.replace('./', '');
    if (!modules.has(name)) modules.set(name, new vm.SourceTextModule(source(name), { context, identifier: name }));
    return modules.get(name);
  };
  for (const name of names) {
    if (find(name).status === 'unlinked') await find(name).link(find);
    await find(name).evaluate();
  }
  return names.map((name) => find(name).namespace);
};

/** Time that passes only when it is told to. */
class Clock {
  now = 1.8e12;
  #timers = new Map();
  #last = 0;

  set = (run, ms) => {
    // As browsers do: what is no number is no time at all.
    this.#timers.set(++this.#last, [this.now + Math.max(0, ms || 0), run]);
    return this.#last;
  };

  clear = (timer) => this.#timers.delete(timer);

  /** Lets so much time pass, and everything run that is due in it. */
  pass = async (ms) => {
    const until = this.now + ms;
    for (;;) {
      await new Promise(setImmediate);
      const [next] = [...this.#timers].sort(([a, [x]], [b, [y]]) => x - y || a - b);
      if (!next || next[1][0] > until) break;
      this.clear(next[0]);
      this.now = Math.max(this.now, next[1][0]);
      next[1][1]();
    }
    this.now = until;
  };
}

/** What the collector has: every event by its place in the sequence. */
class Collector {
  events = new Map();

  take({ page, seq, events }) {
    events.forEach((event, at) => {
      const place = `${page} ${seq + at}`;
      const text = JSON.stringify(event);
      assert.equal(this.events.get(place) ?? text, text, `another event at ${place}`);
      this.events.set(place, text);
    });
  }

  /** The events' names in the sequence's order. */
  names() {
    const places = [...this.events].sort(([a], [b]) => a.split(' ')[1] - b.split(' ')[1]);
    return places.map(([, text]) => JSON.parse(text)[0]);
  }
}

/** A device that keeps things, as localStorage does. */
export class Storage {
  removeItem(key) {
    delete this[key];
  }
}

/**
 * Opens a page. `answer` says what comes of a request: `{status, wait, retryAfter}`, where no status is no
 * answer and `arrives` says that it got there all the same; `takes` whether the browser takes a beacon.
 */
export const open = async ({ page = 'page-1', storage = new Storage(), collector = new Collector() } = {}) => {
  const clock = new Clock();
  const it = { clock, pass: clock.pass, collector, sent: [], flying: 0, answer: () => ({ status: 204 }), takes: () => true };

  const fetch = (url, { body, keepalive, credentials }) => {
    assert.deepEqual([url, keepalive, credentials], [ENDPOINT, true, 'omit']);
    const batch = JSON.parse(body);
    const { status = 0, wait = 20, retryAfter = null, arrives = status > 199 && status < 300 } = it.answer(batch);
    it.sent.push({ how: 'fetch', at: clock.now, body, batch, status });
    it.flying++;
    return new Promise((resolve, reject) =>
      clock.set(() => {
        it.flying--;
        if (arrives) collector.take(batch);
        if (status) resolve({ status, headers: { get: () => retryAfter } });
        else reject(new TypeError('Failed to fetch'));
      }, wait),
    );
  };

  const sendBeacon = (url, body) => {
    const isTaken = it.takes(body);
    if (isTaken) it.sent.push({ how: 'beacon', at: clock.now, body, batch: JSON.parse(body) });
    if (isTaken && it.takes.arrives !== false) collector.take(JSON.parse(body));
    return isTaken;
  };

  const heard = {};
  const addEventListener = (type, run) => (heard[type] = heard[type] || []).push(run);
  const Observer = class {
    observe() {}
    disconnect() {}
  };
  const window = vm.createContext({
    ...{ URL, URLSearchParams, TextEncoder, crypto, fetch, addEventListener, localStorage: storage },
    ...{ setTimeout: clock.set, clearTimeout: clock.clear, Date: { now: () => clock.now } },
    ...{ IntersectionObserver: Observer, MutationObserver: Observer, PerformanceObserver: Observer },
    navigator: { onLine: true, sendBeacon },
    location: { search: '' },
    document: { title: 'Socks', addEventListener, dispatchEvent() {} },
    percorso: {},
  });
  window.window = window;
  [it.queue, it.consent] = await load(window, 'queue.js', 'consent.js');
  it.window = window;
  it.fire = (type) => (heard[type] || []).forEach((run) => run({ type }));
  it.add = (...names) => names.forEach((name) => it.queue.add([name, 0, {}]));
  it.queue.begun('shop', page, ENDPOINT);
  return it;
};

/** An event of about so many characters. */
export const large = (name, chars) => [name, 0, { text: 'x'.repeat(chars) }];

/** Numbers by chance, the same for the same seed (mulberry32). */
export const chance = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

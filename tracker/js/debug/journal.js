// What has been sent, as the overlay tells it: batches taken apart into entries, and the state that
// their heads declare. Knows no document, so it is tested without a browser.

/** Events that are friction by themselves; a click is when it says so. */
const FRICTION = new Set([
  'friction',
  'payment_error',
  'coupon_error',
  'stock_error',
  'price_change',
  'js_error',
  'request_failed',
  'request_slow',
]);

const isFriction = (name, params) => FRICTION.has(name) || params.friction?.length > 0;

const bytes = (text) => new TextEncoder().encode(text).length;

/** Anything a page or a later tracker may put where a text is expected. */
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** All that was sent since the overlay was opened. */
export class Journal {
  #seen = new Set();
  #events = 0;
  #batches = 0;
  #bytes = 0;
  #head = {};
  #identified = false;

  /**
   * The entries of one batch: the batch itself, then its events. What has been shown before, because
   * a beacon has no reply and its events go once more, is counted and not shown again.
   */
  batch(body, how, now) {
    const size = bytes(body);
    this.#batches += 1;
    this.#bytes += size;
    const entry = { kind: 'batch', at: now, how, bytes: size, count: 0, again: 0 };
    let batch;
    try {
      batch = JSON.parse(body);
    } catch {
      return [{ ...entry, error: 'this is no JSON' }];
    }
    const { events = [], ...head } = batch;
    this.#head = head;
    const shown = events.flatMap((event, at) => this.#event(event, head, at, entry));
    return [entry, ...shown];
  }

  #event([name, ms, params = {}], { page, time, seq }, at, batch) {
    const id = `${page} ${seq + at}`;
    batch.count += 1;
    if (this.#seen.has(id)) {
      batch.again += 1;
      return [];
    }
    this.#seen.add(id);
    this.#events += 1;
    if (name === 'identify') this.#identified = true;
    return [{ kind: 'event', at: time + ms, name: text(name), params, friction: isFriction(name, params) }];
  }

  /** The entries of a `percorso:friction` event, which comes before the batch that tells of it. */
  friction(detail, now) {
    return [{ kind: 'live', at: now, name: 'percorso:friction', params: detail || {}, friction: true }];
  }

  /** What the last batch's head says, and the sums, in words. */
  state() {
    const { site, by, consent, visitor } = this.#head;
    return {
      site: text(site || ''),
      half: by === 'js' ? 'plain JavaScript (fallback)' : 'WebAssembly',
      consent: consent ? text(consent) : 'never asked',
      identity: (visitor ? `visitor ${text(visitor).slice(0, 8)}…` : 'cookieless') + (this.#identified ? ', identified' : ''),
      events: this.#events,
      batches: this.#batches,
      bytes: this.#bytes,
    };
  }
}

/** An entry's parameters in one line: `currency EUR · value 18.5 · items [1]`. */
export const summary = (params) =>
  Object.entries(params)
    .map(([key, value]) => `${key} ${Array.isArray(value) && Object(value[0]) === value[0] ? `[${value.length}]` : text(value)}`)
    .join(' · ');

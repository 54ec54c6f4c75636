// What both halves of the tracker need of the browser: sending and an alarm.

import { quietly, replied, tell } from './host.js';
import { WOKEN } from './signals.js';

let endpoint;
let alarm;

export const sendTo = (url) => (endpoint = url);

/**
 * Posts a batch, so that it outlives the page, and tells what came of it. A body of text needs no
 * preflight; no cookie goes along.
 */
export const post = async (body) => {
  try {
    const reply = await fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit' });
    replied(reply.status, +reply.headers.get('retry-after'));
  } catch {
    replied(0, 0);
  }
};

/** Whether the browser takes the batch to send it on its own. */
export const beacon = (body) => quietly(() => navigator.sendBeacon(endpoint, body));

export const wake = (ms) => {
  clearTimeout(alarm);
  alarm = setTimeout(tell, ms, WOKEN);
};

// Percorso in the page: reads its own tag, hears the page at once, and brings the module in.
//
//   <script defer src="https://shop.example/p/percorso.js" data-site="shop"></script>
//
// The page may call `percorso` before this script is there, if it defines
// `window.percorso=window.percorso||function(){(percorso.q=percorso.q||[]).push(arguments)}`.

import { attach, half, imports } from 'percorso/module';

import { record } from './bridge.js';
import { fallback } from './fallback.js';
import { begin, quietly, take, tell } from './host.js';
import { sendTo } from './network.js';
import { BEGUN } from './signals.js';
import { watch } from './watch.js';

/* global PERCORSO_WASM */
const tag = document.currentScript || document.querySelector('script[data-site]');

/** Thirty-two letters of four random bits each: this page load's name, kept nowhere. */
const id = () => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)).map((byte) => 97 + (byte & 15)));

const command = ([name, ...rest]) => quietly(() => name === 'track' && rest[0] && record(...rest));

const boot = () => {
  const { site, endpoint } = tag.dataset;
  const waiting = window.percorso.q || [];
  // Two tags on a page, or one script run twice, count as one.
  if (!waiting.forEach) return;
  sendTo(endpoint || new URL('e', tag.src).href);
  tell(BEGUN, `${site}\n${id()}`, begin());
  watch();
  // A page may hold on to the queueing function it defined: what it queues is still taken.
  window.percorso = (...args) => command(args);
  window.percorso.q = { push: command };
  waiting.forEach(command);
  // Any failure, a Content-Security-Policy without 'wasm-unsafe-eval' above all, is the fallback's turn.
  fetch(new URL(PERCORSO_WASM, tag.src))
    .then((reply) => reply.arrayBuffer())
    .then((bytes) => WebAssembly.instantiate(bytes, imports))
    .then(({ instance }) => {
      attach(instance.exports);
      take(half);
    })
    .catch(() => take(fallback));
};

quietly(() => {
  const queue = (...args) => (queue.q = queue.q || []).push(args);
  window.percorso = window.percorso || queue;
  if (!/^[\w.:-]{1,64}$/.test(tag.dataset.site || '')) {
    console.warn('percorso: the script tag lacks a valid data-site, so nothing is recorded');
  } else if (document.prerendering) {
    // A page shown to nobody is not viewed; what it tells meanwhile waits.
    document.addEventListener('prerenderingchange', () => quietly(boot), { once: true });
  } else boot();
});

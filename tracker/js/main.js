// Percorso in the page: reads its own tag, hears the page at once, and brings the module in.
//
//   <script defer src="https://shop.example/p/percorso.js" data-site="shop"></script>
//
// The page may call `percorso` before this script is there, if it defines
// `window.percorso=window.percorso||function(){(percorso.q=percorso.q||[]).push(arguments)}`.

import { attach, imports } from 'percorso/module';

import { keepIds } from './address.js';
import { recordTold } from './bridge.js';
import { readRefusal } from './checkout.js';
import { watchClicks } from './clicks.js';
import { beginConsent, consent, id, identify, isOut, optIn, optOut } from './consent.js';
import { watchDoubts } from './doubts.js';
import { watchErrors } from './errors.js';
import { watchFields } from './fields.js';
import { now, on, quietly, take } from './host.js';
import { begun, fetch, standAlone } from './queue.js';
import { watchRequests } from './requests.js';
import { rule } from './words.js';
import { reached } from './vitals.js';
import { readSoon, watch } from './watch.js';

/* global PERCORSO_WASM */
const tag = document.currentScript || document.querySelector('script[data-site]');

const commands = {
  track: (name, params) => name && recordTold(name, params),
  consent,
  identify: (known) => identify(tag.dataset.site, known),
  optout: optOut,
  optin: optIn,
  // Anew each time: what was imported already is not run again.
  debug: () => import(`${new URL('percorso-debug.js', tag.src)}?${now()}`).catch(() => {}),
};

const command = ([name, ...rest]) => quietly(() => commands[name](...rest));

const boot = () => {
  const { site, endpoint, gpc, clickIds } = tag.dataset;
  const waiting = window.percorso.q || [];
  // Two tags on a page, or one script run twice, count as one.
  if (!waiting.forEach || (gpc === 'stop' && navigator.globalPrivacyControl)) return;
  // A page may hold on to the queueing function it defined: what it queues is still taken.
  window.percorso = (...args) => command(args);
  window.percorso.q = { push: command };
  if (isOut()) return;
  const to = new URL(endpoint || new URL('e', tag.src), location).href;
  if (clickIds) keepIds();
  begun(site, id(), to);
  // Doubts first: what ends as the page is hidden is told before all goes out.
  [beginConsent, watchDoubts, watch, watchClicks, watchFields, watchErrors, watchRequests].forEach(quietly);
  waiting.forEach(command);
  // Without it, under a Content-Security-Policy that lacks 'wasm-unsafe-eval' above all, or in Lockdown Mode, where
  // there is no WebAssembly, views and sales are still counted.
  fetch(new URL(PERCORSO_WASM, tag.src))
    .then((reply) => WebAssembly.instantiateStreaming(reply, imports))
    .then(({ instance }) => {
      take(attach(instance.exports));
    })
    .catch(() => {
      standAlone();
      take(() => {});
    });
  fetch(new URL(`rules/${site}`, to))
    .then((reply) => reply.json())
    .then(rule)
    .then(readSoon)
    .then(() => reached || readRefusal())
    .catch(() => {});
};

quietly(() => {
  const queue = (...args) => (queue.q = queue.q || []).push(args);
  window.percorso = window.percorso || queue;
  if (!/^[\w.:-]{1,64}$/.test(tag.dataset.site || '')) return;
  // A page shown to nobody is not viewed; what it tells meanwhile waits.
  if (document.prerendering) on('prerenderingchange', boot, document);
  else boot();
});

// Percorso for pages that are built by a bundler: the tag and the queue as functions.
//
// Importing it does nothing, so that it may be imported where there is no window.

const inPage = () => typeof window !== 'undefined' && typeof document !== 'undefined';

/** The function the page has, or one that keeps the calls until the tracker takes them. */
const queue = () => {
  if (window.percorso) return window.percorso;
  const waiting = (...args) => void waiting.q.push(args);
  waiting.q = [];
  return (window.percorso = waiting);
};

/** Tells the tracker, now or once it has come. On a server it does nothing. */
export const percorso = (...args) => {
  if (inPage()) queue()(...args);
};

/** The package's own files, in a form that bundlers find and copy. */
const own = () => ({
  src: new URL('./percorso.js', import.meta.url).href,
  wasm: new URL('./percorso.wasm', import.meta.url).href,
  debug: new URL('./percorso-debug.js', import.meta.url).href,
});

/**
 * Puts the tag into the page, once. With `src` it is the collector's script; without, the package's,
 * and `endpoint` says where the collector takes events.
 */
export const load = ({ site, src, endpoint, integrity, nonce, gpc, clickIds }) => {
  if (!src && !endpoint) throw new TypeError('percorso: load() needs src, or endpoint for the package\'s own script');
  if (!inPage() || document.querySelector('script[data-site]')) return;
  queue();
  const script = document.createElement('script');
  const files = src ? { src } : own();
  const data = { site, endpoint, gpc, clickIds, wasm: files.wasm, debug: files.debug };
  for (const name in data) if (data[name]) script.dataset[name] = data[name];
  if (nonce) script.nonce = nonce;
  // The browser checks the sum only of what the other origin lets it read.
  if (integrity) Object.assign(script, { integrity, crossOrigin: 'anonymous' });
  script.async = true;
  script.src = files.src;
  document.head.append(script);
};

// The page's life: where it is, whether it is seen, what is clicked. Heard from the first moment.

import { listen } from './bridge.js';
import { fallback } from './fallback.js';
import { clicked, quietly, take, tell } from './host.js';
import { short } from './scrub.js';
import { LEFT, MOVED, SHOWN, VIEWED } from './signals.js';

const on = (target, type, run) => target.addEventListener(type, (event) => quietly(() => run(event)), true);

const moved = () => tell(MOVED, short(location.href));

const viewed = () => tell(VIEWED, `${short(location.href)}\n${short(document.referrer)}`);

/** What was pushed past us comes along; what waits for the module does not wait any longer. */
const left = () => {
  listen();
  take(fallback);
  tell(LEFT);
};

const patch = (name) => {
  const own = history[name];
  history[name] = function (...args) {
    const result = own.apply(this, args);
    quietly(moved);
    return result;
  };
};

export const watch = () => {
  viewed();
  listen();
  if (window.navigation) {
    on(navigation, 'currententrychange', moved);
  } else {
    patch('pushState');
    patch('replaceState');
    on(window, 'popstate', moved);
  }
  on(window, 'pageshow', (event) => event.persisted && viewed());
  on(window, 'load', listen);
  on(window, 'pagehide', left);
  on(window, 'visibilitychange', () => (document.visibilityState === 'hidden' ? left() : tell(SHOWN)));
  on(window, 'click', (event) => {
    // The path leads out of shadow trees, where `closest` stops; not all on it are elements.
    const path = event.composedPath().filter((node) => node.dataset);
    const element = path.find((node) => node.dataset.touchpoint);
    if (element && !path.some((node) => node.dataset.percorsoIgnore != null)) clicked(element);
  });
};

// Speed as the visitor lived it: LCP, INP, CLS, FCP and TTFB, reckoned as the web-vitals library does,
// anew after a return out of the back/forward cache and after a soft navigation.

import { record } from './bridge.js';
import { isIgnored, nameOf } from './dom.js';
import { on, quietly } from './host.js';
import { viewed } from './watch.js';

/** Shorter events are not worth a callback. */
const EVENT_MS = 40;
/** As many of the longest interactions are considered. */
const LONGEST = 10;

const [page = {}] = performance.getEntriesByType('navigation');

/** When the page was shown, if it was there before. */
let shown;

/** How the page was reached, if not by following a link. */
export let reached;

/** When the page was hidden first; what is painted later says nothing. */
let hidden;
/** The soft navigation that is measured. */
let soft;
let painted;
/** Values with the elements they come from. */
let lcp;
let cls;
/** The window of shifts: its sum, its first shift and its last. */
let shifts;
let interactions;
let before;
let told;

const restart = (how) => {
  reached = how;
  hidden = Infinity;
  lcp = shifts = [];
  cls = [0];
  interactions = new Map();
  before = performance.interactionCount || 0;
  told = {};
};

/** What to call an element that may not be there; the node itself is not held on to. */
const named = (element) => (element?.localName && !isIgnored(element) ? nameOf(element) : undefined);

const tellOne = (metric, value, element) => {
  if (!(value >= 0) || told[metric] === value) return;
  told[metric] = value;
  const unit = metric === 'CLS' ? 'score' : 'ms';
  record('web_vital', { metric, [unit]: +value.toFixed(4), element, navigation: reached });
};

const paint = (at, from, element) => {
  if (at < hidden) lcp = [Math.max(at - from, 0), named(element)];
};

const paintSoftly = (entry) => {
  const last = entry?.largestContentfulPaint;
  if (last && entry.interactionId === soft?.interactionId) paint(last.renderTime, entry.startTime, last.element);
};

const interact = ({ interactionId: id, duration, target }) => {
  if (id && !(interactions.get(id)?.[0] >= duration)) interactions.set(id, [duration, named(target)]);
};

const takers = {
  paint({ name, startTime }) {
    if (name === 'first-paint' || startTime >= hidden) return;
    painted = 1;
    tellOne('FCP', Math.max(startTime - shown, 0));
  },
  'largest-contentful-paint'({ startTime, element }) {
    if (!soft) paint(startTime, shown, element);
  },
  'layout-shift'({ hadRecentInput, startTime, value, sources }) {
    if (hadRecentInput) return;
    const [sum, first, last] = shifts;
    const goesOn = sum && startTime - last < 1000 && startTime - first < 5000;
    shifts = goesOn ? [sum + value, first, startTime] : [value, startTime, startTime];
    if (shifts[0] > cls[0]) cls = [shifts[0], named(sources?.[0]?.node)];
  },
  'first-input': interact,
  event: interact,
  'soft-navigation'(entry) {
    if (!entry.getLargestInteractionContentfulPaint) return;
    tellVitals();
    restart('route');
    soft = entry;
    tellOne('TTFB', 0);
    tellOne('FCP', Math.max((entry.presentationTime || entry.paintTime || 0) - entry.startTime, 0));
    paintSoftly(entry.getLargestInteractionContentfulPaint());
  },
  'interaction-contentful-paint': paintSoftly,
};

/** Entries of different types come out of order. */
const look = (entries) =>
  entries
    .sort((a, b) => a.startTime + a.duration - b.startTime - b.duration)
    .forEach((entry) => quietly(() => takers[entry.entryType](entry)));

const observer = new PerformanceObserver((list) => look(list.getEntries()));

/** All that is known by now; nothing twice. */
export const tellVitals = () => {
  look(observer.takeRecords());
  tellOne('LCP', ...lcp);
  if (painted) tellOne('CLS', ...cls);
  const count = (performance.interactionCount ?? interactions.size) - before;
  const longest = [...interactions.values()].sort(([a], [b]) => b - a);
  const at = Math.min((count / 50) | 0, longest.length - 1, LONGEST - 1);
  // Interactions too short to be told are as short as can be told.
  tellOne('INP', ...(longest[at] || [count && /store|route/.test(reached) ? 8 : -1]));
  hidden = Math.min(hidden, performance.now());
};

/** The first view is told before all else, because Safari calls back at once. */
export const watchVitals = () => {
  shown = page.activationStart || 0;
  restart(shown ? 'prerender' : page.type === 'navigate' ? undefined : page.type);
  viewed(reached);
  hidden = performance.getEntriesByType('visibility-state').find(({ name, startTime }) => name === 'hidden' && startTime >= shown)?.startTime ?? (document.hidden ? 0 : Infinity);
  Object.keys(takers).forEach((type) => quietly(() => observer.observe({ type, buffered: true, durationThreshold: EVENT_MS })));
  if (page.responseStart) tellOne('TTFB', Math.max(page.responseStart - shown, 0));
  on('pageshow', ({ persisted, timeStamp }) => {
    if (!persisted) return;
    restart('restore');
    tellOne('TTFB', 0);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        painted = 1;
        lcp = [performance.now() - timeStamp];
        tellOne('FCP', ...lcp);
      }),
    );
  });
};

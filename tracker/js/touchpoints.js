// Touchpoints: those the page declares, those found in it, those the owner's rules add; and who sees them.

import { all, isIgnored, traits } from './dom.js';
import { FIELD_CSS, formOf, groupOf } from './fields.js';
import { later, quietly, tell } from './host.js';
import { number } from './records.js';
import { ENTERED, EXITED } from './signals.js';
import { about, renamed, selectors } from './words.js';

const SETTLE_MS = 500;
/** How long what a link says may be at most, to be what it is for. */
const LABEL = 40;

/** What is watched: touchpoints, and fields for their forms. An element may be both. */
const names = new WeakMap();
const fields = new WeakMap();
let timer;

/** Half of it is in view, or it fills half of the view. */
const observer = new IntersectionObserver(
  (entries) =>
    quietly(() =>
      entries.forEach(({ target, intersectionRatio, intersectionRect }) => {
        const isIn = intersectionRatio >= 0.5 || intersectionRect.height > innerHeight / 2;
        [names.get(target), fields.get(target)].forEach((spot, isForm) => {
          if (!spot || !spot.isIn !== isIn) return;
          spot.isIn = isIn;
          // A form is numbered once it is seen: those that nobody comes to are many.
          spot.id = spot.id ?? formOf(groupOf(target));
          tell(isIn ? ENTERED : EXITED, spot.id, isForm);
        });
      }),
    ),
  { threshold: [0, 0.25, 0.5] },
);

/** What the page itself calls it. */
const declared = (element) => element.getAttribute('data-touchpoint');

/** What texts are about, by the text: a page has many elements of few kinds, and is looked at again. */
let known;
const recall = (list, text) => (known[text] = known[text] ?? (about(list, text) || ''));

const nameFor = (element) => {
  // What a link or a button says, where nothing else tells what it is for: with its first word, and with little else.
  const said = element.matches('a,button') ? element.textContent.trim() : '';
  // Kinds are numbered.
  return renamed(
    declared(element) || recall('touchpoints', traits(element).replace(/\d+/g, 0)) || recall('labels', said[LABEL] || `>${said}`),
  );
};

/** Watches who sees it. */
const spot = (element, spots, what) => {
  if (spots.has(element) || isIgnored(element)) return;
  spots.set(element, what);
  observer.observe(element);
};

const add = (element, name) => {
  if (!name) return;
  for (let around = element; (around = around.parentElement); ) if (names.get(around)?.name === name) return;
  spot(element, names, { name, id: number('touchpoint', name) });
};

/** A form is watched by its fields; by those in a shadow tree once they have the focus. */
export const watchField = (field) => spot(field, fields, {});

/**
 * Looks for touchpoints when the page has a moment, and again, later each time: what helps and what is read often
 * comes after the page. However long it stays, it is looked at a handful of times.
 */
export const lookSoon = (ms = SETTLE_MS) => {
  timer = later(
    ms,
    () => {
      if (ms === SETTLE_MS) known = {};
      all(FIELD_CSS).forEach(watchField);
      for (const name in selectors()) quietly(() => all(selectors()[name]).forEach((element) => add(element, name)));
      all('*').forEach((element) => add(element, nameFor(element)));
      lookSoon(ms * 6);
    },
    timer,
  );
};

/** The name of the touchpoint that an event is in; what the page declares comes first. */
export const touchpointOf = (path) =>
  renamed(path.map(declared).find(Boolean)) || path.map((node) => names.get(node)?.name).find(Boolean);

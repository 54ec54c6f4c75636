// What the module has to say, in words: its records become events.

import { friction } from './friction.js';
import { later, tell } from './host.js';
import { add } from './queue.js';
import { WOKEN } from './signals.js';

const split = (text) => text.split(' ');

/** The events by the records' number, as in src/record.rs, and what their values stand for. */
const SHAPES = [
  'click element reaction react_ms friction',
  'friction kind element',
  'touchpoint touchpoint action attended_ms',
  'form form action outcome status form_ms fields last_field',
  'field form field dirty visits returns field_ms hesitation_ms errors corrections pastes autofills',
].map(split);

const HURTS = split('dead slow rage error pay dead_swipe thrashed_cursor');

const NAMES = { element: [''], touchpoint: [], form: [], field: [''] };
const WORDS = {
  ...NAMES,
  last_field: NAMES.field,
  kind: HURTS,
  reaction: split(' mutation navigation scroll input toggle open blur request validation'),
  action: split('seen attended stopped viewed started submitted left'),
  outcome: split(' request navigation invalid nothing'),
  dirty: ['', true],
};

/** The next number of a kind, for a thing of this name. */
export const next = (kind, name) => NAMES[kind].push(name) - 1;

/** The number of all things of this name. */
export const number = (kind, name) => {
  const at = NAMES[kind].indexOf(name);
  return at < 0 ? next(kind, name) : at;
};

export const record = (kind, ms, values) => {
  const [event, ...keys] = SHAPES[kind];
  const params = {};
  keys.forEach((key, at) => {
    const value = values[at];
    const word = WORDS[key]?.[value] ?? value;
    if (word) params[key] = key === 'friction' ? HURTS.filter((_, hurt) => word & (1 << hurt)) : word;
  });
  // Nought is a time, and the only one that means something.
  if (params.reaction) params.react_ms = values[2];
  add([event, ms, params]);
};

export const hurt = (kind) => friction(HURTS[kind]);

let timer;

export const wake = (ms) => {
  timer = later(ms, () => tell(WOKEN), timer);
};

// Clicks and swipes: what was touched, and what is to be expected of it.

import { step, touched } from './checkout.js';
import { isIgnored, linkOn, nameOf, pathOf, traits } from './dom.js';
import { record } from './bridge.js';
import { FIELD_CSS } from './fields.js';
import { later, on, tell, wrap } from './host.js';
import { BLUR, INPUT, NAVIGATION, OPEN, SCROLL, TOGGLE, VALIDATION, disarm, press, react, release } from './reactions.js';
import { next } from './records.js';
import { CLICKED, SCROLLED, WAVERED } from './signals.js';
import { touchpointOf } from './touchpoints.js';
import { about } from './words.js';

/** Interactive without taking part in the order of tabs. */
const CLICKABLE = 'label,[onclick],[role=button],[role=link],[role=tab],[role^=menu]';
/** Nothing has to change in the document when these are clicked. */
const CALM = `${FIELD_CSS},label,option,audio,canvas,iframe,video`;
/** People click on buttons of one sign many times in a row, and mean it. */
const SIGN = /^\W\s*$/;

// What is expected of an element, as in src/clicks.rs.
const REACTS = 1;
const REPEATS = 2;
const PAYS = 4;
const SWIPES = 8;
const WORKS = 16;

const TOUCH_PX = 30;

const ids = new WeakMap();

/** Whether the visitor has done something else since, which scrolls and writes by itself. */
let moves;

const isInteractive = (element) => element.tabIndex >= 0 || element.matches(CLICKABLE);

const idOf = (element) => {
  if (!ids.has(element)) ids.set(element, next('element', nameOf(element)));
  return ids.get(element);
};

const clicked = (event) => {
  // A script's own click is nobody's.
  const path = pathOf(event);
  const element = path.find(isInteractive) || path[0];
  // The click on a label's control follows by itself.
  if ((!event.isTrusted && !event.detail) || isIgnored(path[0]) || (element.control && element.control !== path[0])) return;
  const reacts =
    !path.some((node) => node.matches(CALM)) &&
    (isInteractive(element) || getComputedStyle(element).cursor === 'pointer');
  const text = reacts && element.textContent.trim().slice(0, 80);
  const word = reacts && about('clicks', text);
  const repeats = SIGN.test(text) || !!about('repeats', path.slice(0, 4).map(traits));
  const touchpoint = touchpointOf(path);
  if (touchpoint) record('touchpoint', { touchpoint, action: 'acted' });
  tell(CLICKED, idOf(element), reacts * REACTS + repeats * REPEATS + (word ? (word === 'pay') * PAYS : !!step * WORKS));
  release(event);
  moves = 0;
  const link = linkOn(path);
  touched(element, word, link);
  // Known once the page's own listeners have run.
  if (link) later(0, () => event.defaultPrevented || /^javascript:|#/.test(link.href) || react(NAVIGATION));
};

let from;
let turn;

/** A swipe that nothing follows is a click that nothing follows. */
const swiped = (event) => {
  const [to] = event.changedTouches;
  const path = pathOf(event);
  if (!from || isIgnored(path[0]) || Math.abs(to.clientX - from.clientX) + Math.abs(to.clientY - from.clientY) < TOUCH_PX) return;
  from = moves = 0;
  tell(CLICKED, idOf(path[0]), !path.some((node) => node.matches(CALM)) * REACTS + SWIPES);
  release(event);
};

export const watchClicks = () => {
  on('pointerdown', press);
  on('pointercancel', disarm);
  on('click', clicked);
  on('touchstart', (event) => {
    [from] = event.touches[1] ? [] : event.touches;
  });
  on('touchend', swiped);
  on('touchmove wheel keydown', () => (moves = 1));
  on('scroll', () => {
    tell(SCROLLED);
    from = 0;
    moves || react(SCROLL);
  });
  on('input change', () => moves || react(INPUT));
  on('toggle play pause', () => react(TOGGLE));
  on('invalid', () => react(VALIDATION));
  on('blur', () => react(BLUR), window, 1);
  on('submit', (event) => later(0, () => event.defaultPrevented || react(NAVIGATION)));
  on('pointermove', ({ movementX }) => {
    // Only where the pointer turns round is the module asked.
    if (movementX * turn < 0) tell(WAVERED);
    turn = movementX || turn;
  });
  wrap(window, 'open', () => react(OPEN));
};

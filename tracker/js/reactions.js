// What a page does after a click. Its observer exists only while a click waits for its first reaction; the first
// change after that time ends it, too, because a timer for each click is a good part of what a click costs.

import { quietly, tell } from './host.js';
import { REACTED } from './signals.js';

// The kinds of reactions, as in src/clicks.rs.
export const MUTATION = 1;
export const NAVIGATION = 2;
export const SCROLL = 3;
export const INPUT = 4;
export const TOGGLE = 5;
export const OPEN = 6;
export const BLUR = 7;
export const REQUEST = 8;
export const VALIDATION = 9;

const PATIENCE_MS = 3000;
const EVERYTHING = { attributes: true, characterData: true, childList: true, subtree: true };

/** Until when a reaction is waited for; nothing while none is. */
let until = 0;
let early;
let pressed;

/** A reaction of some kind; menus open when the pointer goes down, before the click. */
export const react = (kind) => {
  const isLate = until < Date.now();
  disarm();
  if (isLate) return;
  if (pressed) early = kind;
  else tell(REACTED, 0, kind);
};

const observer = new MutationObserver(() => quietly(() => react(MUTATION)));

export const disarm = () => {
  observer.disconnect();
  until = 0;
};

/**
 * Waits for a reaction, in the document and in the shadow trees on the way to it. To observe is a good part of what
 * a click costs: what is observed since the pointer went down is not observed anew.
 */
const arm = (event) => {
  if (!pressed || !until) {
    disarm();
    // Documents and shadow roots. Not by a root's `host`, which a window has, too, where an element has that id.
    event.composedPath().forEach((node) => node.nodeType > 8 && observer.observe(node, EVERYTHING));
  }
  until = Date.now() + PATIENCE_MS;
};

export const press = (event) => {
  early = pressed = 0;
  arm(event);
  pressed = 1;
};

/** The click has been told: from here on reactions are its own. */
export const release = (event) => {
  const kind = pressed && early;
  arm(event);
  pressed = 0;
  if (kind) react(kind);
};

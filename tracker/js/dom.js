// Elements: what they are called, and what they are about.

import { words } from './words.js';

/**
 * The elements from an event's target outwards, through shadow trees, where `closest` stops. Told by what costs
 * nothing to ask: a `dataset` would be made for each.
 */
export const pathOf = (event) => event.composedPath().filter((node) => node.matches);

/** Whether somebody has asked us to stay away from it; also from without its shadow tree. */
export const isIgnored = (element) => element && (element.closest('[data-percorso-ignore]') || isIgnored(element.getRootNode().host));

/** The link on a path; in SVG, `href` is an object, and of a sprite's. */
export const linkOn = (path) => path.find((node) => node.href?.trim);

/** What to call an element: never by its text or its value. */
export const nameOf = (element) => {
  // Asked for as attributes: a form hides its own properties behind fields of their names.
  const id = element.getAttribute('id');
  const name = element.getAttribute('name');
  const { localName, classList } = element;
  const mark = id ? `#${id}` : name ? `[${name}]` : classList[0] ? `.${classList[0]}` : '';
  return (localName + mark).slice(0, 48);
};

/** Everything about an element that says what it is for. */
export const traits = (element) =>
  words('traits').reduce(
    (text, name) => (element.hasAttribute(name) ? `${text} ${name}:${element.getAttribute(name)}` : text),
    `<${element.localName}`,
  );

/** Every element that a selector finds. */
export const all = (css, root = document) => [...root.querySelectorAll(css)];

/** What the visitor can read in such elements. It is weighed in the page and goes nowhere. */
export const visibleText = (css, root) =>
  all(css, root)
    .filter((element) => !isIgnored(element) && element.checkVisibility({ visibilityProperty: 1, opacityProperty: 1 }))
    .map((element) => element.textContent.slice(0, 200))
    .join(' ')
    .trim();

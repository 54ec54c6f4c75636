// Forms and their fields: that something happens in them, never what. No value is read, no key, no length.

import { all, isIgnored, nameOf, pathOf, visibleText } from './dom.js';
import { friction } from './friction.js';
import { later, now, on, tell } from './host.js';
import { next, number } from './records.js';
import { BLURRED, EDITED, FAILED, FOCUSED, SUBMITTED } from './signals.js';
import { watchForm } from './touchpoints.js';
import { words } from './words.js';

export const FIELD_CSS =
  'input:not([type=submit],[type=button],[type=image],[type=reset],[type=hidden]),select,textarea,[contenteditable]';
const GROUPS = ['form', 'dialog,[role=dialog],fieldset,section', 'body'];
/** The types that are typed into, by how they begin: text, textarea, tel, email, search, url, password. */
const TEXTUAL = /^(te|em|sea|ur|pa)/;
/** How long a page may take to complain about a field. */
const COMPLAINT_MS = 400;

// How a field is edited, as in src/forms.rs.
const KEY = 0;
const CORRECTION = 1;
const PASTE = 2;
const AUTOFILL = 3;

const ids = new WeakMap();
const roots = new WeakSet();
const wrong = new WeakSet();

/** The field that has or had the focus last. */
let current;
/** The last click, while nothing was edited since; and that for which the browser has refused a form. */
let asked;
let refused;

/** What groups fields: a form, or what stands for one. */
const groupOf = (path) => GROUPS.map((css) => path.find((node) => node.matches(css))).find(Boolean);

export const fieldsIn = (group) => all(FIELD_CSS, group);

/** The number of an event's form. */
export const formOf = (group) => number('form', group.getAttribute('id') || group.getAttribute('name') || nameOf(group));

const fieldName = (field) =>
  field.getAttribute('name') || field.getAttribute('autocomplete')?.replace('off', '') || nameOf(field);

/** A field, if it is one; it is numbered when something is told of it first. */
const known = (field) => {
  if (!field.matches?.(FIELD_CSS) || isIgnored(field)) return undefined;
  if (!ids.has(field)) ids.set(field, next('field', fieldName(field)));
  return field;
};

const fieldOf = (event) => known(event.composedPath()[0]);

/** Tells what happens to the field of an event. */
const told = (kind, event, x) => {
  const field = fieldOf(event);
  if (field) tell(kind, ids.get(field), x);
  return field;
};

/** The page complains about a field, also one that nobody has been in yet; once until it is edited. */
const complain = (field) => {
  if (wrong.has(field) || !known(field)) return;
  wrong.add(field);
  friction('validation');
  tell(FAILED, ids.get(field));
};

/** Looks whether a visible complaint has come up at a field. */
const check = (field) => {
  const around = field.closest('label,p,li,td,div') || field;
  if (field.ariaInvalid === 'true' || visibleText(words('complaints'), around)) complain(field);
};

const checkSoon = (fields) => fields.forEach((field) => later(COMPLAINT_MS, () => check(field)));

const howEdited = ({ inputType: type }, field) => {
  if (/^(delete|historyUndo)/.test(type)) return CORRECTION;
  if (/Paste|Drop/.test(type)) return PASTE;
  return type === 'insertReplacementText' || (!type && TEXTUAL.test(field.type)) ? AUTOFILL : KEY;
};

export const submitted = (group) => {
  if (isIgnored(group)) return;
  tell(SUBMITTED, formOf(group));
  checkSoon(fieldsIn(group));
};

/** A click. A button outside of any form, by its word one that sends, submits the fields around it. */
export const pressed = (element, path, word) => {
  asked = now();
  // Asked first: most clicks are on something else.
  if (!/pay|send/.test(word)) return;
  const group = groupOf(path);
  if (group.matches(GROUPS[1]) && element.matches('button,[role=button]') && fieldsIn(group).some((field) => ids.has(field))) submitted(group);
};

/** What does not leave shadow trees is heard inside. */
const watchRoot = (root) => {
  if (roots.has(root)) return;
  roots.add(root);
  on('submit', (event) => submitted(event.target), root);
  const refuse = (event) => {
    // The browser refuses to submit after a click, a key's own too, and names each wrong field. Else a script has asked.
    const field = now() - asked < COMPLAINT_MS && fieldOf(event);
    if (!field) return;
    if (refused !== asked) tell(SUBMITTED, formOf(groupOf(pathOf(event))));
    refused = asked;
    // Refused once more, it is wrong once more.
    wrong.delete(field);
    complain(field);
  };
  on('invalid', refuse, root);
};

export const currentField = () => current;

export const watchFields = () => {
  watchRoot(document);
  on('focusin', (event) => {
    const field = fieldOf(event);
    if (!field) return;
    current = field;
    const group = groupOf(pathOf(event));
    watchForm(group);
    tell(FOCUSED, ids.get(field), formOf(group));
    watchRoot(field.getRootNode());
  });
  on('focusout', (event) => {
    // Another tab is no other field.
    const field = document.hasFocus() ? told(BLURRED, event) : tell(BLURRED);
    if (field) checkSoon([field]);
  });
  on('input', (event) => {
    const field = event.composedPath()[0];
    wrong.delete(field);
    asked = 0;
    told(EDITED, event, howEdited(event, field));
  });
};

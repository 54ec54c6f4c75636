// Forms and their fields: that something happens in them, never what. No value is read, no key, no length.

import { step } from './checkout.js';
import { all, isIgnored, nameOf, visibleText } from './dom.js';
import { friction } from './friction.js';
import { later, now, on, tell, wrap } from './host.js';
import { next, number } from './records.js';
import { BLURRED, EDITED, FAILED, FOCUSED, SUBMITTED } from './signals.js';
import { watchField } from './touchpoints.js';
import { words } from './words.js';

export const FIELD_CSS =
  'input:not([type=submit],[type=button],[type=image],[type=reset],[type=hidden]),select,textarea,[contenteditable]';
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

/** What groups the fields that something is known of. */
const groups = new WeakSet();

/** The field that has or had the focus last. */
export let current;
/** The last click, while nothing was edited since; and that for which the browser has refused a form. */
export let asked;
export let refused;
/** The form that was sent last, while nothing was edited since. */
let sent;
/** When a form was sent last. */
export let sentAt;

/** What stands for a form. */
const SECTIONS = 'dialog,[role=dialog],section';

/** What groups fields: a form, or what stands for one; also from without its shadow tree. */
export const groupOf = (node) =>
  node
    ? node.closest('form') || node.closest(SECTIONS) || groupOf(node.getRootNode().host)
    : document.body;

/** The number of an event's form. */
export const formOf = (group) => number('form', group.getAttribute('id') || group.getAttribute('name') || nameOf(group));

/** A field, if it is one; it is numbered when something is told of it first. */
const known = (field) => {
  if (!field.matches?.(FIELD_CSS) || isIgnored(field)) return undefined;
  if (!ids.has(field)) {
    ids.set(field, next('field', field.getAttribute('name') || field.getAttribute('autocomplete')?.replace('off', '') || nameOf(field)));
    groups.add(groupOf(field));
  }
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
  tell(FAILED, ids.get(field), formOf(groupOf(field)));
};

/** Whether the page complains about a field. */
const isWrong = (field) =>
  field.ariaInvalid === 'true' || visibleText(words('complaints'), field.closest(words('around')) || field);

/** Looks whether a complaint has come up at a field. */
const check = (field) => isWrong(field) && complain(field);

/** Every field that the page complains about as it comes. */
export const checkAll = () => all(FIELD_CSS).forEach(check);

const checkSoon = (fields) => fields.forEach((field) => later(COMPLAINT_MS, () => check(field)));

/** By what the browser calls it: delete…, historyUndo, insertFromPaste, insertFromDrop, insertReplacementText. */
const howEdited = ({ inputType: type }, field) => {
  if (/^(d|historyU)/.test(type)) return CORRECTION;
  if (/Paste|Drop/.test(type)) return PASTE;
  return /^insertR/.test(type) || (!type && TEXTUAL.test(field.type)) ? AUTOFILL : KEY;
};

/** A form is sent; or, by a script, sent on where it is the one that was sent last. */
export const submitted = (group, isOn) => {
  if (isIgnored(group)) return;
  tell(SUBMITTED, formOf(group), isOn && group === sent);
  groups.add((sent = group));
  sentAt = now();
  checkSoon([...all(FIELD_CSS, group), current]);
};

/**
 * A click. A button outside of any form, by its word one that sends, submits the fields it stands among; in the
 * checkout those of all sections, too.
 */
export const pressed = (element, word) => {
  asked = now();
  // Asked first: most clicks are on something else.
  if (!/pay|send/.test(word) || !element.matches(words('buttons'))) return;
  element = groupOf(element);
  [element, ...all(step ? SECTIONS : 'x', element)].forEach((group) => groups.has(group) && !group.matches('form') && submitted(group));
};

/** What does not leave shadow trees is heard inside: the focus on its way between two of their fields, too. */
const watchRoot = (root) => {
  if (roots.has(root)) return;
  roots.add(root);
  // Nobody has clicked since it was sent, nor pressed a key that clicks: a script asks for it.
  on('submit', (event) => submitted(event.target, asked <= sentAt), root);
  const refuse = (event) => {
    // The browser refuses to submit after a click, a key's own too, and names each wrong field. Else a script has asked.
    const field = now() - asked < COMPLAINT_MS && fieldOf(event);
    if (!field) return;
    if (refused !== asked) tell(SUBMITTED, formOf(groupOf(field)));
    refused = asked;
    // Refused once more, it is wrong once more.
    wrong.delete(field);
    complain(field);
  };
  on('invalid', refuse, root);
  on('focusin', (event) => {
    const field = fieldOf(event);
    if (!field) return;
    current = field;
    watchField(field);
    tell(FOCUSED, ids.get(field), formOf(groupOf(field)));
    watchRoot(field.getRootNode());
  }, root);
  on('focusout', (event) => {
    // Another tab is no other field.
    if (document.hasFocus()) checkSoon([told(BLURRED, event)]);
    else tell(BLURRED);
  }, root);
};

export const watchFields = () => {
  watchRoot(document);
  // A script sends without the event, and often what it has stopped before: that is one submission, however long what
  // it waits for takes. What nobody has touched, one of hidden fields say, is not the visitor's.
  wrap(HTMLFormElement.prototype, 'submit', (_, form) => {
    if (groups.has(form)) submitted(form, 1);
  });
  on('input', (event) => {
    const [field] = event.composedPath();
    sent = asked = 0;
    told(EDITED, event, howEdited(event, field));
    // A complaint that stands on while its field is corrected, until the next page say, is no other one.
    wrong.has(field) && (isWrong(field) || wrong.delete(field));
  });
};

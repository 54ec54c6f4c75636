// The dialog. It lives in a closed shadow root, so that the page's rules do not reach it, on an element with
// data-percorso-ignore, so that the tracker does not: it is no form of the shop's. It moves nothing of the page, and
// no markup is parsed and no style attribute written: the strictest policies let it pass.

import { sheet } from './style.js';

const MOST_CHARS = 500;
const THANKS_MS = 2500;
/** In these somebody may be typing, or paying. */
const BUSY = 'input,select,textarea,iframe,[contenteditable]';

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** What is named after another attribute than its property's, for engines that do not know that. */
const mark = (element, attributes) => {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
};

const choice = (score, label) => {
  const radio = make('input', { type: 'radio', name: 'score', value: `${score}`, required: true });
  if (label) mark(radio, { 'aria-label': `${score}, ${label}` });
  return make('label', {}, radio, make('span', {}, `${score}`));
};

const scale = ({ question, low, high }, [from, to]) => {
  const choices = [];
  for (let score = from; score <= to; score++) choices.push(choice(score, score === from ? low : score === to ? high : ''));
  return make(
    'fieldset',
    {},
    make('legend', { id: 'question' }, question),
    make('div', { className: 'scale' }, ...choices),
    mark(make('div', { className: 'ends' }, make('span', {}, low), make('span', {}, high)), { 'aria-hidden': 'true' }),
  );
};

/** The one free question: by itself, or for why. */
const free = (label, note, isAlone) => {
  const area = make('textarea', { name: 'comment', rows: 2, maxLength: MOST_CHARS, required: isAlone });
  const said = make('span', {}, label);
  if (isAlone) said.id = 'question';
  return make('label', { className: 'free' }, said, area, make('small', {}, note));
};

/** Shows the dialog; `answered` is called with the answer, if there is one. */
export const open = (words, range, answered) => {
  const before = document.activeElement;
  const form = make('form', {}, ...(range ? [scale(words, range)] : [free(words.question, words.note, true)]));
  if (range && words.comment) form.append(free(words.comment, words.note, false));
  form.append(make('button', { type: 'submit', className: 'send' }, words.send));
  const cross = mark(make('button', { type: 'button', className: 'close' }, '×'), { 'aria-label': words.close });
  const status = mark(make('p'), { role: 'status' });
  const dialog = mark(make('section', { tabIndex: -1 }, cross, form, status), { role: 'dialog', 'aria-labelledby': 'question' });
  const host = make('div');
  host.dataset.percorsoIgnore = '';
  const shadow = host.attachShadow({ mode: 'closed' });
  shadow.adoptedStyleSheets = [sheet()];
  shadow.append(dialog);

  const close = () => {
    const isIn = document.activeElement === host;
    host.remove();
    document.removeEventListener('keydown', escape);
    if (isIn && before?.isConnected) before.focus({ preventScroll: true });
  };
  // Of the page's own dialogs the first Escape is theirs: they stop it, or say that they have taken it.
  const escape = (event) => event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && close();

  cross.addEventListener('click', close);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const comment = `${data.get('comment') || ''}`.trim().slice(0, MOST_CHARS) || undefined;
    // A comment of spaces is none.
    if (!range && !comment) return;
    answered({ score: range ? +data.get('score') : undefined, comment });
    // What has the focus goes with the form.
    const isIn = document.activeElement === host;
    form.remove();
    status.textContent = words.thanks;
    if (isIn) dialog.focus({ preventScroll: true });
    setTimeout(close, THANKS_MS);
  });
  dialog.addEventListener('keydown', escape);
  // The page's keyboard shortcuts are not for what is typed here.
  for (const type of ['keydown', 'keyup', 'keypress']) host.addEventListener(type, (event) => event.stopPropagation());
  document.addEventListener('keydown', escape);
  document.documentElement.append(host);
  // Seen only now: what is painted unseen first is no part of how fast the page was.
  requestAnimationFrame(() => requestAnimationFrame(() => dialog.classList.add('open')));
  // Heard of at once by those who cannot see it, unless somebody is in the middle of something.
  if (!before?.matches(BUSY) && !before?.shadowRoot) dialog.focus({ preventScroll: true });
};

// The overlay's panel. It lives in a closed shadow root, so that the page's rules do not reach it, on
// an element with data-percorso-ignore, so that the tracker does not. No markup is parsed and no style
// attribute written: the strictest policies let it pass.

import { summary } from './journal.js';
import { sheet } from './style.js';

/** Entries that are kept; a day-long visit to an endless page must not fill the memory. */
const MOST = 1000;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** A moment as a date; a batch may say anything, and a date that is none throws when it is written. */
const moment = (at) => (Math.abs(at) <= 864e13 ? new Date(at) : new Date(0));

const clock = (at) => {
  const date = moment(at);
  return `${date.toTimeString().slice(0, 8)}.${`${date.getMilliseconds()}`.padStart(3, '0')}`;
};

const kilo = (n) => (n < 1024 ? `${n} B` : `${(n / 1024).toFixed(1)} KB`);

const batchRow = ({ at, how, bytes, count, again, error }) => {
  const said = error || `${count} event${count === 1 ? '' : 's'}${again ? `, ${again} sent again` : ''}`;
  return make('li', { className: 'batch' }, make('time', {}, clock(at)), ` ${how} · ${kilo(bytes)} · ${said}`);
};

const eventRow = ({ at, name, params, friction }) =>
  make(
    'li',
    { className: friction ? 'friction' : '' },
    make(
      'details',
      {},
      make('summary', {}, make('time', {}, clock(at)), make('b', {}, name), make('span', {}, summary(params))),
      make('pre', {}, JSON.stringify(params, null, 2)),
    ),
  );

/** Writes to the clipboard, or shows the text selected where the browser does not let us. */
const copy = async (text, status, area) => {
  try {
    await navigator.clipboard.writeText(text);
    area.hidden = true;
    status.textContent = 'Copied.';
  } catch {
    Object.assign(area, { hidden: false, textContent: text });
    area.select();
    status.textContent = 'The browser refused the clipboard: copy the text below.';
  }
};

/** Opens the panel. `closed` is called when it is closed. */
export const open = (closed) => {
  const rows = [];
  const facts = { site: 'Site', half: 'Runs as', consent: 'Consent', identity: 'Identity' };
  const values = {};
  const list = make('ol', { tabIndex: 0, ariaLabel: 'What was sent, newest first' });
  const sums = make('small');
  const status = make('p', { role: 'status' }, 'Waiting for the first batch: events gather for two seconds.');
  const area = make('textarea', { readOnly: true, hidden: true, ariaLabel: 'The events as JSON' });
  const filter = make('input', { type: 'search', placeholder: 'Filter by name or parameter', ariaLabel: 'Filter' });
  const matches = ({ text }) => text.includes(filter.value.toLowerCase());
  const show = (row) => (row.element.hidden = !matches(row));
  filter.addEventListener('input', () => rows.forEach(show));

  const json = () => {
    const shown = rows.filter((row) => row.entry.kind !== 'batch' && matches(row));
    return JSON.stringify(
      shown.map(({ entry: { at, name, params } }) => ({ time: moment(at).toISOString(), name, params })),
      null,
      2,
    );
  };
  const button = (label, name, run) => {
    const element = make('button', { type: 'button', ariaLabel: name, title: name }, label);
    element.addEventListener('click', run);
    return element;
  };
  const collapse = (now = !section.classList.contains('collapsed')) => {
    section.classList.toggle('collapsed', now);
    toggle.textContent = now ? '▴' : '▾';
    toggle.ariaExpanded = `${!now}`;
  };
  const toggle = button('▾', 'Show or hide the list', () => collapse());
  const close = () => {
    host.remove();
    closed();
  };
  const section = make(
    'section',
    { ariaLabel: 'Percorso debug' },
    make(
      'header',
      {},
      make('h2', {}, 'Percorso', sums),
      button('Copy', 'Copy the events shown as JSON', () => copy(json(), status, area)),
      toggle,
      button('×', 'Close', close),
    ),
    make('dl', {}, ...Object.entries(facts).flatMap(([key, label]) => [make('dt', {}, label), (values[key] = make('dd', {}, '…'))])),
    filter,
    status,
    area,
    list,
  );
  toggle.ariaExpanded = 'true';

  const host = make('div');
  host.dataset.percorsoIgnore = '';
  const shadow = host.attachShadow({ mode: 'closed' });
  shadow.adoptedStyleSheets = [sheet()];
  shadow.append(section);
  // The page's keyboard shortcuts are not for what is typed here.
  for (const type of ['keydown', 'keyup', 'keypress']) host.addEventListener(type, (event) => event.stopPropagation());
  document.documentElement.append(host);

  const add = (entry) => {
    const element = entry.kind === 'batch' ? batchRow(entry) : eventRow(entry);
    const row = { entry, element, text: element.textContent.toLowerCase() };
    rows.push(row);
    show(row);
    list.prepend(element);
    if (rows.length > MOST) rows.shift().element.remove();
  };
  return {
    show: () => collapse(false),
    /** Newest first: a batch's line stands above its events, the last of which is on top of them. */
    add: ([first, ...events]) => {
      [...events, first].forEach(add);
      if (first.kind === 'batch') status.textContent = '';
    },
    state: (state) => {
      for (const key in values) values[key].textContent = values[key].title = state[key];
      sums.textContent = `${state.events} events · ${state.batches} batches · ${kilo(state.bytes)}`;
    },
  };
};

// What the benches share at both ends: which trackers, how many rounds, and how results are told.

import { trackers } from './trackers.mjs';

/** Reads it; `always` is the tracker that takes part in any case. */
export const chosen = ({ rounds, always, among = Object.keys(trackers) }) => {
  const options = process.argv.slice(2);
  const at = options.indexOf('--rounds');
  const named = options.filter((option) => trackers[option]);
  const names = new Set([always, ...(named.length ? named : among)].filter(Boolean));
  return {
    wanted: Object.fromEntries([...names].map((name) => [name, trackers[name]])),
    rounds: at < 0 ? rounds : +options[at + 1],
  };
};

/** Rows as a table in Markdown. */
export const table = (heads, rows) => {
  const cell = (value) =>
    typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 3 }) : (value ?? 'n/a');
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|---|${'---:|'.repeat(heads.length - 1)}`, ...rows.map(line)].join('\n');
};

/** The table for people; with --json it goes beside, and the result is for `figures.py`. */
export const tell = (text, result) => {
  if (!process.argv.includes('--json')) return console.log(text);
  console.error(text);
  return console.log(JSON.stringify(result));
};

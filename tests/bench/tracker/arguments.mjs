// The command line the benches share: which trackers, how many rounds, in which form.

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
    json: options.includes('--json'),
  };
};

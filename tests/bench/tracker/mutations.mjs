// What 10,000 changes of the document a second cost with a tracker on the page, over the same without.
//
//   node mutations.mjs [TRACKER...] [--rounds N] [--json]
//
// Pages take turns; each does the same 100,000 changes in ten seconds, once left alone and once clicked
// every two seconds, when a tracker must look out for the click's reaction. Told is the CPU time of the
// renderer's main thread, of all it does, from the kernel's own book.

import { readdirSync, readFileSync } from 'node:fs';

import { median, sleep } from './browser.mjs';
import { chosen, table, tell } from './arguments.mjs';
import { mutate, shop } from './page.mjs';
import { start } from './pipe.mjs';
import { serve } from './serve.mjs';
import { filesOf, label, trackers } from './trackers.mjs';

const MS = 10_000;
const { wanted, rounds } = chosen({ rounds: 8, always: 'none', among: ['percorso'] });

const text = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** CPU milliseconds of the main threads of this process's renderers, by process. */
const renderers = (browserPid) => {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = text(`/proc/${pid}/stat`);
    if (stat) parents.set(+pid, +stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  const isOurs = (pid) => pid === browserPid || (parents.has(pid) && isOurs(parents.get(pid)));
  const ours = [...parents.keys()].filter(
    (pid) => isOurs(pid) && text(`/proc/${pid}/cmdline`).includes('--type=renderer'),
  );
  return new Map(ours.map((pid) => [pid, +text(`/proc/${pid}/task/${pid}/schedstat`).split(' ')[0] / 1e6]));
};

/** One run: the main thread's CPU milliseconds for a thousand changes. */
const run = async (server, browser, name, clicked) => {
  const tab = await browser.visitor();
  try {
    await tab.go(`${server.shop}/${name}`);
    await sleep(2000);
    const places = await tab.places('button.add');
    const before = renderers(browser.pid);
    const click = async () => {
      for (const place of places.slice(0, 5)) {
        await tab.clickAt(place);
        await sleep(1900);
      }
    };
    // Together: what goes wrong in one is told as it is, and not as what the page's end did to the other.
    const [done] = await Promise.all([tab.run(`(${mutate})(${MS})`), clicked && click()]);
    // The page's renderer is the one that has worked most.
    const spent = [...renderers(browser.pid)].map(([renderer, ms]) => ms - (before.get(renderer) || 0));
    return (Math.max(...spent) / done) * 1000;
  } finally {
    await tab.close();
  }
};

const page = (url) => trackers[url.pathname.slice(1)] && shop(trackers[url.pathname.slice(1)].head(server.collector));
const server = await serve({ page, files: await filesOf(wanted) });
const browser = await start();
const runs = {};
for (let round = 0; round < rounds; round++)
  for (const clicked of [false, true]) {
    // Every other round the other way round, so that what drifts does not favour anybody.
    const names = Object.keys(wanted);
    for (const name of round % 2 ? names.reverse() : names) {
      (runs[`${name} ${clicked}`] ||= []).push(await run(server, browser, name, clicked));
      console.error(`mutations: round ${round + 1} of ${rounds}, ${name}${clicked ? ', clicked' : ''}`);
    }
  }
await browser.close();
server.close();

/** Pairs of one round, so that what was slow for both is slow for both. */
const ratio = (name, clicked) =>
  median(runs[`${name} ${clicked}`].map((value, round) => value / runs[`none ${clicked}`][round]));
const report = {};
for (const [name, tracker] of Object.entries(wanted))
  report[name] = {
    name: label(tracker),
    cpu_ms_per_1000: +median(runs[`${name} false`]).toFixed(3),
    ratio: +ratio(name, false).toFixed(4),
    clicked_cpu_ms_per_1000: +median(runs[`${name} true`]).toFixed(3),
    clicked_ratio: +ratio(name, true).toFixed(4),
    ratios: runs[`${name} false`].map((value, round) => +(value / runs['none false'][round]).toFixed(4)),
  };
const heads = ['tracker', 'CPU ms for 1,000 changes', 'over the empty page', 'clicked', 'over the empty page'];
const rows = Object.values(report).map((r) => [
  r.name,
  r.cpu_ms_per_1000,
  r.ratio,
  r.clicked_cpu_ms_per_1000,
  r.clicked_ratio,
]);
tell(table(heads, rows), { rounds, trackers: report });

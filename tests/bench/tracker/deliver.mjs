// How much arrives when a page is left at once, and after the visitor has come back; side by side.
//
//   node deliver.mjs [TRACKER...] [--rounds N] [--json]
//
// nav50: fifty events, then a navigation in the same task. close50: the same, then the tab is closed.
// nav100x2k: a hundred events of 2 KB that do not compress, more than a browser sends for a page that is
// gone. The worst of the rounds is told, because a loss is a loss.

import { launch, median, sleep, visitor } from './browser.mjs';
import { chosen, table, tell } from './arguments.mjs';
import { shop } from './page.mjs';
import { serve } from './serve.mjs';
import { filesOf, label, trackers } from './trackers.mjs';

/** How long a collector takes to answer. */
const DELAY = 150;
const SCENARIOS = {
  nav50: { events: 50, pad: 0 },
  close50: { events: 50, pad: 0, close: true },
  nav100x2k: { events: 100, pad: 2000 },
};

const { wanted, rounds } = chosen({ rounds: 3, among: Object.keys(trackers).filter((name) => name !== 'none') });

/** The script that sends the events, all in one task. */
const burst = ({ event }, { events, pad, close }) => {
  const padding = pad
    ? `(()=>{let text='';while(text.length<${pad})text+=Math.random().toString(36).slice(2);return text.slice(0,${pad})})()`
    : `''`;
  const lines = Array.from({ length: events }, (_, i) => event(i + 1, padding));
  return lines[0] && `${lines.join(';')};${close ? '' : `location.href='/next'`}`;
};

/** The events in what was posted: how many there are, and how many copies too many. */
const tally = (log) => {
  const copies = {};
  // Percorso's events are told apart by their page load and place; the collector stores one of each.
  const stored = new Set();
  let again = 0;
  for (const { path, text } of log) {
    for (const mark of new Set([...text.matchAll(/zz(\d+)zz/g)].map(([, number]) => number)))
      copies[mark] = (copies[mark] || 0) + 1;
    if (path !== '/p/e' || !text) continue;
    const batch = JSON.parse(text);
    batch.events.forEach(([name], i) => {
      const key = `${batch.page} ${batch.seq + i}`;
      if (name === 'mk' && stored.has(key)) again++;
      stored.add(key);
    });
  }
  const unique = Object.keys(copies).length;
  return { unique, extra: Object.values(copies).reduce((sum, n) => sum + n, 0) - unique, known: again };
};

const visit = async (browser, name, tracker, scenario) => {
  const code = burst(tracker, scenario);
  if (!code) return null;
  const page = (url) => url.pathname === '/' && shop(tracker.head(server.collector));
  const server = await serve({ page, files: await filesOf({ [name]: trackers[name] }), delay: DELAY });
  const context = await visitor(browser);
  const sent = () => server.log.filter(({ method }) => method !== 'OPTIONS');
  try {
    const tab = await context.newPage();
    await tab.goto(`${server.shop}/`);
    await sleep(1500);
    if (tracker.before) await tab.evaluate(tracker.before);
    await server.quiet();
    const before = sent().length;
    // The navigation may be faster than the answer to the script.
    await tab.evaluate(code).catch(() => {});
    if (scenario.close) await tab.close({ runBeforeUnload: true });
    await sleep(2000);
    const now = tally(sent());
    const requests = sent().length - before;
    const preflights = server.log.length - sent().length;
    const later = await context.newPage();
    await later.goto(`${server.shop}/`);
    await sleep(2000);
    await server.quiet(1500);
    const then = tally(sent());
    const share = (count) => Math.round((count / scenario.events) * 100);
    return {
      now: share(now.unique),
      later: share(then.unique),
      copies: then.extra,
      known: then.known,
      requests,
      preflights,
    };
  } finally {
    await context.close();
    server.close();
  }
};

/** Percorso keeps what is left only where the visitor agreed: shown apart. */
const rows = Object.entries(wanted).flatMap(([name, tracker]) => [
  { key: name, name, tracker, label: label(tracker) },
  ...(tracker.consent
    ? [
        {
          key: `${name}_consent`,
          name,
          tracker: { ...tracker, before: tracker.consent },
          label: `${label(tracker)}, consent granted`,
        },
      ]
    : []),
]);

const browser = await launch();
const report = [];
for (const row of rows)
  report.push({
    key: row.key,
    name: row.label,
    runs: Object.fromEntries(Object.keys(SCENARIOS).map((key) => [key, []])),
  });
for (let round = 0; round < rounds; round++)
  for (const [i, { name, tracker }] of rows.entries())
    for (const [key, scenario] of Object.entries(SCENARIOS)) {
      const run = await visit(browser, name, tracker, scenario);
      if (run) report[i].runs[key].push(run);
      console.error(`deliver: round ${round + 1} of ${rounds}, ${report[i].name}, ${key}`);
    }
await browser.close();

const worst = (runs, key, pick = Math.min) => (runs.length ? pick(...runs.map((run) => run[key])) : null);
for (const row of report)
  for (const [key, runs] of Object.entries(row.runs))
    row[key] = runs.length
      ? {
          now: worst(runs, 'now'),
          later: worst(runs, 'later'),
          copies: worst(runs, 'copies', Math.max),
          // Those of the copies that carry the key the first one had.
          known: worst(runs, 'known', Math.max),
          requests: median(runs.map((run) => run.requests)),
          preflights: median(runs.map((run) => run.preflights)),
        }
      : null;

const heads = [
  'tracker',
  'nav50 % at once',
  'after revisit (copies, dropped)',
  'close50 % at once',
  'nav100x2k % at once',
  'after revisit (copies, dropped)',
  'requests + preflights of nav50',
];
/** Copies are sent twice; those that carry the first one's key are stored once. */
const back = ({ later, copies, known }) => `${later} (${copies}${known ? `, ${known} dropped` : ''})`;
const shown = ({ name, nav50, close50, nav100x2k: big }) => [
  ...[name, nav50.now, back(nav50), close50.now, big?.now, big && back(big)],
  `${nav50.requests} + ${nav50.preflights}`,
];
tell(table(heads, report.map(shown)), {
  rounds,
  trackers: Object.fromEntries(report.map(({ key, runs, ...row }) => [key, row])),
});

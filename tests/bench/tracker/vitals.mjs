// Percorso's Web Vitals beside the web-vitals library's, measured in the same page, on many page runs.
//
//   node vitals.mjs [--only NAME] [--json] [--check]
//
// Equal means within a millisecond, and within 0.001 for CLS: the library rounds neither, we round both.
// After a return from the back/forward cache LCP and FCP are each reader's own reading of the clock in a frame's
// callback: on a busy machine more than a millisecond lies between the library's callback and ours.

import { join } from 'node:path';

import { packages, sleep, until } from './browser.mjs';
import { table, tell } from './arguments.mjs';
import { eventsOf } from './marks.mjs';
import { start } from './pipe.mjs';
import { serve } from './serve.mjs';
import { label, trackers } from './trackers.mjs';
import { picture, runs } from './vitals_pages.mjs';

const METRICS = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB'];
/** The library's words for how a page was come to, in Percorso's. */
const NAVIGATION = {
  navigate: '',
  'back-forward-cache': 'restore',
  'back-forward': 'back_forward',
  'soft-navigation': 'route',
};

const options = process.argv.slice(2);
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';

const head = `<script src="/lib/web-vitals.js"></script><script>
for (const name of ${JSON.stringify(METRICS)})
  webVitals['on' + name]((metric) => navigator.sendBeacon('/vitals', JSON.stringify({ name, value: metric.value, navigation: metric.navigationType })), { reportSoftNavs: true });
</script>${trackers.percorso.head('')}`;

/** The pages of one run: it itself, and the one that has it prerendered and then goes there, and on. */
const pageOf = (run) => async (url) => {
  if (url.pathname === '/picture') return (await sleep(+url.searchParams.get('ms')), { type: 'bmp', body: picture });
  if (url.pathname === '/before')
    return `<!doctype html><title>Before</title><p>Before.</p>
<script type="speculationrules">{"prerender":[{"urls":["/run"],"eagerness":"immediate"}]}</script>
<script>setTimeout(() => (location.href = '/run'), 1500);</script>`;
  if (url.pathname !== '/run') return undefined;
  await sleep(+url.searchParams.get('ms'));
  const leave = run.prerender ? `<script>setTimeout(() => (location.href = '/next'), 4000);</script>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Run</title>${head}</head><body>${run.body}${leave}</body></html>`;
};

/** Plays a run and tells both lists of metrics. */
const play = async (browser, run) => {
  const server = await serve({
    page: pageOf(run),
    files: { '/lib/web-vitals.js': join(packages, 'web-vitals/dist/web-vitals.iife.js') },
  });
  try {
    const site = server.shop;
    if (run.prerender) {
      // A page that a debugger is attached to has nothing prerendered, so this one goes its way alone.
      await browser.send('Target.createTarget', { url: `${site}/before` });
      // CLS is told as the page is left.
      await until(() => server.log.some(({ path, text }) => path === '/vitals' && text.includes('"CLS"')), 15000);
    } else {
      const tab = await browser.tab();
      const other = await browser.tab();
      await (run.background ? other : tab).front();
      await tab.go(`${site}/run?${run.query || ''}`);
      await sleep(run.settle || 1600);
      if (run.visit) await run.visit(tab, other, site);
      await tab.painted();
      await sleep(600);
      await tab.go(`${site}/next`);
      await sleep(500);
      await Promise.all([tab.close(), other.close()]);
    }
    await server.quiet(800);
    const library = server.log.filter(({ path }) => path === '/vitals').map(({ text }) => JSON.parse(text));
    const own = eventsOf(server.log)
      .filter(([name]) => name === 'web_vital')
      .map(([, , params]) => params);
    return {
      library: library.map(({ name, value, navigation }) => ({
        metric: name,
        value,
        navigation: NAVIGATION[navigation] ?? navigation,
      })),
      percorso: own.map(({ metric, ms, score, navigation = '' }) => ({
        metric,
        value: metric === 'CLS' ? score : ms,
        navigation,
      })),
    };
  } finally {
    server.close();
  }
};

const same = (metric, a, b) => a !== undefined && b !== undefined && Math.abs(a - b) <= (metric === 'CLS' ? 0.001 : 1);

/** Pairs of values; both may tell one again as it grows, and the last word counts. */
const pairs = ({ library, percorso }) => {
  const rows = [];
  for (const navigation of new Set([...library, ...percorso].map((value) => value.navigation)))
    for (const metric of METRICS) {
      const last = (list) =>
        list.findLast((value) => value.metric === metric && value.navigation === navigation)?.value;
      const [theirs, ours] = [last(library), last(percorso)];
      if (theirs === undefined && ours === undefined) continue;
      rows.push({ metric, navigation, library: theirs, percorso: ours, equal: same(metric, theirs, ours) });
    }
  return rows;
};

const report = [];
for (const run of runs.filter(({ name }) => name.includes(only))) {
  // A browser for each, so that no run warms the next one's.
  const browser = await start();
  try {
    report.push({ run: run.name, values: pairs(await play(browser, run)) });
  } finally {
    await browser.close();
  }
  console.error(`vitals: ${run.name}`);
}

const all = report.flatMap(({ values }) => values);
const equal = Object.fromEntries(
  METRICS.map((metric) => [
    metric,
    {
      equal: all.filter((v) => v.metric === metric && v.equal).length,
      of: all.filter((v) => v.metric === metric).length,
    },
  ]),
);
const library = label({ name: 'web-vitals', package: 'web-vitals' });
const shown = (value, metric) => (value === undefined ? '–' : metric === 'CLS' ? value.toFixed(4) : value.toFixed(1));
const rows = report.flatMap(({ run, values }) =>
  values.map(({ metric, navigation, equal: is, ...value }) => [
    run,
    metric,
    navigation || 'navigate',
    shown(value.library, metric),
    shown(value.percorso, metric),
    is ? 'yes' : 'no',
  ]),
);
const summary = Object.entries(equal).map(([metric, { equal: n, of }]) => `${metric} ${n}/${of}`);
const different = report.flatMap(({ run, values }) =>
  values.filter((value) => !value.equal).map((value) => ({ run, ...value })),
);
tell(`${table(['run', 'metric', 'come by', library, 'Percorso', 'equal'], rows)}\n\nequal: ${summary.join(', ')}`, {
  library,
  runs: report.length,
  equal,
  different,
});
if (options.includes('--check') && (!all.length || all.some((value) => !value.equal))) {
  console.error('percorso: values other than the library’s, listed above');
  process.exit(1);
}

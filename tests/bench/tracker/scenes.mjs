// Plays the friction scenes with a real mouse through Percorso's detector and its peers', and counts who is right.
//
//   node scenes.mjs [percorso] [posthog] [mixpanel] [--only NAME] [--json] [--check]
//
// A scene's `expect` says how many clicks carry each mark (rage: how many bursts); what it leaves out is
// none. --check fails, with a list, where Percorso's count is right in fewer than 95 of 100 scenes, or where
// its precision or recall is under 85 %.

import { readFileSync } from 'node:fs';

import { launch, sleep, visitor } from './browser.mjs';
import { table, tell } from './arguments.mjs';
import { MARKS, marksOf } from './marks.mjs';
import { serve } from './serve.mjs';
import { step } from './steps.mjs';
import { detectors, filesOf, label } from './trackers.mjs';

const ENOUGH = 0.95;
const FOUND = 0.85;
/** After the last step: a click is dead after 3 s, PostHog looks each second after 2.75, and sends. */
const SETTLE = 4600;
const AT_ONCE = 6;

const folder = new URL('../../scenes/', import.meta.url);
const scenes = JSON.parse(readFileSync(new URL('scenes.json', folder), 'utf8'));

const options = process.argv.slice(2);
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';
const names = options.filter((option) => detectors[option]);
const wanted = Object.fromEntries(
  (names.length ? names : Object.keys(detectors)).map((name) => [name, detectors[name]]),
);
const chosen = scenes.filter((scene) => scene.name.includes(only));

/** Plays one scene before one detector and tells the marks it gave. */
const play = async (browser, scene, name, detector) => {
  const page = (url) => {
    const [, folderName, file] = url.pathname.split('/');
    if (folderName !== 'scene') return undefined;
    const html = readFileSync(new URL(`${file}.html`, folder), 'utf8');
    return html.replace('</title>', `</title>\n${detector.head('')}`);
  };
  const server = await serve({ page, files: await filesOf({ [name]: detector }) });
  const context = await visitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  try {
    const tab = await context.newPage();
    await tab.goto(`${server.shop}/scene/${scene.name}`, { waitUntil: 'load' });
    // The tracker's own further files.
    await sleep(800);
    for (const line of scene.steps) await step(tab, line);
    await sleep(SETTLE);
    // What waits for the page to be left is sent now.
    await tab.goto('about:blank');
    await server.quiet();
    return marksOf[name](server.log);
  } catch (error) {
    return { failed: error.message.split('\n')[0] };
  } finally {
    await context.close();
    server.close();
  }
};

/** Runs the tasks, a few at once, and keeps their order. */
const all = async (tasks) => {
  const results = [];
  let at = 0;
  const work = async () => {
    for (let i = at++; i < tasks.length; i = at++) results[i] = await tasks[i]();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
};

/** How one detector did on one mark: exact counts, and whether it saw the mark at all. */
const score = (mark, rows) => {
  const seen = { right: 0, exact: 0, hit: 0, missed: 0, wrong: 0, total: rows.length };
  for (const { expect, got } of rows) {
    const [want, have] = [expect[mark] || 0, got[mark] || 0];
    if (got.failed) continue;
    if (want === have) seen.exact++;
    if (!want === !have) seen.right++;
    if (want && have) seen.hit++;
    if (want && !have) seen.missed++;
    if (!want && have) seen.wrong++;
  }
  const ratio = (part, rest) => (part + rest ? part / (part + rest) : null);
  return { ...seen, precision: ratio(seen.hit, seen.wrong), recall: ratio(seen.hit, seen.missed) };
};

const percent = (value) => (value === null ? '–' : `${Math.round(value * 100)} %`);

const tableOf = (report) =>
  table(
    ['detector', 'mark', 'scenes right', 'counts exact', 'precision', 'recall'],
    Object.values(report).flatMap(({ name, marks }) =>
      Object.entries(marks).map(([mark, s]) => [
        name,
        mark,
        `${s.right}/${s.total}`,
        `${s.exact}/${s.total}`,
        percent(s.precision),
        percent(s.recall),
      ]),
    ),
  );

/** The scenes where a detector's counts are not those expected. */
const wrongOf = (rows) =>
  rows
    .filter(({ expect, got, marks }) => got.failed || marks.some((mark) => (expect[mark] || 0) !== (got[mark] || 0)))
    .map(({ scene, expect, got, hard }) => ({ scene, hard, expect, got }));

const browser = await launch();
const tasks = [];
for (const [name, detector] of Object.entries(wanted))
  for (const scene of chosen)
    tasks.push(async () => ({ name, scene, got: await play(browser, scene, name, detector) }));
const played = await all(tasks);
await browser.close();

const report = {};
for (const [name, detector] of Object.entries(wanted)) {
  const rows = played
    .filter((row) => row.name === name)
    .map(({ scene, got }) => ({
      scene: scene.name,
      hard: scene.hard || false,
      expect: scene.expect,
      got,
      marks: MARKS[name],
    }));
  const marks = Object.fromEntries(MARKS[name].map((mark) => [mark, score(mark, rows)]));
  report[name] = { name: label(detector), scenes: rows.length, marks, wrong: wrongOf(rows) };
}

const lines = Object.values(report).flatMap(({ name, wrong }) => [
  `\n${name}: ${wrong.length} scenes with other counts than expected`,
  ...wrong.map(
    ({ scene, hard, expect, got }) =>
      `  ${scene}${hard ? ' (hard)' : ''}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(got)}`,
  ),
]);
const kept = Object.fromEntries(
  Object.entries(report).map(([name, { wrong, ...rest }]) => [
    name,
    { ...rest, wrong: wrong.map(({ scene }) => scene) },
  ]),
);
tell([tableOf(report), ...lines].join('\n'), kept);
if (options.includes('--check')) {
  // Most scenes lack a given mark, so a detector that never gives it must not pass: the scenes that have
  // it, and those said to have it, count on their own too.
  const { marks } = report.percorso;
  const low = ['rage', 'dead', 'slow', 'error'].filter((mark) => {
    const { exact, total, precision, recall } = marks[mark];
    return exact / total < ENOUGH || Math.min(precision ?? 0, recall ?? 0) < FOUND;
  });
  if (low.length) {
    console.error(`percorso: wrong in too many of the scenes above: ${low.join(', ')}`);
    process.exit(1);
  }
}

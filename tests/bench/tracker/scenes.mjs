// Plays the friction scenes with a real mouse through Percorso's detector and its peers', and counts who is right.
//
//   node scenes.mjs [percorso] [posthog] [mixpanel] [--only NAME] [--json] [--check]
//
// A scene's `expect` says how many clicks carry each mark (rage: how many bursts); what it leaves out is
// none. --check fails, with a list, where a mark is right in fewer than 95 of 100 scenes.

import { readFileSync } from 'node:fs';

import { launch, sleep, visitor } from './browser.mjs';
import { serve } from './serve.mjs';
import { step } from './steps.mjs';
import { detectors, filesOf, label } from './trackers.mjs';
import { MARKS, marksOf } from './marks.mjs';

const ENOUGH = 0.95;
/** After the last step: a click is dead after 3 s, PostHog looks each second after 2.75, and sends. */
const SETTLE = 4600;
const AT_ONCE = 6;

const folder = new URL('../../scenes/', import.meta.url);
const scenes = JSON.parse(readFileSync(new URL('scenes.json', folder), 'utf8'));

const options = process.argv.slice(2);
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';
const names = options.filter((option) => detectors[option]);
const wanted = Object.fromEntries((names.length ? names : Object.keys(detectors)).map((name) => [name, detectors[name]]));
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

const table = (report) => {
  const lines = ['| detector | mark | scenes right | counts exact | precision | recall |', '|---|---|---:|---:|---:|---:|'];
  for (const [, { name, marks }] of Object.entries(report))
    for (const [mark, s] of Object.entries(marks))
      lines.push(`| ${name} | ${mark} | ${s.right}/${s.total} | ${s.exact}/${s.total} | ${percent(s.precision)} | ${percent(s.recall)} |`);
  return lines.join('\n');
};

/** The scenes where a detector's counts are not those expected. */
const wrongOf = (rows) =>
  rows
    .filter(({ expect, got, marks }) => got.failed || marks.some((mark) => (expect[mark] || 0) !== (got[mark] || 0)))
    .map(({ scene, expect, got, hard }) => ({ scene, hard, expect, got }));

const browser = await launch();
const tasks = [];
for (const [name, detector] of Object.entries(wanted))
  for (const scene of chosen) tasks.push(async () => ({ name, scene, got: await play(browser, scene, name, detector) }));
const played = await all(tasks);
await browser.close();

const report = {};
for (const [name, detector] of Object.entries(wanted)) {
  const rows = played
    .filter((row) => row.name === name)
    .map(({ scene, got }) => ({ scene: scene.name, hard: scene.hard || false, expect: scene.expect, got, marks: MARKS[name] }));
  const marks = Object.fromEntries(MARKS[name].map((mark) => [mark, score(mark, rows)]));
  const easy = rows.filter((row) => !row.hard);
  const withoutHard = Object.fromEntries(MARKS[name].map((mark) => [mark, score(mark, easy)]));
  report[name] = { name: label(detector), scenes: rows.length, marks, withoutHard, wrong: wrongOf(rows) };
}

if (options.includes('--json')) console.log(JSON.stringify(report));
else {
  console.log(table(report));
  for (const { name, wrong } of Object.values(report)) {
    console.log(`\n${name}: ${wrong.length} scenes with other counts than expected`);
    for (const { scene, hard, expect, got } of wrong)
      console.log(`  ${scene}${hard ? ' (hard)' : ''}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(got)}`);
  }
}
if (options.includes('--check')) {
  const { marks } = report.percorso;
  const low = ['rage', 'dead', 'slow', 'error'].filter((mark) => marks[mark].exact / marks[mark].total < ENOUGH);
  if (low.length) {
    console.error(`percorso: under ${ENOUGH * 100} % of the scenes right: ${low.join(', ')}`);
    process.exit(1);
  }
}

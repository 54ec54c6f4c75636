// What a tracker costs the page it watches: main-thread time at load and per click, bytes, requests, memory.
//
//   node cost.mjs [TRACKER...] [--rounds N] [--load] [--json]
//   PERCORSO_BEFORE=FOLDER node cost.mjs before percorso    beside a build that was kept in FOLDER
//
// --load leaves out the clicks, which take most of the time.
// The trackers take turns in every round, and medians are told, because a machine has other things to
// do. Script time is thread CPU time of the main thread, as Chromium counts it, less the empty page's.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { median, sleep } from './browser.mjs';
import { shop } from './page.mjs';
import { start } from './pipe.mjs';
import { built, serve } from './serve.mjs';
import { chosen, table, tell } from './arguments.mjs';
import { filesOf, label, trackers } from './trackers.mjs';

const loadOnly = process.argv.includes('--load');
const CLICKS = loadOnly ? 0 : 60;
/** Load is over, the parts that come later too; and what clicks have set off is done. */
const [LOADED, SETTLED] = [2500, 5500];

const { wanted, rounds } = chosen({ rounds: 5, always: 'none' });

const metrics = async (cdp) => {
  const { metrics: list } = await cdp('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
};

/** After a collection: objects of the script, of the document, and buffers. */
const memory = async (cdp) => {
  await cdp('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await cdp('Runtime.getHeapUsage');
  return { heap: usedSize / 1024, dom: embedderHeapUsedSize / 1024, buffers: backingStorageSize / 1024 };
};

/** WebAssembly's memories, which the heap's figures leave out: all that the page can name. */
const modules = async (cdp) => {
  const { result } = await cdp('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await cdp('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const declaration = 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }';
  const sum = await cdp('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: declaration,
    returnByValue: true,
  });
  return sum.result.value / 1024;
};

/** One visit: a load, sixty real clicks, and what follows. */
const visit = async (browser, name, rate) => {
  const server = await serve({
    page: (url) => url.pathname === '/' && shop(trackers[name].head(server.collector)),
    files: await filesOf(wanted),
  });
  const tab = await browser.visitor();
  try {
    const cdp = tab.send;
    await cdp('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp('Emulation.setCPUThrottlingRate', { rate });
    await tab.go(`${server.shop}/`);
    await sleep(LOADED);
    const loaded = await metrics(cdp);
    const held = await memory(cdp);
    const places = await tab.places('button.add');
    const sent = server.log.length;
    const before = await metrics(cdp);
    for (const place of places.slice(0, CLICKS)) {
      await tab.clickAt(place);
      await sleep(50);
    }
    if (CLICKS) await sleep(SETTLED);
    const after = await metrics(cdp);
    const posts = server.log.slice(sent);
    return {
      load: loaded.ScriptDuration * 1e3,
      compile: loaded.V8CompileDuration * 1e3,
      task: loaded.TaskDuration * 1e3,
      click: ((after.ScriptDuration - before.ScriptDuration) * 1e3) / CLICKS,
      clickTask: ((after.TaskDuration - before.TaskDuration) * 1e3) / CLICKS,
      bytes: posts.reduce((sum, post) => sum + post.bytes + post.urlBytes, 0) / CLICKS,
      requests: posts.length,
      wasm: await modules(cdp),
      ...held,
    };
  } finally {
    await tab.close();
    server.close();
  }
};

/** Bytes of the files a page loads, as served: brotli, quality 11; ours as the build has compressed them. */
const weigh = async (name) => {
  if (name === 'none') return 0;
  const folder = { percorso: built, before: process.env.PERCORSO_BEFORE }[name];
  const of = folder
    ? ['js', 'wasm'].map((kind) => readFileSync(join(folder, `percorso.${kind}.br`)))
    : Object.values(await filesOf({ [name]: trackers[name] })).map((file) => brotliCompressSync(readFileSync(file)));
  return of.reduce((sum, file) => sum + file.length, 0);
};

const browser = await start();
const runs = {};
for (let round = 0; round < rounds; round++)
  for (const name of Object.keys(wanted))
    for (const rate of [1, 4]) {
      (runs[`${name} ${rate}`] ||= []).push(await visit(browser, name, rate));
      console.error(`cost: round ${round + 1} of ${rounds}, ${name} at ${rate}x`);
    }
await browser.close();

const middle = (name, rate, key) => median(runs[`${name} ${rate}`].map((run) => run[key]));
const more = (name, rate, key) => Math.round((middle(name, rate, key) - middle('none', rate, key)) * 1000) / 1000;
const report = {};
for (const [name, tracker] of Object.entries(wanted)) {
  const at = (rate) =>
    Object.fromEntries(['load', 'compile', 'task', 'click', 'clickTask'].map((key) => [key, more(name, rate, key)]));
  report[name] = {
    name: label(tracker),
    brotli: await weigh(name),
    '1x': at(1),
    '4x': at(4),
    bytesPerClick: Math.round(middle(name, 1, 'bytes')),
    requests: middle(name, 1, 'requests'),
    heapKB: Math.round(more(name, 1, 'heap')),
    domKB: Math.round(more(name, 1, 'dom')),
    buffersKB: Math.round(more(name, 1, 'buffers')),
    wasmKB: middle(name, 1, 'wasm'),
  };
}
// What was taken away, as it was measured.
report.none.page = Object.fromEntries(
  [1, 4].map((rate) => [`${rate}x`, { load: middle('none', rate, 'load'), click: middle('none', rate, 'click') }]),
);

const heads = [
  'tracker',
  'brotli',
  'load ms',
  'at 4x',
  'compile ms',
  'click ms',
  'at 4x',
  'bytes a click',
  'requests',
  'heap KB',
  'DOM KB',
  'buffers KB',
  'wasm KB',
];
const rows = Object.values(report).map(({ name, brotli, '1x': one, '4x': four, ...rest }) => [
  ...[name, brotli, one.load, four.load, one.compile, one.click, four.click],
  ...[rest.bytesPerClick, rest.requests, rest.heapKB, rest.domKB, rest.buffersKB, rest.wasmKB],
]);
tell(table(heads, rows), { rounds, trackers: report });

// Makes the npm package out of the built tracker and the sources in this folder, and checks it.
//
//   node build.mjs VERSION TRACKER TYPESCRIPT OUT
//
// TRACKER is target/tracker; TYPESCRIPT a folder whose node_modules hold the compiler. OUT is made anew.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [version, tracker, typescript, out] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));

const same = (what, found, expected) => {
  if (`${found}` !== `${expected}`) throw new Error(`${what}: ${found}, expected ${expected}`);
};

/**
 * The script finds its companions by name beside itself. A bundler gives them other names, which `load`
 * writes into the tag; unbundled they lie beside it under the names that they have in the package.
 */
const relocate = (script, name, key, to) => {
  const literals = script.match(name) || [];
  if (literals.length > 1) throw new Error(`percorso.js names ${to} ${literals.length} times, and once was expected`);
  const found = `((document.querySelector("script[data-${key}]")||{dataset:{}}).dataset.${key}||"${to}")`;
  return [script.replace(name, () => found), literals.length];
};

const assemble = () => {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of ['index.js', 'index.d.ts', 'README.md']) copyFileSync(join(here, name), join(out, name));
  for (const name of ['percorso.wasm', 'percorso-debug.js']) copyFileSync(join(tracker, name), join(out, name));
  copyFileSync(join(here, '../../LICENSE'), join(out, 'LICENSE'));
  const built = readFileSync(join(tracker, 'percorso.js'), 'utf8');
  const [located, modules] = relocate(built, /["'`]percorso-[0-9a-f]+\.wasm["'`]/g, 'wasm', 'percorso.wasm');
  same('names of the module in percorso.js', modules, 1);
  const [script] = relocate(located, /["'`]percorso-debug[\w-]*\.js["'`]/g, 'debug', 'percorso-debug.js');
  writeFileSync(join(out, 'percorso.js'), script);
  const manifest = { ...JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')), version };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
};

/** What npm would publish, name by name. */
const checkFiles = () => {
  const [{ files, size }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: out }));
  const names = files.map(({ path }) => path).sort();
  const expected = ['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json'];
  same('files', names, [...expected, 'percorso-debug.js', 'percorso.js', 'percorso.wasm'].sort());
  execFileSync(process.execPath, ['--check', join(out, 'percorso.js')]);
  return `${names.length} files, ${size} bytes packed`;
};

/** A shop's code against the types, as one that has installed the package compiles it. */
const checkTypes = () => {
  const shop = mkdtempSync(join(tmpdir(), 'percorso-shop-'));
  try {
    mkdirSync(join(shop, 'node_modules'));
    symlinkSync(out, join(shop, 'node_modules/percorso'));
    copyFileSync(join(here, 'consumer.ts'), join(shop, 'consumer.ts'));
    writeFileSync(join(shop, 'package.json'), '{"type":"module"}');
    for (const resolution of ['bundler', 'node16']) {
      const modules = resolution === 'node16' ? 'node16' : 'esnext';
      const options = ['--strict', '--noEmit', '--module', modules, '--moduleResolution', resolution];
      const tsc = join(typescript, 'node_modules/typescript/bin/tsc');
      const libraries = ['--target', 'es2022', '--lib', 'es2022,dom'];
      execFileSync(process.execPath, [tsc, ...options, ...libraries, 'consumer.ts'], { cwd: shop, stdio: 'inherit' });
    }
  } finally {
    rmSync(shop, { recursive: true });
  }
};

/** Where there is no window nothing happens, and in a page calls wait in order and the tag is put once. */
const checkUse = async () => {
  const { load, percorso } = await import(pathToFileURL(join(out, 'index.js')));
  const options = { site: 'shop', endpoint: 'https://shop.example/p/e' };
  load(options);
  percorso('track', 'server');
  const head = [];
  const document = {
    head: { append: (script) => head.push(script) },
    createElement: () => ({ dataset: {} }),
    querySelector: () => head[0] ?? null,
  };
  Object.assign(globalThis, { document, window: {} });
  percorso('track', 'early');
  load(options);
  load(options);
  percorso('consent', 'granted');
  same('calls that wait', JSON.stringify(window.percorso.q), '[["track","early"],["consent","granted"]]');
  same('tags', head.length, 1);
  const { site, endpoint, wasm, debug } = head[0].dataset;
  same('data', [site, endpoint], ['shop', options.endpoint]);
  for (const [url, name] of [[head[0].src, 'percorso.js'], [wasm, 'percorso.wasm'], [debug, 'percorso-debug.js']]) {
    same('file', url, pathToFileURL(join(out, name)));
  }
};

assemble();
const files = checkFiles();
checkTypes();
await checkUse();
console.log(`percorso ${version}: ${files}`);

// Makes the files a page loads out of the compiled module and the scripts in this folder.
//
//   node build.mjs MODULE.wasm TOOLS OUT [--search]
//
// TOOLS holds bin/wasm-bindgen and node_modules (binaryen, esbuild, terser). OUT receives percorso.js,
// percorso.wasm, percorso-debug.js, percorso-survey.js, their brotli forms, and manifest.json with names, sizes and integrity. The script
// has the module's name in it; both names carry a hash of the content, so they can be kept for ever. --search looks
// for the letters of names.json anew and writes it; the search goes by this machine's brotli, a build does not.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const [module, tools, out, searches] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(tools, 'node_modules/'));
const work = mkdtempSync(join(tmpdir(), 'percorso-wasm-'));

const run = (program, ...options) => execFileSync(join(tools, program), options, { encoding: 'utf8' });

/** Has wasm-bindgen write its glue and the module that fits it. */
const bind = () =>
  run(
    'bin/wasm-bindgen',
    ...['--target', 'bundler', '--no-typescript', '--remove-name-section', '--remove-producers-section'],
    ...['--out-dir', work, '--out-name', 'glue', module],
  );

/** Optimises the module, gives its imports and exports short names, and tells which. */
const optimise = (to) => {
  const small = join(work, 'small.wasm');
  // Once more flattened, because the second time finds what the first has laid open; and with what is true of our own
  // code: no address of it lies so low that a constant added to it could not be part of the access.
  const flat = ['--flatten', '--rereloop', '--simplify-locals-nonesting'];
  const low = ['--low-memory-unused', '--optimize-added-constants-propagate'];
  for (const [passes, from] of [[[], join(work, 'glue_bg.wasm')], [flat, small], [low, small]])
    run('node_modules/.bin/wasm-opt', ...passes, '-Oz', '--converge', from, '-o', small);
  // Apart, because it prints the names once per pass; the section of features is of no use after it.
  const passes = ['--minify-imports-and-exports-and-modules', '--strip-target-features'];
  return JSON.parse(run('node_modules/.bin/wasm-opt', ...passes, small, '-o', to));
};

const functions = (text) => [...text.matchAll(/^function (\w+)/gm)].map(([, name]) => name);

/** The glue with our run-time functions and short names, and without a start of its own. */
const glue = ({ imports, exports }) => {
  const generated = readFileSync(join(work, 'glue_bg.js'), 'utf8');
  const runtime = readFileSync(join(here, 'runtime.js'), 'utf8');
  const adapters = generated.slice(0, generated.search(/^(function|let|const) /m));
  // What the adapters call must be there; what only the generated functions call need not.
  const missing = functions(generated).filter((f) => adapters.includes(`${f}(`) && !functions(runtime).includes(f));
  if (missing.length) throw new Error(`js/runtime.js lacks what wasm-bindgen's glue calls: ${missing}`);
  const short = new Map(exports);
  if (short.has('__wbindgen_start')) throw new Error('the module wants to be started: it passes objects now');
  if (!/function tell\((.*)\) \{\s+wasm\.tell\(\1\);/.test(adapters)) throw new Error('tell takes more than numbers now');
  // What takes nothing but numbers has no adapter and is called as it is.
  const own = functions(adapters.replaceAll('export ', ''));
  const from = (name) => (own.includes(name) ? name : `records.${name}`);
  const text = `import * as records from 'percorso/records';
${adapters}${runtime}
let wasm;
export const imports = { a: { ${imports.map(([, name, to]) => `${to}: ${from(name)}`)} } };
export const attach = (exports) => { wasm = exports; return wasm.tell; };
`;
  return text.replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${short.get(name)}`);
};

/** Names out of these letters that begin with one of the first: the fewer, the longer and the more alike they are. */
const naming = ({ letters, first }) => {
  const rest = (n) => (n < 0 ? '' : rest(((n / letters.length) | 0) - 1) + letters[n % letters.length]);
  const get = (n) => letters[n % first] + rest(((n / first) | 0) - 1);
  return { get, consider() {}, reset() {}, sort() {} };
};

/** The script with such names. */
const named = async (code, names) => {
  const { code: script } = await require('terser').minify(code, {
    ecma: 2020,
    compress: false,
    mangle: { toplevel: true, nth_identifier: naming(names) },
    // One kind of quotes, also where a text has the other in it.
    // Chromium compiles every function as the script comes, off the main thread, and not one by one as each is called.
    format: { quote_style: 1, preamble: '//# allFunctionsCalledOnLoad' },
  });
  return Buffer.from(script);
};

const NAMES = join(here, 'names.json');

/** Looks for names with which a script compresses better, until no two letters are better in each other's place. */
const searchNames = async (code, known) => {
  const size = async (names) => brotli(await named(code, names)).length;
  let best = { ...known, size: await size(known) };
  const look = async (names) => {
    const found = { ...names, size: await size(names) };
    const isBetter = found.size < best.size;
    // As good is as well: there may be better ones beyond.
    if (found.size <= best.size) best = found;
    return isBetter;
  };
  const { length } = known.letters;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (let first = 8; first < 18; first++) isBetter = (await look({ letters: best.letters, first })) || isBetter;
    for (let at = 0; at < length; at++)
      for (let to = at + 1; to < length; to++) {
        const letters = [...best.letters];
        [letters[at], letters[to]] = [letters[to], letters[at]];
        isBetter = (await look({ letters: letters.join(''), first: best.first })) || isBetter;
      }
  }
  writeFileSync(NAMES, `${JSON.stringify({ letters: best.letters, first: best.first })}\n`);
};

/** Joins scripts into one classic script, as short as it gets but for its names. */
const bundle = async (entry, wasmFile) => {
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: [join(here, entry)],
    alias: { 'percorso/module': join(work, 'module.js'), 'percorso/records': join(here, 'records.js') },
    define: { PERCORSO_WASM: JSON.stringify(wasmFile) },
    bundle: true,
    minifySyntax: true,
    format: 'iife',
    target: 'es2020',
    legalComments: 'none',
    write: false,
  });
  const { code } = await require('terser').minify(outputFiles[0].text, {
    ecma: 2020,
    compress: { ecma: 2020, passes: 6, pure_getters: true, sequences: false, toplevel: true, unsafe: true, unsafe_arrows: true },
    mangle: false,
  });
  return code;
};

const smallest = (forms, size) => forms.reduce((best, form) => (size(form) < size(best) ? form : best));

const brotli = (content, postfix = 0, direct = 0) => {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 16,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct << postfix,
  };
  return brotliCompressSync(content, { params });
};

/** The smallest brotli form: how far back short copies reach is a choice that the compressor leaves to us. */
const compressed = (content) => {
  const forms = [0, 1, 2, 3].flatMap((postfix) => [0, 1, 2, 4, 8, 12, 15].map((direct) => brotli(content, postfix, direct)));
  return smallest(forms, (form) => form.length);
};

/** Writes a file and its brotli form, and describes them. */
const deliver = (kind, content, part = '') => {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const small = compressed(content);
  writeFileSync(join(out, `percorso${part}.${kind}`), content);
  writeFileSync(join(out, `percorso${part}.${kind}.br`), small);
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return { file: `percorso${part}-${hash}.${kind}`, integrity, bytes: content.length, brotli: small.length };
};

try {
  mkdirSync(out, { recursive: true });
  bind();
  const last = join(work, 'last.wasm');
  writeFileSync(join(work, 'module.js'), glue(optimise(last)));
  const bytes = readFileSync(last);
  if (!WebAssembly.validate(bytes)) throw new Error('the optimised module is not valid WebAssembly');
  const wasm = deliver('wasm', bytes);
  const main = await bundle('main.js', wasm.file);
  const names = () => JSON.parse(readFileSync(NAMES, 'utf8'));
  if (searches) await searchNames(main, names());
  const js = deliver('js', await named(main, names()));
  const debug = deliver('js', await named(await bundle('debug.js', wasm.file), names()), '-debug');
  const survey = deliver('js', await named(await bundle('survey.js', wasm.file), names()), '-survey');
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify({ js, wasm, debug, survey }, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true });
}

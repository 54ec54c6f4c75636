// One server for the benches: pages, the trackers' files, slow answers, and a collector for all of them.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { packages, sleep } from './browser.mjs';

/** What the collector tells trackers about the words of shops. */
const WORDS = readFileSync(new URL('../../../collector/words.json', import.meta.url), 'utf8');

/** The built tracker's folder, and its manifest. */
export const built = fileURLToPath(new URL('../../../target/tracker/', import.meta.url));
export const manifest = (folder = built) => {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch {
    throw new Error(`no tracker in ${folder}: run scripts/wasm`);
  }
};

const TYPES = {
  js: 'text/javascript',
  wasm: 'application/wasm',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  bmp: 'image/bmp',
};

/** The file behind /p/NAME: percorso.js by its plain name, the module by the name in the manifest. */
const percorso = (folder, name) => {
  const hashed = Object.entries(manifest(folder)).find(([, entry]) => entry.file === name);
  return readFileSync(join(folder, hashed ? `percorso.${hashed[0]}` : name));
};

/** The folder a tracker is served from: /before/ has another build, to be held against this one. */
const folderOf = (path) => (path.startsWith('/before/') ? process.env.PERCORSO_BEFORE : path.startsWith('/p/') && built);

/** A body as text: unzipped and unwrapped from the forms the peers use. */
const unwrap = (body) => {
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body).toString();
  const text = body.toString();
  const data = /^data=([^&]+)/.exec(text)?.[1];
  if (!data) return text;
  const plain = decodeURIComponent(data.replace(/\+/g, ' '));
  return /^[\w+/=]+$/.test(plain) ? Buffer.from(plain, 'base64').toString() : plain;
};

const bodyOf = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

/**
 * Serves on a free port, as two sites: the shop's and the collector's. `page(url)` makes a page's HTML,
 * another answer, or nothing; `files` maps /lib/NAME to a path. What is posted is in `log`; it is answered
 * after `delay` ms.
 */
export const serve = async ({ page, files = {}, delay = 0 }) => {
  const log = [];

  const collect = async (request, url) => {
    const body = await bodyOf(request);
    const entry = { method: request.method, path: url.pathname, bytes: body.length, urlBytes: request.url.length };
    let text = unwrap(body);
    // A picture's address is the other way to send.
    if (!body.length) text = decodeURIComponent(url.search);
    log.push({ ...entry, text });
    await sleep(delay);
    return folderOf(url.pathname) ? { status: 202 } : { json: '{"status":1,"error":null}' };
  };

  const get = async (url) => {
    const name = url.pathname.split('/').pop();
    const wait = +url.searchParams.get('ms');
    if (url.pathname === '/slow') return (await sleep(wait), { json: '{}' });
    if (url.pathname === '/next') {
      await sleep(wait);
      return { type: 'html', body: '<!doctype html><title>Next</title><body>The next page.' };
    }
    if (name === 'file.pdf') return { type: 'pdf', body: '%PDF-1.4\n%%EOF\n', attachment: true };
    if (/^\/(p|before)\/rules\//.test(url.pathname)) return { json: `{"words":${WORDS}}` };
    const folder = folderOf(url.pathname);
    if (folder) return { type: name.split('.').pop(), body: percorso(folder, name) };
    if (files[url.pathname]) return { type: 'js', body: readFileSync(files[url.pathname]) };
    // PostHog's script brings its further parts from here.
    if (url.pathname.startsWith('/static/'))
      return { type: 'js', body: readFileSync(join(packages, 'posthog-js/dist', name)) };
    const made = await page(url);
    return typeof made === 'string' ? { type: 'html', body: made } : made;
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://shop.localhost');
    let answer;
    try {
      const taken = request.method === 'GET' ? await get(url) : null;
      // What is neither a page nor a file is meant for a collector; of preflights only the count matters.
      answer =
        taken || (url.pathname === '/slow' ? (await bodyOf(request), await get(url)) : await collect(request, url));
    } catch {
      answer = { status: 404 };
    }
    const { status = 200, type, json, body = json, attachment } = answer;
    response.writeHead(status, {
      'content-type': TYPES[type] || 'application/json',
      'access-control-allow-origin': request.headers.origin || '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': request.headers['access-control-request-headers'] || '*',
      'cache-control': type === 'html' ? 'no-cache' : 'max-age=3600',
      ...(attachment && { 'content-disposition': 'attachment' }),
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  return {
    // *.localhost is this machine and a secure context, and these two are different sites.
    shop: `http://shop.localhost:${port}`,
    collector: `http://collect.localhost:${port}`,
    log,
    /** Waits until nothing has come for a while. */
    quiet: async (ms = 400) => {
      for (let before = -1; before !== log.length; await sleep(ms)) before = log.length;
    },
    close: () => (server.closeAllConnections(), server.close()),
  };
};

// Chromium for the tracker's benches: started alike for all, driven by playwright-core of the cache folder.

import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cache =
  process.env.PERCORSO_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'percorso');

/** Where `scripts/bench` installs the packages of npm. */
export const packages = join(cache, 'npm/node_modules');

/** Loads a package from there, or says how to get it. */
export const load = (name) => {
  try {
    return createRequire(join(packages, 'bench.js'))(name);
  } catch {
    throw new Error(`${name} is not in ${packages}: run scripts/bench, which installs it`);
  }
};

/** As in `tests/src/browser/engine.rs`: quiet, and no calls to its maker. */
export const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--window-size=1280,1024',
  // Trackers leave out what says that it is driven.
  '--disable-blink-features=AutomationControlled',
];

/** Starts Chromium; `keep` names what is left of playwright's own arguments to take away. */
export const launch = (without = [], more = []) =>
  load('playwright-core').chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [...ARGUMENTS, ...more],
    ignoreDefaultArgs: without,
    chromiumSandbox: false,
  });

/** A visitor: an ordinary user agent, because "Headless" is filtered as a robot's. */
export const visitor = async (browser, options = {}) => {
  const version = browser.version().split('.')[0];
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
  return browser.newContext({ userAgent, viewport: { width: 1280, height: 900 }, ...options });
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the condition holds, and tells whether it did in time. */
export const until = async (condition, ms) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) if (await condition()) return true;
  return false;
};

export const median = (values) => {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

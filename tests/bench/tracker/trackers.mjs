// How each tracker is put on a page, with the parts switched on that match Percorso's, and how it is told an event.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cache, load, packages } from './browser.mjs';

const script = (src, rest = '') => `<script ${rest} src="${src}"></script>`;
const versionOf = (name) => JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')).version;

const posthog = (to, options) =>
  `<script>window.posthog=[];posthog.__SV=1;posthog.people=[];posthog._i=[['phc_bench',${JSON.stringify({
    api_host: to,
    // Its newest defaults, which spare steppers, text fields and selections from rage.
    defaults: '2026-08-30',
    advanced_disable_flags: true,
    autocapture: true,
    capture_dead_clicks: true,
    disable_session_recording: true,
    disable_surveys: true,
    opt_out_useragent_filter: true,
    persistence: 'memory',
    ...options,
  })},'posthog']];</script>`;

const mixpanel = (to, options) =>
  `<script>window.mixpanel=[];mixpanel.__SV=1.2;mixpanel.people=[];mixpanel._i=[['bench',${JSON.stringify({
    api_host: to,
    api_payload_format: 'json',
    autocapture: {
      click: true,
      rage_click: true,
      dead_click: true,
      input: true,
      submit: true,
      pageview: 'full-url',
      scroll: true,
    },
    persistence: 'localStorage',
    ignore_dnt: true,
    remote_settings_mode: 'disabled',
    ...options,
  })},'mixpanel']];</script>${script('/lib/mixpanel.js')}`;

/** Percorso as a shop pastes it; the collector is on its own site for everybody. */
const percorso = (to, path = 'p') => script(`${to}/${path}/percorso.js`, 'defer data-site="bench"');

/** `head(to)` goes into the page, `event(i, pad)` is the script that sends one event. */
export const trackers = {
  none: { name: 'empty page', head: () => '', event: () => '' },
  percorso: {
    name: 'Percorso',
    head: (to) => percorso(to),
    event: (i, pad) => `percorso('track','mk',{m:'zz${i}zz',pad:${pad}})`,
    consent: `percorso('consent','granted')`,
  },
  posthog: {
    name: 'posthog-js',
    package: 'posthog-js',
    file: 'dist/array.full.js',
    head: (to) =>
      posthog(to, { capture_exceptions: true, capture_performance: { web_vitals: true } }) + script('/lib/posthog.js'),
    event: (i, pad) => `posthog.capture('mk',{m:'zz${i}zz',pad:${pad}})`,
  },
  clarity: {
    name: 'clarity-js',
    package: 'clarity-js',
    file: 'build/clarity.min.js',
    head: (to) =>
      `<script>window.clarity=window.clarity||function(){(clarity.q=clarity.q||[]).push(arguments)};clarity('start',${JSON.stringify(
        {
          projectId: 'bench',
          upload: `${to}/collect`,
          track: true,
          content: true,
          unmask: [],
          mask: [],
          lean: false,
          delay: 500,
        },
      )})</script>${script('/lib/clarity.js')}`,
    // It takes a name only, so there is no event of 2 KB.
    event: (i, pad) => (pad === `''` ? `clarity('event','zz${i}zz')` : ''),
  },
  mixpanel: {
    name: 'mixpanel-browser',
    package: 'mixpanel-browser',
    file: 'dist/mixpanel.min.js',
    head: mixpanel,
    event: (i, pad) => `mixpanel.track('mk',{m:'zz${i}zz',pad:${pad}})`,
  },
  snowplow: {
    name: '@snowplow/browser-tracker + form, button, error plugins',
    package: '@snowplow/browser-tracker',
    plugins: ['form-tracking', 'button-click-tracking', 'error-tracking'].map(
      (name) => `@snowplow/browser-plugin-${name}`,
    ),
    head: (to) =>
      `${script('/lib/snowplow.js')}<script>sp.newTracker('t','${to}',{appId:'bench',encodeBase64:false,plugins:[sp.FormTrackingPlugin(),sp.ButtonClickTrackingPlugin(),sp.ErrorTrackingPlugin()]});sp.enableActivityTracking({minimumVisitLength:10,heartbeatDelay:10});sp.trackPageView();sp.enableFormTracking();sp.enableButtonClickTracking();sp.enableErrorTracking()</script>`,
    event: (i, pad) => `sp.trackStructEvent({category:'c',action:'zz${i}zz',label:${pad}})`,
  },
};

// Another build, to be held against this one while both meet the same noise.
if (process.env.PERCORSO_BEFORE)
  trackers.before = { ...trackers.percorso, name: 'Percorso before', head: (to) => percorso(to, 'before') };

/** The detectors of friction: settings for the scenes, where every event is sent at once and readable. */
export const detectors = {
  percorso: { ...trackers.percorso, name: 'Percorso' },
  posthog: {
    name: 'PostHog',
    package: 'posthog-js',
    file: 'dist/array.js',
    head: (to) =>
      posthog(to, { disable_compression: true, request_queue_config: { flush_interval_ms: 250 } }) +
      script('/lib/posthog.js'),
  },
  mixpanel: {
    name: 'Mixpanel',
    package: 'mixpanel-browser',
    file: 'dist/mixpanel.min.js',
    head: (to) => mixpanel(to, { batch_requests: false }),
  },
};

/** Snowplow has no file for a page with its plugins in it: bundled and minified once. */
const bundle = async (tracker) => {
  const names = [tracker.package, ...tracker.plugins];
  const out = join(cache, 'npm/bundles', `snowplow-${names.map(versionOf).join('-')}.js`);
  if (existsSync(out)) return out;
  const built = load('esbuild').buildSync({
    stdin: { contents: names.map((name) => `export * from '${name}';`).join('\n'), resolveDir: packages },
    bundle: true,
    format: 'iife',
    globalName: 'sp',
    target: 'es2018',
    write: false,
  });
  const small = await load('terser').minify(built.outputFiles[0].text, { toplevel: false });
  mkdirSync(join(cache, 'npm/bundles'), { recursive: true });
  writeFileSync(out, small.code);
  return out;
};

/** Where the file of /lib/NAME.js lies, for the server and for weighing. */
export const filesOf = async (wanted) => {
  const files = {};
  for (const [name, tracker] of Object.entries(wanted)) {
    if (tracker.plugins) files[`/lib/${name}.js`] = await bundle(tracker);
    else if (tracker.package) files[`/lib/${name}.js`] = join(packages, tracker.package, tracker.file);
  }
  return files;
};

/** Name and version, for the report. */
export const label = ({ name, package: of }) => (of ? `${name} ${versionOf(of)}` : name);

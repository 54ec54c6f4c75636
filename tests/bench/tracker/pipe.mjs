// Chromium by its own protocol over a pipe, for what playwright forbids its pages: to be hidden,
// prerendered, and kept in the back/forward cache; and for what it adds: its pages are watched by the network's
// inspector, which takes down for each request what has called it, at a cost of milliseconds.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ARGUMENTS, sleep } from './browser.mjs';

/** Starts it with a fresh profile; `tab()` opens one, `visitor()` one in a context of its own, with a usual name. */
export const start = async () => {
  const profile = mkdtempSync(join(tmpdir(), 'percorso-bench-'));
  const options = [...ARGUMENTS, '--headless', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${profile}`];
  const child = spawn(process.env.CHROMIUM || '/usr/bin/chromium', options, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  let last = 0;
  let rest = '';
  output.on('data', (data) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      if (!waiting.has(id)) continue;
      const [resolve, reject] = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(error.message));
      else resolve(result);
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, [resolve, reject]);
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });

  const tab = async () => {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    return tabOf(
      (method, params) => send(method, params, sessionId),
      () => send('Target.activateTarget', { targetId }),
      () => send('Target.closeTarget', { targetId }),
    );
  };
  const visitor = async () => {
    const { browserContextId } = await send('Target.createBrowserContext');
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId, width: 1280, height: 900 });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const { userAgent } = await send('Browser.getVersion');
    await send('Emulation.setUserAgentOverride', { userAgent: userAgent.replace('Headless', '') }, sessionId);
    return tabOf(
      (method, params) => send(method, params, sessionId),
      () => send('Target.activateTarget', { targetId }),
      () => send('Target.disposeBrowserContext', { browserContextId }),
    );
  };
  const close = async () => {
    await send('Browser.close').catch(() => {});
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { tab, visitor, close, send, pid: child.pid };
};

/** What a visitor does in a tab, by the protocol's own input. */
const tabOf = (send, front, close) => {
  const run = async (expression) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  };
  /** Painted, and idle again: by then the browser has told what the interaction took. */
  const painted = () =>
    run(`new Promise((resolve) => {
      setTimeout(resolve, 3000);
      requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(resolve)));
    })`);
  const mouse = (type, x, y, more) => send('Input.dispatchMouseEvent', { type, x, y, ...more });
  return {
    send,
    run,
    front,
    close,
    go: (url) => send('Page.navigate', { url }),
    reload: () => send('Page.reload'),
    back: () => run('history.back()'),
    /** The middles of all elements that a selector finds. */
    places: (css) =>
      run(`[...document.querySelectorAll('${css}')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      })`),
    async click(css) {
      const [at] = await this.places(css);
      await this.clickAt(at);
    },
    async clickAt(at) {
      await mouse('mouseMoved', ...at);
      await mouse('mousePressed', ...at, { button: 'left', clickCount: 1 });
      await mouse('mouseReleased', ...at, { button: 'left', clickCount: 1 });
    },
    async key(key) {
      const code = {
        key,
        text: key,
        code: `Key${key.toUpperCase()}`,
        windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0),
      };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...code });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...code });
    },
    painted,
    wait: sleep,
  };
};

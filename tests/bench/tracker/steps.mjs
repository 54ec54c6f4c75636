// The scenes' little language: one line a step, done with the real mouse and keyboard.
//
//   click CSS [xN every MS]   double CSS   triple CSS   at X Y [xN every MS]   drag CSS
//   type CSS TEXT   press KEY   scroll PIXELS   wait MS   back

import { sleep } from './browser.mjs';

const REPEATED = / x(\d+) every (\d+)$/;

/** Where an element is, in the viewport; CSS reaches into open shadow trees. */
const boxOf = async (page, css) => {
  const element = page.locator(css).first();
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error(`${css} is not to be seen`);
  return box;
};

/** Clicks at a place; quick clicks count up, as a mouse's do. */
const clicks = async (page, x, y, times, every) => {
  await page.mouse.move(x, y, { steps: 3 });
  for (let i = 0; i < times; i++) {
    if (i) await sleep(every);
    const clickCount = every <= 400 ? i + 1 : 1;
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
  }
};

const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];

const verbs = {
  async click(page, css, times, every) {
    await clicks(page, ...middle(await boxOf(page, css)), times, every);
  },
  async double(page, css) {
    const { x, y, height } = await boxOf(page, css);
    await clicks(page, x + 20, y + height / 2, 2, 60);
  },
  async triple(page, css) {
    const { x, y, height } = await boxOf(page, css);
    await clicks(page, x + 20, y + height / 2, 3, 60);
  },
  async at(page, place, times, every) {
    await clicks(page, ...place.split(' ').map(Number), times, every);
  },
  async drag(page, css) {
    const { x, y, width, height } = await boxOf(page, css);
    await page.mouse.move(x + width * 0.1, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + height / 2, { steps: 8 });
    await page.mouse.up();
  },
  async type(page, rest) {
    const [, css, text] = /^(\S+) (.*)$/.exec(rest);
    await page.locator(css).focus();
    await page.keyboard.type(text, { delay: 30 });
  },
  press: (page, key) => page.keyboard.press(key),
  scroll: (page, pixels) => page.mouse.wheel(0, +pixels),
  wait: (page, ms) => sleep(+ms),
  back: (page) => page.goBack(),
};

/** Does one step on a page. */
export const step = async (page, line) => {
  const [, times = 1, every = 0] = REPEATED.exec(line) || [];
  const [, verb, rest = ''] = /^(\w+) ?(.*)$/.exec(line.replace(REPEATED, ''));
  if (!verbs[verb]) throw new Error(`no such step: ${line}`);
  await verbs[verb](page, rest, +times, +every);
};

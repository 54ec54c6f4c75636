// Doubts in the checkout: what shoppers leave it for, hover over, or hunt elsewhere; payment in iframes.

import { record, tellHurt } from './bridge.js';
import { step } from './checkout.js';
import { isIgnored, linkOn, nameOf, pathOf, traits } from './dom.js';
import { later, now, on } from './host.js';
import { about } from './words.js';

const HOVER_MS = 1000;

let hover;
let hunts;
let frame;

export const isCoupon = (field) => field && !isIgnored(field) && about('fields', traits(field)) === 'coupon';

/** Somebody in the checkout turns to what could take a doubt away. */
export const doubt = (element, how) => {
  const what = step() && !isIgnored(element) && about('doubts', traits(element));
  if (what) record('doubt', { about: what, how });
};

/** A payment field in an iframe has the focus, or has it no longer: inferred from where ours is. */
const watchFrame = () => {
  const { activeElement: element } = document;
  if (frame && frame.element !== element) {
    record('payment_frame', { host: frame.host, frame_ms: now() - frame.at });
    frame = 0;
  }
  if (!frame && step() && element.localName === 'iframe' && !isIgnored(element)) {
    frame = { element, host: new URL(element.src || location).host, at: now() };
  }
};

export const watchDoubts = () => {
  on('mouseover', (event) => {
    clearTimeout(hover);
    const link = step() && linkOn(pathOf(event));
    if (link) hover = later(HOVER_MS, () => doubt(link, 'hovered'));
  });
  on('visibilitychange', () => {
    const field = document.activeElement;
    if (document.hidden) hunts = isCoupon(field);
    else if (hunts) tellHurt('coupon_hunt', nameOf(field));
  });
  // The focus moves into the iframe after the window has lost it.
  on('blur', () => later(0, watchFrame), window, 1);
  on('focus pagehide', watchFrame);
};

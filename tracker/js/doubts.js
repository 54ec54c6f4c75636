// Doubts in the checkout: what shoppers leave it for, hover over, or hunt elsewhere; payment in iframes.

import { record, tellHurt } from './bridge.js';
import { step } from './checkout.js';
import { isIgnored, linkOn, nameOf, pathOf, traits } from './dom.js';
import { later, now, on } from './host.js';
import { about } from './words.js';

const HOVER_MS = 1000;

let hover;
let hunts;
/** What has the focus; and from when on, if it is a frame to pay in. */
let frame;
let since;

export const isCoupon = (field) => field && !isIgnored(field) && about('fields', traits(field));

/** Somebody in the checkout turns to what could take a doubt away. */
export const doubt = (element, how) => {
  const what = step && !isIgnored(element) && about('doubts', traits(element));
  if (what) record('doubt', { about: what, how });
};

/** A payment field in an iframe has the focus, or has it no longer: inferred from where ours is. */
const watchFrame = () => {
  const element = !document.hidden && document.activeElement;
  if (element === frame) return;
  if (since) record('payment_frame', { host: new URL(frame.src || location).host, frame_ms: now() - since });
  frame = element;
  since = step && element.localName === 'iframe' && !isIgnored(element) && now();
};

export const watchDoubts = () => {
  on('mouseover', (event) => {
    clearTimeout(hover);
    const link = step && linkOn(pathOf(event));
    if (link) hover = later(HOVER_MS, () => doubt(link, 'hovered'));
  });
  on('visibilitychange', () => {
    const { activeElement } = document;
    if (document.hidden) hunts = isCoupon(activeElement);
    else if (hunts) tellHurt('coupon_hunt', nameOf(activeElement));
  });
  // The focus moves into the iframe after the window has lost it.
  on('blur', () => later(0, watchFrame), window, 1);
  on('focus visibilitychange', watchFrame);
};

// A product's pictures as SVG data URLs: the piece itself, its stitches close up, its yarn.
import { beanie, mittens, scarf, shawl } from './accessories.js';
import { line, shade } from './draw.js';
import { clogs, slippers, socks } from './feet.js';
import { blanket, bottle, cushion } from './home.js';
import { cardigan, rollneck, sweater, vest } from './knitwear.js';
import { stitchDefs } from './stitches.js';

const PIECES = { sweater, cardigan, rollneck, vest, scarf, beanie, mittens, shawl, blanket, cushion, bottle, slippers, clogs, socks };
const TONES = { sand: '#efe3cd', mist: '#dfe6e4', blush: '#f2ddd3', sage: '#dde5d2' };

/** What each view shows, in the gallery's order; `alt` follows the product's name and colour. */
export const VIEWS = [
  { key: 'front', alt: 'seen from the front' },
  { key: 'close', alt: 'its surface close up, with our woven label' },
  { key: 'yarn', alt: 'the yarn it is made of' },
];

/** The picture of `product` in the colour `hex`, ready for an image's `src`. */
export function picture(product, hex, view = 'front') {
  const svg = { front, close, yarn }[view](product, hex);
  return `data:image/svg+xml,${encodeURIComponent(svg.replace(/\s+/g, ' '))}`;
}

function sheet(defs, body) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800"><defs>${defs}</defs>${body}</svg>`;
}

function backdrop(tone) {
  const ground = TONES[tone];
  return `<rect width="400" height="400" fill="${ground}"/><circle cx="200" cy="196" r="168" fill="${shade(ground, 0.45)}"/>`;
}

function front(product, hex) {
  return sheet(stitchDefs(0.8), `${backdrop(product.tone)}
    <ellipse cx="200" cy="362" rx="112" ry="11" fill="${shade(TONES[product.tone], -0.22)}" opacity=".55"/>
    ${PIECES[product.art](hex, product.stitch)}`);
}

function close(product, hex) {
  return sheet(stitchDefs(2.6), `<rect width="400" height="400" fill="${hex}"/>
    <rect width="400" height="400" fill="url(#${product.stitch})"/>
    <g transform="rotate(-4 290 320)"><rect x="212" y="284" width="156" height="72" rx="3" fill="#f7efdf"/>
    <rect x="218" y="290" width="144" height="60" fill="none" stroke="#b7a27e" stroke-dasharray="5 4"/>
    <text x="290" y="320" text-anchor="middle" font-family="Georgia, serif" font-size="21" fill="#2d4236">Borgolana</text>
    <text x="290" y="338" text-anchor="middle" font-family="sans-serif" font-size="10" letter-spacing="2" fill="#6d5a41">BIELLA · ITALIA</text></g>`);
}

function yarn(product, hex) {
  let turns = '';
  for (let i = -5; i <= 5; i += 1) {
    turns += `M${96 + Math.abs(i) * 5} ${214 + i * 17}Q196 ${160 + i * 24} ${296 - Math.abs(i) * 5} ${200 + i * 17}`;
  }
  return sheet('<clipPath id="ball"><circle cx="196" cy="206" r="106"/></clipPath>', `${backdrop(product.tone)}
    <ellipse cx="196" cy="318" rx="112" ry="13" fill="${shade(TONES[product.tone], -0.22)}" opacity=".55"/>
    ${line('M86 66L262 330', '#c19a6b', 9)}${line('M318 72L130 330', '#a97c50', 9)}
    <circle cx="86" cy="66" r="11" fill="#7b5a3c"/><circle cx="318" cy="72" r="11" fill="#7b5a3c"/>
    <circle cx="196" cy="206" r="106" fill="${hex}"/><g clip-path="url(#ball)">${line(turns, shade(hex, -0.28), 3, 0.7)}
    <g transform="rotate(64 196 206)">${line(turns, shade(hex, 0.3), 4, 0.55)}</g>
    <g transform="rotate(-38 196 206) scale(.62) translate(120 126)">${line(turns, shade(hex, -0.2), 5, 0.75)}</g></g>
    ${line('M266 288C320 330 250 352 318 350C352 348 372 332 390 344', hex, 6)}`);
}

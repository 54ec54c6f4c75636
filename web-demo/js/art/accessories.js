// Scarf, beanie, mittens and shawl.
import { fabric, fold, fringe, line, mirrored, shade } from './draw.js';

export function scarf(hex, stitch) {
  const light = shade(hex, 0.45);
  const back = 'M122 118C122 64 278 64 278 118C278 150 250 168 200 172C150 168 122 150 122 118Z';
  const hole = 'M160 112C160 92 240 92 240 112C240 128 224 136 200 138C176 136 160 128 160 112Z';
  const front = 'M120 112C116 160 156 196 206 196C250 196 284 160 280 112C270 142 240 158 200 158C160 158 130 142 120 112Z';
  const left = 'M160 180L136 330Q164 340 194 334L214 190Z';
  const right = 'M200 188L214 310Q244 314 270 302L238 178Z';
  return `<g>${fabric(back, shade(hex, -0.18), stitch)}<path d="${hole}" fill="${shade(hex, -0.5)}"/>
    ${fabric(right, shade(hex, -0.1), stitch)}${fringe([216, 310], [268, 302], 9, 24, shade(hex, -0.12))}
    ${fabric(left, hex, stitch)}${fringe([139, 332], [192, 335], 10, 26, hex)}
    ${line('M142 296Q170 306 198 300M139 312Q168 322 196 316', light, 5, 0.8)}
    ${line('M213 284Q242 290 264 280', light, 5, 0.7)}
    ${fabric(front, hex, stitch)}${fold('M160 180L150 246Q176 232 206 196Q180 196 160 180Z', 0.16)}</g>`;
}

export function beanie(hex, stitch) {
  let wool = '';
  for (let i = 0; i < 64; i += 1) {
    const angle = i * 2.399;
    const reach = 30 + ((i * 7) % 16);
    const x = Math.cos(angle) * reach;
    const y = Math.sin(angle) * reach;
    wool += `M${(200 + x * 0.3).toFixed(1)} ${(84 + y * 0.3).toFixed(1)}L${(200 + x).toFixed(1)} ${(84 + y).toFixed(1)}`;
  }
  const light = shade(hex, 0.5);
  return `${fabric('M108 244C100 140 150 104 200 104C250 104 300 140 292 244Z', hex, stitch)}
    ${fold('M108 244C100 140 150 104 190 104Q132 150 136 244Z')}
    <circle cx="200" cy="84" r="34" fill="${light}"/>${line(wool, light, 5)}${line(wool, shade(hex, 0.2), 1.2, 0.55)}
    ${fabric('M94 236Q200 214 306 236Q312 268 306 298Q200 320 94 298Q88 268 94 236Z', shade(hex, -0.12), 'rib')}
    ${line('M96 238Q200 217 304 238', shade(hex, -0.4), 2.5, 0.4)}
    <rect x="258" y="256" width="30" height="22" rx="2" fill="#f6ecd9"/><path d="M264 264h18M264 270h12" stroke="#7b5a44" stroke-width="2"/>`;
}

export function mittens(hex, stitch) {
  const hand = 'M88 258C82 206 84 132 104 108C122 90 152 92 166 112C182 136 186 178 186 200C192 186 202 176 212 180C224 186 214 210 206 226C198 242 188 252 186 264Z';
  const band = 'M88 214Q136 224 186 214L186 236Q138 246 88 236Z';
  const flake = line('M134 130v44M115 141l38 22M153 141l-38 22M126 136l8 8l8-8M126 168l8-8l8 8', '#fff6e6', 4, 0.9);
  const one = fabric(hand, hex, stitch) + `<path d="${band}" fill="#fff6e6" opacity=".3"/>` + flake
    + fabric('M84 256Q136 268 190 258L192 312Q138 326 82 312Z', shade(hex, -0.14), 'rib');
  const right = `<g transform="rotate(5 260 210) translate(126 -6)">${one}</g>`;
  return line('M140 318C160 364 240 364 260 318', shade(hex, -0.2), 4) + right + mirrored(right);
}

export function shawl(hex, stitch) {
  const body = 'M52 112Q126 152 200 140Q274 152 348 112Q292 220 216 316Q200 334 184 316Q108 220 52 112Z';
  const rows = [0.8, 0.6, 0.4].map((size) => {
    const at = (x, y) => `${(200 + (x - 200) * size).toFixed(0)} ${(134 + (y - 134) * size).toFixed(0)}`;
    return `M${at(52, 112)}Q${at(120, 240)} ${at(200, 330)}Q${at(280, 240)} ${at(348, 112)}`;
  }).join('');
  let tassels = '';
  for (let i = 0; i <= 12; i += 1) {
    const t = i / 12;
    const x = 56 + 140 * t;
    const y = 122 + 204 * t ** 0.93;
    tassels += `M${x.toFixed(0)} ${y.toFixed(0)}l-7 20M${(400 - x).toFixed(0)} ${y.toFixed(0)}l7 20`;
  }
  return line(tassels, shade(hex, -0.12), 3) + fabric(body, hex, stitch)
    + line(rows, '#fffaf0', 4, 0.5) + line(rows, shade(hex, -0.35), 1.4, 0.35)
    + fold('M52 112Q126 152 200 140Q160 200 190 322Q108 220 52 112Z', 0.08)
    + line('M52 112Q126 152 200 140Q274 152 348 112', shade(hex, -0.25), 4, 0.7);
}

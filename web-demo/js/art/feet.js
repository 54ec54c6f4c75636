// Slippers from above, felt clogs from the side, socks on the line.
import { fabric, fold, line, mirrored, shade } from './draw.js';

export function slippers(hex, stitch) {
  const sole = 'M146 342C106 342 98 296 106 246C112 202 98 160 114 112C128 70 178 66 192 108C206 150 196 200 196 246C198 300 188 342 146 342Z';
  const upper = 'M147 334C113 334 107 294 114 246C119 204 106 160 121 115C133 80 174 76 185 111C198 152 188 204 188 246C190 298 180 334 147 334Z';
  const opening = 'M149 322C126 322 122 290 125 254C127 214 140 196 154 196C168 196 178 216 178 254C179 290 173 322 149 322Z';
  const one = `<path d="${sole}" fill="#3b322c"/>${fabric(upper, hex, stitch)}
    ${fold('M147 334C113 334 107 294 114 246C119 204 106 160 121 115Q118 160 126 200Q116 260 126 322Z', 0.12)}
    <path d="${opening}" fill="${shade(hex, -0.5)}"/>
    <path d="M150 314C131 314 129 290 131 262C133 228 142 212 154 212C166 212 172 230 172 262C172 292 168 314 150 314Z" fill="#dcc39c"/>
    ${line('M140 296q10 5 22 0M138 284q12 6 26 0', '#a98a5e', 2)}
    ${line(opening, shade(hex, 0.45), 4)}${line('M122 130C136 112 170 110 184 126', shade(hex, 0.25), 2, 0.5)}`;
  return `<g transform="rotate(-6 150 210) translate(-2 0)">${one}</g>${mirrored(`<g transform="rotate(-6 150 210) translate(-2 0)">${one}</g>`)}`;
}

export function clogs(hex, stitch) {
  const one = `<path d="M62 292C58 276 62 264 74 264L306 250C326 250 334 262 330 280C326 298 316 302 300 302H84C70 302 64 300 62 292Z" fill="#c79d6d"/>
    ${line('M80 284h.1M104 276h.1M128 288h.1M150 274h.1M176 286h.1M204 272h.1M230 286h.1M256 268h.1M284 282h.1M306 268h.1', '#8c6337', 5)}
    <path d="M60 292Q64 306 84 306H300Q322 306 329 286L331 294Q324 320 300 320H84Q62 318 60 292Z" fill="#4d4038"/>
    <path d="M210 202C236 214 300 214 314 226C326 238 322 250 306 252L214 262Z" fill="${shade(hex, -0.45)}"/>
    ${fabric('M70 270C58 214 94 172 148 168C184 166 206 182 216 204C226 226 222 250 226 262Z', hex, stitch)}
    ${fabric('M222 262L226 246Q276 246 310 226Q328 234 318 252Z', shade(hex, -0.06), stitch)}
    ${line('M150 168C190 168 212 186 218 208C224 228 222 246 226 260', shade(hex, 0.4), 5)}
    ${fold('M70 270C66 250 68 232 76 216Q84 248 130 266Z', 0.14)}`;
  return `<g transform="translate(40 -62) scale(.86)">${one}</g><g transform="translate(0 22)">${one}</g>`;
}

export function socks(hex, stitch) {
  const sock = 'M4 30H56L54 128C54 146 74 152 90 162C110 176 104 204 80 204H48C18 204 0 188 2 158Z';
  const toe = 'M74 154C80 158 86 160 90 162C110 176 104 204 80 204H70Q62 176 74 154Z';
  const heel = 'M2 140C2 150 2 154 2 158C0 188 14 200 32 203Q36 160 2 140Z';
  const one = (x, tint, tilt) => `<g transform="translate(${x} 96) rotate(${tilt} 30 0)">
    ${fabric(sock, tint, stitch)}${fabric(toe, shade(tint, -0.3), 'stockinette')}${fabric(heel, shade(tint, -0.3), 'stockinette')}
    ${line('M4 56H55M4 66H55', '#fff6e6', 4, 0.75)}${fabric('M2 8H58L57 40H3Z', shade(tint, -0.14), 'rib')}
    <rect x="24" y="-14" width="11" height="34" rx="3" fill="#b98a5c"/><path d="M24 2h11" stroke="#7b5a3c" stroke-width="2"/></g>`;
  return line('M20 92Q200 122 380 92', '#7b5a44', 3) + one(54, shade(hex, 0.25), 3) + one(158, hex, 0) + one(262, shade(hex, -0.28), -3);
}

// Blanket, cushion and hot-water bottle.
import { fabric, fold, fringe, line, shade } from './draw.js';

export function blanket(hex, stitch) {
  const cream = '#f2e7d0';
  const front = 'M104 96Q104 84 116 84H262Q274 84 274 96V312H104Z';
  const back = 'M262 84Q306 88 306 118V282H262Z';
  return `<path d="M56 92H344" stroke="#8a6243" stroke-width="14" stroke-linecap="round"/>
    <path d="M56 88H344" stroke="#a97c58" stroke-width="3" stroke-linecap="round"/>
    ${fabric(back, shade(hex, -0.22), stitch)}${fringe([266, 282], [303, 282], 7, 22, shade(hex, -0.2))}
    ${fabric(front, hex, stitch)}
    <g fill="${cream}"><rect x="104" y="228" width="170" height="12"/><rect x="104" y="250" width="170" height="26"/><rect x="104" y="286" width="170" height="8"/></g>
    <path d="M104 228H274V294H104Z" fill="url(#${stitch})" opacity=".6"/>
    ${fringe([108, 312], [270, 312], 24, 26, cream)}
    ${fold('M104 96Q104 84 116 84H150Q138 180 146 312H104Z', 0.08)}
    ${fold('M236 84H274V312H246Q232 180 236 84Z', 0.1)}`;
}

export function cushion(hex, stitch) {
  const shape = 'M86 98Q200 122 314 98Q292 204 314 312Q200 290 86 312Q108 204 86 98Z';
  const panel = 'M153 108Q200 113 247 108Q240 204 247 302Q200 297 153 302Q160 204 153 108Z';
  const tassel = (x, y, dx) => line(`M${x} ${y}l${dx} 8M${x} ${y}l${dx * 1.4} 20M${x} ${y}l${dx * 0.4} 24`, shade(hex, -0.25), 4);
  return tassel(88, 308, -12) + tassel(312, 308, 12) + fabric(shape, hex, 'moss')
    + fabric(panel, shade(hex, 0.08), stitch) + line('M153 108Q160 204 153 302M247 108Q240 204 247 302', shade(hex, -0.4), 2, 0.4)
    + fold('M86 98Q108 204 86 312Q120 304 150 300Q118 204 132 108Q100 104 86 98Z', 0.08)
    + fold('M86 312Q200 290 314 312Q310 296 308 284Q200 268 92 284Z', 0.1);
}

export function bottle(hex, stitch) {
  const body = 'M124 182Q124 150 156 148Q178 146 178 122H222Q222 146 244 148Q276 150 276 182L284 312Q284 348 250 348H150Q116 348 116 312Z';
  return `<path d="M184 62H216V104H184Z" fill="#7b3f34"/><rect x="178" y="52" width="44" height="18" rx="7" fill="#5e2e26"/>
    ${fabric('M172 92Q200 84 228 92L232 128Q200 138 168 128Z', shade(hex, -0.12), 'rib')}
    ${fabric(body, hex, stitch)}${fold('M124 182Q124 150 156 148Q178 146 178 122H190Q186 160 160 172Q146 250 152 348Q116 348 116 312Z', 0.1)}
    ${line('M172 128Q200 138 228 128', '#f2e7d0', 6)}${line('M208 132C214 156 236 150 240 172M204 134C200 160 190 162 192 180', '#f2e7d0', 3.5)}
    <circle cx="241" cy="178" r="8" fill="#f2e7d0"/><circle cx="192" cy="186" r="8" fill="#f2e7d0"/>`;
}

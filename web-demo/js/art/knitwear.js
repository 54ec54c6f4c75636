// Sweaters, cardigan, rollneck and vest: one torso, different necks, sleeves and details.
import { both, fabric, fold, line, shade } from './draw.js';

const TORSO = 'M140 112C158 106 168 100 172 96Q200 124 228 96C232 100 242 106 260 112L278 152L274 322Q200 332 126 322L122 152Z';
const SLEEVE = 'M142 111C112 120 100 142 94 170L68 302Q84 312 106 307L129 222L131 150Z';
const CUFF = 'M68 299L62 327Q80 338 101 333L108 304Q86 309 68 299Z';
const HEM = 'M126 318Q200 328 274 318L272 346Q200 357 128 346Z';
const NECK_BACK = 'M170 96Q200 84 230 96Q200 128 170 96Z';
const NECK_BAND = 'M163 102Q200 142 237 102L229 91Q200 122 171 91Z';

export function sweater(hex, stitch) {
  return inside(NECK_BACK, hex) + sleeves(hex, stitch) + torso(hex, stitch)
    + fabric(NECK_BAND, shade(hex, -0.06), 'rib');
}

export function rollneck(hex, stitch) {
  const collar = 'M167 106L161 66Q200 54 239 66L233 106Q200 126 167 106Z';
  return sleeves(hex, stitch) + torso(hex, stitch) + fabric(collar, shade(hex, 0.05), 'rib')
    + line('M163 84Q200 97 237 84', shade(hex, -0.35), 2.5, 0.5)
    + `<path d="M161 66Q200 54 239 66Q200 79 161 66Z" fill="${shade(hex, -0.4)}"/>`;
}

export function cardigan(hex, stitch) {
  const band = 'M172 91L165 103L190 204V352H210V204L235 103L228 91L200 190Z';
  const pocket = (x) => fabric(`M${x} 256h46v48q-23 6-46 0Z`, shade(hex, -0.05), stitch)
    + line(`M${x} 262h46`, shade(hex, -0.4), 2, 0.5);
  const buttons = [206, 236, 266, 296, 328].map((y) => `<circle cx="200" cy="${y}" r="5.5" fill="#5d4030"/><path d="M198 ${y}h4" stroke="#f3e6d2" stroke-width="1.4"/>`);
  return inside('M170 94Q200 84 230 94L200 196Z', hex) + sleeves(hex, stitch)
    + fabric(openTorso(), hex, stitch) + fabric(HEM, shade(hex, -0.07), 'rib') + sides()
    + pocket(138) + pocket(216) + fabric(band, shade(hex, -0.08), 'rib') + buttons.join('');
}

export function vest(hex, stitch) {
  const armhole = 'M142 111L131 107Q118 128 112 160L122 166Q126 136 142 111Z';
  const band = 'M172 91L163 102L200 192L237 102L228 91L200 168Z';
  return inside('M170 94Q200 84 230 94L200 176Z', hex) + fabric(openTorso(178), hex, stitch)
    + fabric(HEM, shade(hex, -0.07), 'rib') + sides()
    + both(fabric(armhole, shade(hex, -0.1), 'rib')) + fabric(band, shade(hex, -0.1), 'rib');
}

function inside(path, hex) {
  return `<path d="${path}" fill="${shade(hex, -0.45)}"/>`;
}

function sleeves(hex, stitch) {
  return both(fabric(SLEEVE, shade(hex, -0.05), stitch)
    + fold('M129 222L131 150L138 118Q120 160 112 214L106 307Z') + fabric(CUFF, shade(hex, -0.1), 'rib'));
}

function torso(hex, stitch) {
  return fabric(TORSO, hex, stitch) + fabric(HEM, shade(hex, -0.07), 'rib') + sides();
}

function sides() {
  return both(fold('M122 152L140 112Q136 200 142 346L128 346L126 322Z', 0.09));
}

function openTorso(depth = 196) {
  return `M140 112C158 106 168 100 172 96L200 ${depth}L228 96C232 100 242 106 260 112L278 152L274 322Q200 332 126 322L122 152Z`;
}

// Stitches as SVG patterns: light and dark strokes that go over a yarn of any colour.

const DARK = '#1d1208';
const LIGHT = '#fffaf0';

function pattern(id, width, height, scale, body) {
  return `<pattern id="${id}" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="scale(${scale})"><g fill="none" stroke-linecap="round">${body}</g></pattern>`;
}

function stroke(path, colour, width, opacity) {
  return `<path d="${path}" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}"/>`;
}

const BODIES = {
  stockinette: [12, 9, stroke('M0 0l6 6l6-6M0 9l6 6l6-6M0-9l6 6l6-6', DARK, 1.7, 0.2)
    + stroke('M1-2l5 5l5-5M1 7l5 5l5-5', LIGHT, 1.2, 0.2)],
  rib: [13, 8, stroke('M1.5-1v10', DARK, 3.4, 0.2) + stroke('M8-1v10', LIGHT, 3, 0.16)
    + stroke('M5 2l3 2l3-2M5 6l3 2l3-2', DARK, 1, 0.13)],
  cable: [46, 24, stroke('M2-1v26M44-1v26', DARK, 3.6, 0.2) + stroke('M5-1v26M41-1v26', LIGHT, 1.6, 0.18)
    + stroke('M11 25c0-16 24-10 24-26M11 1c0-16 24-10 24-26M11 49c0-16 24-10 24-26', DARK, 3, 0.26)
    + stroke('M15 26c0-15 22-10 22-25M9 12c2-9 12-8 16-13', LIGHT, 2.2, 0.18)
    + stroke('M11-1v26M35-1v26', DARK, 1.8, 0.14)],
  moss: [10, 10, stroke('M2 2.5h1.6M7 7.5h1.6', DARK, 3, 0.2) + stroke('M2 1.2h1.4M7 6.2h1.4', LIGHT, 1.4, 0.26)],
  herringbone: [28, 14, stroke('M0 14l14-14l14 14M0 7l14-14l14 14M0 21l14-14l14 14', LIGHT, 2.4, 0.26)
    + stroke('M0 17.5l14-14l14 14M0 10.5l14-14l14 14M0 3.5l14-14l14 14', DARK, 1.4, 0.16)],
};

export const STITCHES = Object.keys(BODIES);

/** The pattern definitions; a close-up asks for a larger scale. */
export function stitchDefs(scale = 1) {
  return STITCHES.map((id) => pattern(id, BODIES[id][0], BODIES[id][1], scale, BODIES[id][2])).join('');
}

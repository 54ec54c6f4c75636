// Small helpers that every drawing uses: shades of a yarn, fabric with its stitches, mirroring.

/** A lighter (amount > 0) or darker (amount < 0) shade of a #rrggbb colour. */
export function shade(hex, amount) {
  const target = amount > 0 ? 255 : 0;
  const channel = (at) => {
    const value = parseInt(hex.slice(at, at + 2), 16);
    return Math.round(value + (target - value) * Math.abs(amount)).toString(16).padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** A piece of fabric: the shape in its colour, the same shape again in its stitches. */
export function fabric(path, hex, stitch) {
  return `<path d="${path}" fill="${hex}"/><path d="${path}" fill="url(#${stitch})"/>`;
}

/** The drawing and its mirror image about the vertical centre line. */
export function both(svg) {
  return svg + mirrored(svg);
}

export function mirrored(svg) {
  return `<g transform="translate(400 0) scale(-1 1)">${svg}</g>`;
}

/** Soft shade along one side, so that flat shapes read as round. */
export function fold(path, opacity = 0.12) {
  return `<path d="${path}" fill="#1d1208" opacity="${opacity}"/>`;
}

export function line(path, colour, width = 2, opacity = 1) {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" opacity="${opacity}"/>`;
}

/** Fringes: `count` short threads from left to right along a straight edge. */
export function fringe(from, to, count, length, colour) {
  let path = '';
  for (let i = 0; i < count; i += 1) {
    const t = i / (count - 1);
    const x = from[0] + (to[0] - from[0]) * t;
    const y = from[1] + (to[1] - from[1]) * t;
    path += `M${x.toFixed(1)} ${y.toFixed(1)}l${i % 2 ? 2 : -2} ${length}`;
  }
  return line(path, colour, 3.4);
}

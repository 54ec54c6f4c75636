"""Draws measured series over time as one SVG: a panel a quantity, each with its own scale from zero."""
import math

WIDTH, PANEL, LEFT, TOP, GAP = 860, 110, 64, 46, 34
COLOURS = ["#2f6f8f", "#c2571a", "#5a7d2a"]


def nice(top):
    """The round number at or above it."""
    if top <= 0:
        return 1
    step = 10 ** math.floor(math.log10(top))
    return next(n * step for n in (1, 2, 2.5, 5, 10) if n * step >= top)


def number(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:g}"


def panel(title, series, seconds, marks, top):
    height = nice(max((v for _, points in series for _, v in points), default=1))
    wide = WIDTH - LEFT - 16
    x = lambda at: LEFT + wide * at / seconds
    y = lambda value: top + PANEL * (1 - value / height)
    yield f'<text x="{LEFT}" y="{top - 8}" class="title">{title}</text>'
    for share in (0, 0.5, 1):
        yield f'<line x1="{LEFT}" x2="{LEFT + wide}" y1="{y(share * height):.1f}" y2="{y(share * height):.1f}" class="grid"/>'
        yield f'<text x="{LEFT - 6}" y="{y(share * height) + 4:.1f}" class="scale">{number(share * height)}</text>'
    for begin, end in marks:
        yield f'<rect x="{x(begin):.1f}" width="{x(end) - x(begin):.1f}" y="{top}" height="{PANEL}" class="mark"/>'
    for place, ((name, points), colour) in enumerate(zip(series, COLOURS)):
        line = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in points)
        yield f'<polyline points="{line}" stroke="{colour}"/>'
        if name:
            yield f'<text x="{LEFT + wide - 90 * place}" y="{top - 8}" class="scale" style="fill:{colour}">{name}</text>'


def svg(title, panels, marks=()):
    """`panels`: (title, [(name, [(second, value), ...]), ...]); `marks`: spans of seconds to shade."""
    seconds = max(at for _, series in panels for _, points in series for at, _ in points)
    height = TOP + len(panels) * (PANEL + GAP) + 10
    body = [f'<text x="{LEFT}" y="20" class="title">{title}</text>']
    for place, (name, series) in enumerate(panels):
        body += panel(name, series, seconds, marks, TOP + 14 + place * (PANEL + GAP))
    for part in range(5):
        at = seconds * part / 4
        text = f"{at / 60:.0f} min" if seconds >= 240 else f"{at:.0f} s"
        body.append(f'<text x="{LEFT + (WIDTH - LEFT - 16) * part / 4:.0f}" y="{height - 6}" class="scale">{text}</text>')
    style = ("text{font:12px sans-serif;fill:#333}.title{font-weight:600}.scale{font-size:11px;text-anchor:end}"
             "polyline{fill:none;stroke-width:1.4}.grid{stroke:#ddd}.mark{fill:#c2571a;opacity:.13}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
            f'<style>{style}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(body)}</svg>\n')

"""Curves over time as SVG, without a library: there is none on the machine that measures."""

import math
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, GAP = 900, 220, 64, 16, 30, 46
COLOURS = ["#1f6f8b", "#d1495b", "#8d6a9f", "#66a182"]


class Panel:
    """One diagram. `log`: the values go from `least` up by powers of ten."""

    def __init__(self, title, unit, log=False, least=1.0, most=None):
        self.title, self.unit, self.log, self.least, self.most = title, unit, log, least, most

    def scale(self, curves):
        top = max([v for points in curves.values() for _, v in points] + [self.least])
        if not self.log:
            high = self.most or top * 1.05 or 1.0
            return lambda v: min(v, high) / high, [high * i / 4 for i in range(5)]
        low, high = math.floor(math.log10(self.least)), math.ceil(math.log10(top * 1.01))
        ticks = [10.0**i for i in range(low, high + 1)]
        return lambda v: (math.log10(max(v, self.least)) - low) / max(1, high - low), ticks


def svg(title, shaded, panels):
    """`panels`: pairs of a Panel and its curves {name: [(seconds, value)]}; `shaded`: (from, to) in seconds."""
    last = max(t for _, curves in panels for points in curves.values() for t, _ in points)
    height = 40 + len(panels) * (HEIGHT + GAP) + 10
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="15">{escape(title)}</text>',
    ]

    def x(seconds):
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / last

    for n, (panel, curves) in enumerate(panels):
        top = 40 + n * (HEIGHT + GAP) + TOP
        bottom = top + HEIGHT - TOP
        part, ticks = panel.scale(curves)

        def y(value):
            return bottom - (bottom - top) * part(value)

        out.append(
            f'<rect x="{x(shaded[0]):.1f}" y="{top}" width="{x(shaded[1]) - x(shaded[0]):.1f}" height="{bottom - top}" fill="#f4e9d8"/>'
        )
        out.append(f'<text x="{LEFT}" y="{top - 8}">{escape(panel.title)}</text>')
        for tick in ticks:
            out.append(
                f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#ddd"/>'
                f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}{escape(panel.unit)}</text>'
            )
        step = 5 if last <= 60 else 10
        for second in range(0, int(last) + 1, step):
            out.append(f'<text x="{x(second):.1f}" y="{bottom + 15}" text-anchor="middle">{second} s</text>')
        for i, (name, points) in enumerate(curves.items()):
            colour = COLOURS[i % len(COLOURS)]
            path = " ".join(f"{x(t):.1f},{y(v):.1f}" for t, v in points)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out.append(
                f'<text x="{WIDTH - RIGHT - 150 * (len(curves) - i) + 20}" y="{top - 8}" fill="{colour}">{escape(name)}</text>'
            )
    return "\n".join(out + ["</svg>"]) + "\n"

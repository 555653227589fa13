"""One look for every figure: colours that a colour-blind reader tells apart (Okabe and Ito)."""
import textwrap

import matplotlib
from matplotlib.ticker import ScalarFormatter

SERIES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#303030"]
MARKERS = "osD^vP*X<>"
DASHES = ["-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5))]

# What a check or an order study was judged to be: colour, marker.
VERDICTS = {"pass": ("#0072B2", "o"), "fail": ("#D55E00", "X"), "unresolved": ("#E69F00", "D"), "none": ("#9a9a9a", "o")}
VERDICT_WORDS = {"pass": "black", "fail": "#C04F00", "unresolved": "#8A6100", "none": "black"}  # dark enough to read

matplotlib.rcParams.update({
    "figure.dpi": 100, "figure.facecolor": "white", "axes.titley": 1.0, "axes.titlepad": 5,
    "xtick.labelsize": 8, "ytick.labelsize": 8, "path.simplify": True, "path.simplify_threshold": 0.3,
    "font.size": 9, "axes.titlesize": 9, "axes.labelsize": 8.5, "legend.fontsize": 8, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6, "axes.axisbelow": True, "lines.linewidth": 1.5, "svg.hashsalt": "kolmo",
    "axes.formatter.useoffset": False, "svg.fonttype": "none", "pdf.fonttype": 42,
})


class WrittenOut(ScalarFormatter):
    """Ticks of an axis from left to right that bear their power of ten themselves (−5·10⁻⁹): at the end of the axis it lies on the label."""

    def __call__(self, x, pos=None):
        words = super().__call__(x, pos)
        if not words or x == 0 or self.orderOfMagnitude == 0:
            return words
        return words + "·10" + str(self.orderOfMagnitude).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

    def get_offset(self):
        return ""


def series_style(place):
    """Colour, marker and line style of a numbered curve; 70 of them differ in two of the three."""
    return SERIES[place % len(SERIES)], MARKERS[place % len(MARKERS)], DASHES[place // len(SERIES) % len(DASHES)]


def tapered(count):
    """Sizes of markers and widths of lines that fall from the first drawn to the last: curves which agree are all seen."""
    if count == 1:
        return [(4.0, 1.1)]
    return [(6.0 - 2.5 * place / (count - 1), 2.2 - 1.2 * place / (count - 1)) for place in range(count)]


def wrapped(words, width, lines=2):
    """Words in at most so many lines of so many letters."""
    return textwrap.fill(words, width, max_lines=lines, placeholder=" …")


def selected(count, most):
    """At most `most` indices out of `count`, evenly spread, first and last among them; the last where there is one."""
    if count <= most:
        return list(range(count))
    if most == 1:
        return [count - 1]
    return sorted({round(i * (count - 1) / (most - 1)) for i in range(most)})

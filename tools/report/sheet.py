"""A figure of equal cells, each with a panel or several above each other and labels of its own.

A page shows the cells side by side and wraps them: on a narrow screen they stand below each other, as large as on a wide
one. A slide shows the figure as a whole. All lengths are in inches; nothing is measured to be fitted, which would cost more
than drawing.
"""
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from kolmo.number_text import number
from kolmo.style import WrittenOut, wrapped

WIDTH = 3.1          # of a cell: 298 CSS pixels; four stand side by side on a wide page, one on a telephone
TITLE_LETTERS = 40  # of a line of a title in such a cell


@dataclass
class Cell:
    """Where a cell lies on the figure: its left edge, its top below the figure's top, its size."""

    left: float
    top: float
    width: float
    height: float
    axes: list


class Sheet:
    """`count` cells of panels of these heights, at most `per_row` in a row of the figure."""

    def __init__(self, count, heights, *, width=WIDTH, left=0.68, right=0.2, top=0.28, bottom=0.46, gap=0.14, per_row=None):
        if per_row is None:
            per_row = min(count, 4)
        rows = -(-count // per_row)
        height = top + sum(heights) + gap * (len(heights) - 1) + bottom
        size = (per_row * width, rows * height)
        self.left = left
        self.figure = Figure(figsize=size)
        self.cells = []
        for place in range(count):
            cell = Cell(place % per_row * width, place // per_row * height, width, height, [])
            upper = size[1] - cell.top - top
            for panel in heights:
                upper -= panel
                axis = self.figure.add_axes([(cell.left + left) / size[0], upper / size[1],
                                             (width - left - right) / size[0], panel / size[1]])
                upper -= gap
                for scale in (axis.xaxis, axis.yaxis):
                    scale.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10], min_n_ticks=2))  # a tick takes 1 ms
                axis.xaxis.set_major_formatter(WrittenOut())
                axis.xaxis.set_label_coords(0.5, -0.27 / panel)
                axis.yaxis.set_label_coords(-(left - 0.17) / (width - left - right), 0.5)
                cell.axes.append(axis)
            for axis in cell.axes[:-1]:
                axis.tick_params(axis="x", labelbottom=False)
            self.cells.append(cell)

    @property
    def axes(self):
        """axes[panel of a cell, cell]."""
        return np.array([cell.axes for cell in self.cells], dtype=object).T

    def y_label(self, axis, words, letters=40):
        """The words left of an axis in at most two lines: the second grows to the left, so that both begin nearer to the axis."""
        words = wrapped(words, letters, 2)
        long = "\n" in words
        axis.set_ylabel(words, fontsize=7 if long or len(words) > 38 else 8)
        if long:
            axis.yaxis.set_label_coords(-(self.left - 0.29) / (axis.get_position().width * self.figure.get_figwidth()), 0.5)

    def title(self, place, words, lines=1, down=0.05, **options):
        """The title of a cell, from its left edge on, so far below its top."""
        cell = self.cells[place]
        width, height = self.figure.get_size_inches()
        options = {"fontsize": 9, "weight": "bold", **options}
        letters = int(TITLE_LETTERS * cell.width / WIDTH * 9 / options["fontsize"])
        words = "\n".join(wrapped(line, letters, lines) for line in words.split("\n"))
        self.figure.text((cell.left + 0.06) / width, 1 - (cell.top + down) / height, words, va="top", **options)


def same_limits(axes, **limits):
    """The same limits for all of these axes (`x=(…)`, `y=(…)`, or `y=None`: what holds all)."""
    for name, limit in limits.items():
        read, write = f"get_{name}lim", f"set_{name}lim"
        if limit is None:
            each = [getattr(axis, read)() for axis in np.ravel(axes)]
            limit = min(low for low, _ in each), max(high for _, high in each)
        for axis in np.ravel(axes):
            getattr(axis, write)(*limit)


class Decades(LogLocator):
    """At most four powers of ten; 1, 2 and 5 of each where the axis is too short for two; plain ticks where these are too few."""

    def tick_values(self, vmin, vmax):
        vmin, vmax = sorted((max(vmin, 1e-300), max(vmax, 1e-300)))
        low, high = np.log10((vmin, vmax))
        exponents = np.arange(np.ceil(low - 1e-9), np.floor(high + 1e-9) + 1)
        if len(exponents) >= 2:
            return 10.0 ** exponents[exponents % -(-len(exponents) // 4) == 0]
        for digits in ([1, 3], [1, 2, 5]):
            fine = np.outer(10.0 ** np.arange(np.floor(low), np.ceil(high) + 1), digits).ravel()
            fine = fine[(fine >= 10 ** (low - 1e-9)) & (fine <= 10 ** (high + 1e-9))]
            if len(fine) >= 2:
                return fine
        plain = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3).tick_values(vmin, vmax)
        return plain[(plain >= vmin) & (plain <= vmax)]


def power_of_ten(value, _=None):
    """10⁻³, 2·10⁻³."""
    if not value > 0:
        return ""
    exponent = int(np.floor(np.log10(value) + 1e-9))
    factor = number(round(value / 10.0**exponent, 3))
    if -2 < exponent < 3:
        return number(value)
    power = "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return power if factor == "1" else f"{factor}·{power}"


def logarithmic(axis, *names):
    """Make the axes `names` of a panel logarithmic, with few labels and no small ticks."""
    for name in names:
        getattr(axis, f"set_{name}scale")("log")
        scale = getattr(axis, f"{name}axis")
        scale.set_major_locator(Decades())
        scale.set_minor_locator(NullLocator())
        scale.set_major_formatter(FuncFormatter(power_of_ten))

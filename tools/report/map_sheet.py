"""A sheet of maps of equal size, a row a name and a column a time, drawn as one image in one pair of axes."""
import matplotlib
import numpy as np
from matplotlib.ticker import MaxNLocator

from .style import panels

EMPTY = matplotlib.colors.to_rgba("#f4f4f4")


class MapSheet:
    """Tiles that show the part of the plane where the reference density is visible; the sheet's unit is a cell."""

    def __init__(self, reference, rows, names):
        self.x, self.y = (reference.coordinate(name) for name in ("x", "y"))
        seen = np.nanmax(reference.values[rows], axis=0)
        mask = seen > 3e-3 * np.nanmax(seen)
        self.x, self.y = _visible(self.x, mask.any(axis=1)), _visible(self.y, mask.any(axis=0))
        self.names, self.columns = names, len(rows)
        self.gap = max(1, round(0.04 * max(len(self.x), len(self.y))))
        self.pitch = np.array([len(self.x) + self.gap, len(self.y) + self.gap])
        width = 2.1
        height = width * float(np.clip(np.ptp(self.y) / (np.ptp(self.x) or 1), 0.4, 1.6))
        cell = width / len(self.x)
        gap_y = self.gap * height / len(self.y)
        size = len(names) * height + (len(names) - 1) * gap_y
        self.figure, axes = panels([size], 1, self.columns * width + (self.columns - 1) * self.gap * cell, left=1.5)
        self.axis = axes[0, 0]
        self.pixels = np.ones((len(names) * self.pitch[1] - self.gap, self.columns * self.pitch[0] - self.gap, 4))
        for row in range(len(names)):
            for column in range(self.columns):
                self._tile(row, column)[:] = EMPTY

    def _tile(self, row, column):
        left, top = column * self.pitch[0], row * self.pitch[1]
        return self.pixels[top:top + len(self.y), left:left + len(self.x)]

    def _place(self, row, column, points):
        """Where points[:, 2] lie on the sheet; those outside the tile are left out."""
        step = np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])
        cells = (points - [self.x[0], self.y[0]]) / step + 0.5
        cells = cells[((cells >= 0) & (cells <= [len(self.x), len(self.y)])).all(axis=1)]
        return column * self.pitch[0] + cells[:, 0], row * self.pitch[1] + len(self.y) - cells[:, 1]

    def fill(self, row, column, variable, values, colours, low, high):
        """Colour a tile by the values[x, y] of a variable: the cell of it that is nearest to each of the sheet's."""
        i, j = _nearest(variable.coordinate("x"), self.x), _nearest(variable.coordinate("y"), self.y)
        scaled = (values[np.ix_(i, j)] - low) / ((high - low) or 1)
        self._tile(row, column)[:] = matplotlib.colormaps[colours](scaled.T[::-1])

    def dots(self, row, column, points, **options):
        self.axis.scatter(*self._place(row, column, points), **options)

    def note(self, row, column, words):
        """Words in the lower left corner of a tile."""
        self.axis.text(column * self.pitch[0] + 0.03 * len(self.x), row * self.pitch[1] + 0.97 * len(self.y), words,
                       fontsize=7.5, va="bottom", bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5})

    def finished(self, titles):
        """The figure, with its labels."""
        axis, (wide, high) = self.axis, self.pixels.shape[1::-1]
        axis.imshow(self.pixels, extent=(0, wide, high, 0), aspect="auto", interpolation="nearest")
        axis.set(xlim=(0, wide), ylim=(high, 0))
        axis.grid(False)
        axis.spines[:].set_visible(False)
        for column, title in enumerate(titles):
            axis.annotate(title, (column * self.pitch[0] + len(self.x) / 2, 0), xytext=(0, 5), ha="center", fontsize=9.5,
                          textcoords="offset points", annotation_clip=False)
            axis.annotate("x", (column * self.pitch[0] + len(self.x) / 2, high), xytext=(0, -30), ha="center",
                          textcoords="offset points", annotation_clip=False)
        for row, name in enumerate(self.names):
            axis.annotate(f"{name}\ny", (0, row * self.pitch[1] + len(self.y) / 2), xytext=(-30, 0), ha="right", va="center",
                          multialignment="center", rotation=90, textcoords="offset points", annotation_clip=False)
        x, y = _round_numbers(self.x), _round_numbers(self.y)
        spots = [self._place(0, column, np.column_stack([x, np.full(len(x), self.y[0])]))[0] for column in range(len(titles))]
        axis.set_xticks(np.concatenate(spots), [f"{value:g}" for value in x] * len(titles))
        spots = [self._place(row, 0, np.column_stack([np.full(len(y), self.x[0]), y]))[1] for row in range(len(self.names))]
        axis.set_yticks(np.concatenate(spots), [f"{value:g}" for value in y] * len(self.names))
        return self.figure


def _visible(values, seen):
    """The part of an axis where something is seen, with a margin of 5 %."""
    inside = np.flatnonzero(seen)
    if inside.size < 2:
        return values
    margin = int(np.ceil(0.05 * (inside[-1] - inside[0])))
    return values[max(0, inside[0] - margin):inside[-1] + margin + 1]


def _nearest(values, wanted):
    return np.abs(values[:, None] - wanted).argmin(axis=0)


def _round_numbers(values):
    ticks = MaxNLocator(4).tick_values(values[0], values[-1])
    return ticks[(ticks >= values[0]) & (ticks <= values[-1])]

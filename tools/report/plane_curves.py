"""Curves in a plane: geodesics, paths over a potential, tubes of transitions; groups with x and y on (curve, place)."""
import numpy as np

from kolmo import wording
from kolmo.style import series_style

from .picture import Picture
from .sheet import Sheet

MOST_NAMED = 8  # curves; more of them are lines of one field, which need no names


def draw(problem):
    """One panel for each group of the part that holds such curves, over the level lines of `level` on (level_y, level_x) where it is there."""
    groups = [(name, group) for name, group in problem.groups.items()
              if all(key in group.variables and group.variables[key].has("curve", "place") for key in ("x", "y"))]
    if not groups:
        return []
    sheet = Sheet(len(groups), [2.3])
    for cell, (name, group) in enumerate(groups):
        axis = sheet.cells[cell].axes[0]
        _background(axis, group)
        x, y = group.use("x"), group.use("y")
        alike = len(x.values) > MOST_NAMED
        for row, label in enumerate(_names(x, name)):
            colour, _, dashes = series_style(0 if alike else row)
            axis.plot(x.values[row], y.values[row], color=colour, linestyle=dashes, linewidth=0.8 if alike else 1.1,
                      label=None if alike else label)
        _marks(axis, group)
        _one_scale(axis)
        axis.set_xlabel(x.attributes.get("long_name", "x"), fontsize=8)
        axis.set_ylabel(y.attributes.get("long_name", "y"), fontsize=8)
        sheet.title(cell, wording.title(name), lines=2)
    levels = dict.fromkeys(group.variables["level"].attributes.get("long_name", "level") for _, group in groups if "level" in group.variables)
    return [Picture("plane_curves", "Curves in the plane", "Each curve from its beginning to its end" +
                    (f", over level lines of {' and of '.join(levels)}." if levels else "."), sheet, shared_legend=False)]


def _names(x, group):
    """What the curves are called: their names in the file, else what the group is called, with a number where there are several."""
    names = x.coordinate("curve")
    if names.dtype.kind not in "fiu":
        return list(map(str, names))
    return [wording.title(group) + (f" {row + 1}" if len(names) > 1 else "") for row in range(len(names))]


def _marks(axis, group):
    """Places with names, which are a kind and a number: a marker for each kind."""
    if "mark_x" not in group.variables:
        return
    x, y = group.use("mark_x"), group.use("mark_y")
    kinds = [str(name).rstrip("0123456789 ") for name in x.coordinate("mark")]
    for kind, marker in zip(dict.fromkeys(kinds), "oXvs^D"):
        rows = [row for row, other in enumerate(kinds) if other == kind]
        axis.plot(x.values[rows], y.values[rows], marker, color="black", markersize=5, markeredgecolor="white", markeredgewidth=0.6, label=kind, zorder=4)


def _one_scale(axis):
    """The same length for one on both axes where both span about as much: circles are round."""
    width, height = np.ptp(axis.get_xlim()), np.ptp(axis.get_ylim())
    if max(width, height) < 2 * min(width, height):
        axis.set_aspect("equal", adjustable="datalim")


def _background(axis, group):
    if "level" not in group.variables or not group.variables["level"].has("level_y", "level_x"):
        return
    level = group.use("level")
    axis.contour(level.coordinate("level_x"), level.coordinate("level_y"), level.values, levels=14, colors="0.75", linewidths=0.6, linestyles="solid")

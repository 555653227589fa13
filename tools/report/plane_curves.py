"""Curves in a plane: geodesics, paths over a potential, tubes of transitions; groups with x and y on (curve, place)."""
import numpy as np

from kolmo import wording
from kolmo.style import series_style

from .picture import Picture
from .sheet import Sheet


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
        for row, label in enumerate(_names(x, name)):
            colour, _, dashes = series_style(row)
            axis.plot(x.values[row], y.values[row], color=colour, linestyle=dashes, linewidth=1.1, label=label)
        _one_scale(axis)
        axis.set_xlabel(x.attributes.get("long_name", "x"), fontsize=8)
        axis.set_ylabel(y.attributes.get("long_name", "y"), fontsize=8)
        sheet.title(cell, wording.title(name), lines=2)
    return [Picture("plane_curves", "Curves in the plane", "Each curve from its beginning to its end; level lines, where there are "
                    "some, are those of the potential.", sheet, shared_legend=False)]


def _names(x, group):
    """What the curves are called: their names in the file, else what the group is called, with a number where there are several."""
    names = x.coordinate("curve")
    if names.dtype.kind not in "fiu":
        return list(map(str, names))
    return [wording.title(group) + (f" {row + 1}" if len(names) > 1 else "") for row in range(len(names))]


def _one_scale(axis):
    """The same length for one on both axes where both span about as much: circles are round."""
    width, height = np.ptp(axis.get_xlim()), np.ptp(axis.get_ylim())
    if max(width, height) < 2 * min(width, height):
        axis.set_aspect("equal", adjustable="datalim")


def _background(axis, group):
    if "level" not in group.variables or not group.variables["level"].has("level_y", "level_x"):
        return
    level = group.use("level")
    axis.contour(level.coordinate("level_x"), level.coordinate("level_y"), level.values, levels=14, colors="0.75", linewidths=0.6)

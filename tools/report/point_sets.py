"""Sets of points in a plane beside each other: groups with `place` on (set, point, component)."""
from kolmo.style import series_style

from .picture import Picture
from .sheet import Sheet, same_limits


def draw(problem):
    """One panel for each set of a group; the first, which the others are compared with, lies under each of them."""
    pictures = []
    for name, group in problem.groups.items():
        if "place" not in group.variables or not group.variables["place"].has("set", "point", "component"):
            continue
        place = group.use("place")
        names, axes = ([str(text) for text in place.coordinate(dimension)] for dimension in ("set", "component"))
        if len(axes) != 2:
            continue
        sheet = Sheet(len(names), [2.6])
        alternatives = {}
        for row, label in enumerate(names):
            axis, points = sheet.cells[row].axes[0], place.values[row]
            if row > 0:
                axis.scatter(*place.values[0].T, s=4, color="#bbbbbb", linewidths=0, zorder=1, label=f"{names[0].replace('_', ' ')}, beneath")
            axis.scatter(*points.T, s=5, color=series_style(row)[0] if row else "#202020", alpha=0.7, linewidths=0, zorder=2,
                         label=label.replace("_", " "))
            axis.set_xlabel(axes[0])
            axis.set_ylabel(axes[1])
            sheet.title(row, f"{label.replace('_', ' ')}, {len(points)} points")
            alternatives[row] = "means " + ", ".join(f"{mean:.3g}" for mean in points.mean(axis=0))
        same_limits(sheet.axes, x=None, y=None)
        pictures.append(Picture(name, "Points in the plane", f"{place.label}; grey under each set are the points of the first.", sheet,
                                alternatives=alternatives))
    return pictures

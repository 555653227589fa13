"""A sweep: quantities and checks against the swept values, and the points that could not be computed."""
import numpy as np

from kolmo import error_bars, roads
from kolmo.number_text import number
from kolmo.style import VERDICTS, series_style

from .picture import Picture
from .sheet import Sheet, logarithmic

MOST_CHECKS = 24
FIELD = 30  # an axis of numbers that is longer is one of space: its variables are in the file, not in this figure


def axes_of(root):
    """The names of the swept axes; none where the file is of one run."""
    return root.attributes.get("swept", "").split()


def draw(problem):
    axes = axes_of(problem.root)
    return [picture for picture in (_quantities(problem, axes), _checks(problem, axes)) if picture is not None]


def _taken(group, name, axes):
    """Whether a variable is drawn against the first swept axis, and the axis of names that gives its curves (or None)."""
    variable = group.variables[name]
    if variable.dimensions[:len(axes)] != tuple(axes) or variable.values.dtype.kind != "f" or error_bars.stands_beside(group, name) \
            or not np.isfinite(variable.values).any():
        return False, None
    names = [d for d in variable.dimensions[len(axes):] if d in variable.coordinates and variable.coordinate(d).dtype.kind not in "fiu"]
    numbers = [d for d in variable.dimensions[len(axes):] if d not in names]
    long = any(variable.values.shape[variable.dimensions.index(d)] > FIELD for d in numbers)
    if variable.values.size > 1 and np.ptp(variable.values[np.isfinite(variable.values)]) == 0:
        return False, None  # the same at every point
    return not long and len(names) <= 1, names[0] if names else None


def _walk(group):
    yield from ((group, name) for name in group.variables)
    for name, child in group.groups.items():
        if name not in ("checks", "convergence", "distances"):
            yield from _walk(child)


def _rows(variable, values, across, axes):
    """(name, values on the first swept axis) for each name across; other axes at their last place."""
    index = tuple(slice(None) if d == axes[0] or d == across else -1 for d in variable.dimensions)
    picked = values[index]
    return np.atleast_2d(picked.T if across is not None else picked)


def _quantities(problem, axes):
    found = [(group, name, across) for group, name in _walk(problem) for good, across in [_taken(group, name, axes)] if good]
    if not found:
        return None
    sheet = Sheet(len(found), [1.9], left=0.78, top=0.44)
    for place, (group, name, across) in enumerate(found):
        variable, axis = group.variables[name], sheet.cells[place].axes[0]
        scale = variable.coordinates[axes[0]]
        x = scale.values if scale.values.dtype.kind in "fiu" else np.arange(len(scale.values))
        bars = error_bars.beside(group, name)
        group.used.update({name, *(bar.name for bar in bars.values())})
        names = [None] if across is None else list(map(str, variable.coordinate(across)))
        values = _rows(variable, variable.values, across, axes)
        spread = _rows(variable, bars["standard_error"].values, across, axes) if "standard_error" in bars else None
        for row, label in enumerate(names):
            if not np.isfinite(values[row]).any():
                continue
            colour, marker, dashes = series_style(row)
            if across == "road":
                road = roads.find(group, label)
                colour, dashes, label = road.colour, road.dashes, road.label
            axis.plot(x, values[row], color=colour, linestyle=dashes, marker=marker, markersize=3.5, linewidth=1.1,
                      label=label.replace("_", " ") if label else None)
            if spread is not None:
                axis.errorbar(x, values[row], yerr=np.nan_to_num(spread[row]), fmt="none", ecolor=colour, elinewidth=0.9)
        _names(axis, scale)
        axis.set_xlabel(axes[0].replace("_", " "))
        sheet.y_label(axis, variable.label, 34)
        last = [f"{d} = {_text(variable.coordinate(d)[-1])}" for d in variable.dimensions if d not in (axes[0], across)]
        sheet.title(place, variable.label + (f", {', '.join(last)}" if last else ""), lines=2)
    return Picture("sweep", f"Against {axes[0].replace('_', ' ')}",
                   "Quantities at the points of the sweep; bars are one standard error. On axes that are not drawn the last place is "
                   "taken, as the titles say.", sheet)


def _names(axis, scale):
    if scale.values.dtype.kind not in "fiu":
        axis.set_xticks(np.arange(len(scale.values)), [str(value)[:12] for value in scale.values])


def _text(value):
    return number(float(value)) if isinstance(value, (float, np.floating)) else str(value)


def _checks(problem, axes):
    """How much of its tolerance each check takes at each point: the checks that take the most, over all points."""
    group = problem.group("checks")
    columns = [group.variables.get(name) for name in ("id", "expected", "observed", "tolerance", "verdict")]
    if any(column is None for column in columns) or columns[2].values.ndim != len(axes) + 1:
        return None
    ids, expected, observed, tolerance, verdict = columns
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(tolerance.values > 0, np.abs(observed.values - expected.values) / tolerance.values, np.nan)
    points = int(np.prod(share.shape[:-1]))
    flat, verdicts = share.reshape(points, -1), verdict.values.reshape(points, -1)
    meanings = verdict.attributes.get("flag_meanings", "").split()
    largest = np.nanmax(np.where(np.isfinite(flat), flat, -1), axis=0)
    shown = np.argsort(-largest, kind="stable")[:MOST_CHECKS]
    scale = observed.coordinates[axes[0]]
    sheet = Sheet(1, [0.19 * len(shown) + 0.1], width=6.2, left=3.1, top=0.44)
    axis = sheet.cells[0].axes[0]
    for word in ("pass", "unresolved", "fail"):
        colour, marker = VERDICTS[word]
        good = np.array([[meanings[flag] == word for flag in row] for row in verdicts[:, shown]]) & np.isfinite(flat[:, shown])
        place, row = np.nonzero(good)
        if len(place):
            sizes = 8 + 26 * (place + 1) / points
            axis.scatter(flat[:, shown][good], row, s=sizes, marker=marker, color=colour, alpha=0.7, linewidths=0, label=word)
    logarithmic(axis, "x")
    axis.axvline(1, color="#303030", linewidth=0.9)
    axis.set_yticks(np.arange(len(shown)), [_short(str(ids.values[k]).split("/", 1)[-1]) for k in shown], fontsize=7)
    axis.set_ylim(len(shown) - 0.5, -0.5)
    axis.set_xlabel("difference over tolerance")
    sheet.title(0, f"The {len(shown)} checks of {len(largest)} that take the most of their tolerance")
    return Picture("sweep_checks", "Checks over the sweep", f"A dot for each point: small at the first value of {axes[0].replace('_', ' ')} "
                   f"({_text(scale.values[0])}), large at the last ({_text(scale.values[-1])}). Right of the line the check does not pass.", sheet)


def _short(words, most=46):
    return words if len(words) <= most else f"{words[:most // 2]}…{words[-most // 2 + 1:]}"


def lost(root):
    """(point, why) of the points that could not be computed."""
    group = root.group("sweep")
    status, reason = group.variables.get("status"), group.variables.get("reason")
    if status is None or reason is None:
        return []
    group.used.update(group.variables)
    found = []
    for place in zip(*np.nonzero(status.values > 2)):
        words = ", ".join(f"{d} = {_text(status.coordinate(d)[k])}" for d, k in zip(status.dimensions, place))
        found.append((words, f"status {number(float(status.values[place]))}: {reason.values[place]}"))
    return found

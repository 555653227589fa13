"""Any other group of numbers on one axis or two: a panel for what shares an axis and a unit."""
from dataclasses import dataclass, field

import numpy as np

from kolmo.number_text import number
from kolmo.style import series_style, wrapped
from kolmo.units import with_units

from .picture import Picture
from .sheet import Sheet, logarithmic

BESIDE = ("_standard_error", "_exact")  # what stands beside a variable of the same name
MOST_SERIES = 12
MOST_LINES = 40  # of a field, which are all alike: the dimension "line"
LETTERS = 28  # of a name beside its row
LEFT = 0.78   # inches from a cell's edge to its axis


@dataclass
class Panel:
    """Curves over one axis; names are those of the variables, then of what they belong to."""

    title: str
    axis_label: str
    value_label: str
    x: np.ndarray
    curves: dict = field(default_factory=dict)  # label → (values, standard error or None)
    exact: dict = field(default_factory=dict)   # label → values; a label without curve stands alone
    alike: bool = False  # lines of one field, which need no names


def draw(problem):
    """Whatever no other painter has drawn: this one comes last."""
    found = _of_group(problem, "")
    for name, group in problem.groups.items():
        found += _panels(group, name)
    lines = [panel for panel in found if panel.x.dtype.kind in "fiu"]
    lists = [panel for panel in found if panel.x.dtype.kind not in "fiu"]
    return [picture for picture in (_lines(lines), _lists(lists)) if picture is not None]


def _panels(group, title):
    """The panels of a group and of those in it."""
    found = _of_group(group, title)
    for name, child in group.groups.items():
        found += _panels(child, f"{title}: {name}")
    return found


def _of_group(group, title):
    found = {}
    for name, variable in sorted(group.variables.items(), key=lambda item: item[0] == "exact"):
        if name in group.used or _owner(group, name):
            continue
        if variable.values.dtype.kind in "fiu" and variable.values.size and np.isfinite(variable.values).any():
            if variable.values.ndim == 1:
                _add_curve(found, group, variable, title)
            elif variable.values.ndim == 2:
                _add_family(found, group, variable, title)
    return list(found.values())


def _owner(group, name):
    """Whether a variable stands beside another one."""
    return any(name.endswith(suffix) and name[:-len(suffix)] in group.variables for suffix in BESIDE)


def _usable(variable, dimension):
    """The coordinate along a dimension if it has one with at least two places."""
    scale = variable.coordinates.get(dimension)
    return scale if scale is not None and len(scale.values) > 1 else None


def _beside(group, variable, suffix):
    other = group.variables.get(variable.name + suffix)
    if other is None or other.values.shape != variable.values.shape or other.values.dtype.kind not in "fiu":
        return None
    group.used.add(other.name)
    return other.values.astype(float)


def _add_curve(found, group, variable, title):
    dimension = variable.dimensions[0]
    scale = _usable(variable, dimension)
    if scale is None:
        return
    group.used.add(variable.name)
    units = variable.attributes.get("units", "1")
    label = variable.attributes.get("long_name") or variable.name.replace("_", " ")
    panel = found.setdefault((dimension, units), Panel(title, scale.label, with_units("", units).strip(), scale.values))
    if variable.name == "exact" and panel.curves and scale.values.dtype.kind in "fiu":
        panel.exact[label] = variable.values.astype(float)
        return
    panel.curves[label] = variable.values.astype(float), _beside(group, variable, "_standard_error")
    exact = _beside(group, variable, "_exact")
    if exact is not None:
        panel.exact[label] = exact


def _add_family(found, group, variable, title):
    """One panel for a variable on two axes: along the longer, a curve for each place on the other."""
    along, across = sorted(variable.dimensions, key=lambda name: -variable.values.shape[variable.dimensions.index(name)])
    scale, names = _usable(variable, along), variable.coordinates.get(across)
    most = MOST_LINES if across == "line" else MOST_SERIES
    if scale is None or names is None or scale.values.dtype.kind not in "fiu" or len(names.values) > most:
        return
    group.used.add(variable.name)

    def rows(values):
        return values if variable.dimensions[0] == across else values.T
    values = rows(variable.values.astype(float))
    limits = group.variables.get("exact")
    limits = group.use("exact").values if limits is not None and limits.has(across) else None
    spread, exact = (_beside(group, variable, suffix) for suffix in BESIDE)
    panel = Panel(title, scale.label, variable.label, scale.values, alike=across == "line")
    for place, name in enumerate(names.values):
        label = str(name) if names.values.dtype.kind in "OSU" else f"{names.name} = {number(float(name))}"
        label = label.replace("_", " ")
        panel.curves[label] = values[place], None if spread is None else rows(spread)[place]
        if exact is not None:
            panel.exact[label] = rows(exact)[place]
        elif limits is not None:
            panel.exact[label] = np.full(len(scale.values), limits[place])
    found[variable.name] = panel


def _spans_decades(values, factor=30):
    """Whether numbers are better seen on a logarithmic axis: all positive, over this factor, most of them small."""
    values = values[np.isfinite(values)]
    return values.size > 1 and (values > 0).all() and values.max() > factor * values.min() and \
        np.median(values) < 0.5 * values.max()


def _lines(found):
    if not found:
        return None
    sheet = Sheet(len(found), [2.2], left=LEFT, top=0.44)
    for place, panel in enumerate(found):
        _panel(sheet.cells[place].axes[0], panel)
        sheet.title(place, panel.title.replace("_", " ") or "over " + panel.axis_label, lines=2)
    return Picture("curves", "Other curves", "What the file holds beside the figures above, each group over its own axis. Bars "
                   "are one standard error; dashed curves are exact.", sheet, shared_legend=False)


def _panel(axis, panel):
    order = np.argsort(panel.x)
    x = panel.x[order].astype(float)
    if _spans_decades(x):
        logarithmic(axis, "x")
    together = np.concatenate([values for values, _ in panel.curves.values()])
    if _spans_decades(together, 5 if axis.get_xscale() == "log" else 1000):
        logarithmic(axis, "y")
    for place, (label, (values, spread)) in enumerate(panel.curves.items()):
        colour, marker, dashes = series_style(0 if panel.alike else place)
        marker = marker if len(x) <= 40 and not panel.alike else ""
        axis.plot(x, values[order], color=colour, linestyle=dashes, marker=marker, markersize=3.5, markeredgewidth=0,
                  linewidth=0.8 if panel.alike else 1.1, label=None if panel.alike else label)
        if spread is not None:
            axis.errorbar(x, values[order], yerr=np.nan_to_num(spread[order]), fmt="none", ecolor=colour, elinewidth=0.9)
    for label, values in panel.exact.items():
        axis.plot(x, values[order], color="black", linestyle=(0, (4, 2)), linewidth=0.9, zorder=3,
                  label=None if label in panel.curves else label)
    axis.set_xlabel(panel.axis_label)
    only = len(panel.curves) == 1
    label = panel.value_label or (next(iter(panel.curves)) if only else "value")
    axis.set_ylabel(wrapped(label, 40, 2), fontsize=8 if len(label) <= 38 else 7)
    if len(label) > 40:  # a second line grows to the left: both begin nearer to the axis
        axis.yaxis.set_label_coords(-(LEFT - 0.29) / (axis.get_position().width * axis.figure.get_figwidth()), 0.5)


def _lists(found):
    """Numbers on an axis of names: a panel for each number, a row for each name."""
    places = [(panel, label) for panel in found for label in panel.curves]
    if not places:
        return None
    rows = max(len(panel.x) for panel, _ in places)
    letters = min(max(len(str(name)) for panel, _ in places for name in panel.x), LETTERS)
    sheet = Sheet(len(places), [0.19 * rows + 0.1], left=0.2 + 0.066 * letters, top=0.58, bottom=0.5)
    alternatives = {}
    for place, (panel, label) in enumerate(places):
        alternatives[place] = _list(sheet.cells[place].axes[0], panel, label, rows)
        sheet.title(place, f"{panel.title.replace('_', ' ')}\n{label}", lines=2)
    return Picture("lists", "Other numbers by name", "Dots with one standard error; black bars are exact.", sheet,
                   alternatives=alternatives)


def _list(axis, panel, label, count):
    values, spread = panel.curves[label]
    rows = np.arange(len(values))
    if _spans_decades(values):
        logarithmic(axis, "x")
    axis.errorbar(values, rows, xerr=None if spread is None else np.nan_to_num(spread), fmt="o", color="#0072B2", markersize=4,
                  elinewidth=1, capsize=2)
    if label in panel.exact:
        axis.plot(panel.exact[label], rows, "|", color="black", markersize=9, markeredgewidth=1.5)
    names = [str(name).replace("_", " ") for name in panel.x]
    axis.set_yticks(rows, [name if len(name) <= LETTERS else name[:LETTERS - 1] + "…" for name in names], fontsize=7.5)
    axis.set_ylim(count - 0.5, -0.5)
    axis.set_xlabel(wrapped(panel.value_label or "value", 40, 1), fontsize=8)
    return "; ".join(f"{name} {number(float(f'{value:.4g}'))}" for name, value in zip(names, values))

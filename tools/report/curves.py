"""Any group of numbers on one axis or two that has no painter of its own: a panel for what shares an axis and a unit."""
from dataclasses import dataclass, field

import numpy as np

from kolmo import error_bars, wording
from kolmo.number_text import number
from kolmo.style import series_style, tapered, wrapped
from kolmo.units import with_units

from .picture import Picture
from .sheet import Sheet, logarithmic

BESIDE = ("_standard_error", "_exact")  # what stands beside a variable of the same name
MOST_SERIES = 12
MOST_LINES = 40  # of a field, which are all alike: the dimension "line"
SHORT = 24    # letters of labels that stand on an axis together
LETTERS = 28  # of a name beside its row
LEFT = 0.78   # inches from a cell's edge to its axis
X_LETTERS = 40  # of a line below an axis
ROUNDING = 1e-14  # of the largest value: what is smaller on a logarithmic axis is no number to look at
EXACT = {"color": "black", "linestyle": (0, (4, 2)), "linewidth": 0.9, "zorder": 3}


@dataclass
class Panel:
    """Curves over one axis; names are those of the variables, then of what they belong to."""

    title: str
    axis_label: str
    units: str
    x: np.ndarray
    curves: dict = field(default_factory=dict)  # label → (values, standard error or None)
    exact: dict = field(default_factory=dict)   # label → the same; a label without curve stands alone
    alike: bool = False  # lines of one field, which need no names
    dashed: set = field(default_factory=set)  # what the file calls the exact curves that stand beside others
    quantity: str = ""   # of all curves; else what their labels have in common

    def common(self):
        """What all curves are of: "" where their labels have nothing in common."""
        labels = list(self.curves)
        return self.quantity or (labels[0] if len(labels) == 1 else wording.in_common(labels + list(self.exact)) or
                                 wording.in_common(labels))

    def named(self, label):
        """A label without the quantity that the axis says: "mirror" of "density, mirror"."""
        return label.removeprefix(self.common() + ", ")

    @property
    def value_label(self):
        """The quantity and its units: where the labels have nothing in common, all of them if they are short, else the title."""
        words, together = self.common(), ", ".join(self.curves)
        return with_units(words or (together if len(together) <= SHORT else wording.title(self.title)), self.units)


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
    return error_bars.stands_beside_alone(group, name) or any(name.endswith(suffix) and name[:-len(suffix)] in group.variables for suffix in BESIDE)


def _usable(variable, dimension):
    """The coordinate along a dimension if it has one with at least two places."""
    scale = variable.coordinates.get(dimension)
    return scale if scale is not None and len(scale.values) > 1 else None


def _beside(group, variable, suffix):
    other = group.variables.get(variable.name + suffix)
    if other is None and suffix[1:] in group.variables and error_bars.stands_beside_alone(group, suffix[1:]):
        other = group.variables[suffix[1:]]
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
    panel = found.setdefault((dimension, units), Panel(title, scale.label, units, scale.values))
    curve = variable.values.astype(float), _beside(group, variable, "_standard_error")
    if variable.name == "exact" and panel.curves and scale.values.dtype.kind in "fiu":
        panel.exact[label] = curve
        return
    panel.curves[label] = curve
    exact = _beside(group, variable, "_exact")
    if exact is not None:
        panel.exact[label] = exact, None
        panel.dashed.add(group.variables[variable.name + "_exact"].attributes.get("long_name", ""))


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
    quantity = variable.attributes.get("long_name") or variable.name.replace("_", " ")
    panel = Panel(title, scale.label, variable.attributes.get("units", "1"), scale.values, alike=across == "line", quantity=quantity)
    for place, name in enumerate(names.values):
        label = str(name) if names.values.dtype.kind in "OSU" else f"{names.name} = {number(float(name))}"
        label = label.replace("_", " ")
        panel.curves[label] = values[place], None if spread is None else rows(spread)[place]
        if exact is not None:
            panel.exact[label] = rows(exact)[place], None
        elif limits is not None:
            panel.exact[label] = np.full(len(scale.values), limits[place]), None
    found[variable.name] = panel


def _spans_decades(values, factor=30):
    """Whether numbers are better seen on a logarithmic axis: all positive, over this factor, half of them or more small."""
    values = np.sort(values[np.isfinite(values)])
    return values.size > 1 and (values > 0).all() and values[-1] > factor * values[0] and \
        values[(values.size - 1) // 2] < 0.5 * values[-1]


def _lines(found):
    if not found:
        return None
    long = any(len(panel.axis_label) > X_LETTERS for panel in found)
    sheet = Sheet(len(found), [2.2], left=LEFT, top=0.44, bottom=0.6 if long else 0.46)
    for place, panel in enumerate(found):
        _panel(sheet, sheet.cells[place].axes[0], panel)
        sheet.title(place, wording.title(panel.title) or "over " + panel.axis_label, lines=2)
    return Picture("curves", "Curves", "Each group of numbers of the file over its own axis. Bars are one standard error; dashed "
                   "curves are exact, or what their legend says. What is smaller than rounding on a logarithmic axis lies below it.", sheet, shared_legend=False)


def _panel(sheet, axis, panel):
    order = np.argsort(panel.x)
    x = panel.x[order].astype(float)
    if _spans_decades(x):
        logarithmic(axis, "x")
    together = np.concatenate([values for values, _ in panel.curves.values()])
    if _spans_decades(together, 5 if axis.get_xscale() == "log" else 1000):
        logarithmic(axis, "y")
    sizes = [(4.0, 1.0)] * len(panel.curves) if panel.alike else tapered(len(panel.curves))
    for place, ((label, (values, spread)), (size, width)) in enumerate(zip(panel.curves.items(), sizes)):
        colour, marker, dashes = series_style(0 if panel.alike else place)
        marker = marker if len(x) <= 40 and not panel.alike else ""
        axis.plot(x, values[order], color=colour, linestyle=dashes, marker=marker, markersize=0.8 * size, markeredgewidth=0,
                  linewidth=0.8 * width, label=None if panel.alike else panel.named(label))
        _bars(axis, x, values[order], spread, order, colour)
    unnamed = [label for label in panel.exact if label in panel.curves]
    called = next(iter(panel.dashed)) if len(panel.dashed) == 1 else ""
    for label, (values, spread) in panel.exact.items():
        axis.plot(x, values[order], label=panel.named(label) if label not in unnamed else called or "exact" if label == unnamed[0] else None, **EXACT)
        _bars(axis, x, values[order], spread, order, "black")
    _leave_rounding_out(axis, together)
    axis.set_xlabel(wrapped(panel.axis_label, X_LETTERS, 2), fontsize=8.5 if len(panel.axis_label) <= 32 else 7.5)
    sheet.y_label(axis, panel.value_label)


def _bars(axis, x, values, spread, order, colour):
    if spread is not None:
        axis.errorbar(x, values, yerr=np.nan_to_num(spread[order]), fmt="none", ecolor=colour, elinewidth=0.9)


def _leave_rounding_out(axis, values):
    """A logarithmic axis begins above what is rounding of its largest value, which would take all of its length."""
    values = values[np.isfinite(values)]
    if axis.get_yscale() == "log" and values.min() < ROUNDING * values.max():
        axis.set_ylim(bottom=values[values > ROUNDING * values.max()].min() / 2)


def _lists(found):
    """Numbers on an axis of names: a panel for each number, a row for each name."""
    places = [(panel, label) for panel in found for label in panel.curves]
    if not places:
        return None
    rows = max(len(panel.x) for panel, _ in places)
    labels = [label for _, label in places]
    letters = min(max(len(str(name)) for panel, _ in places for name in panel.x), LETTERS)
    sheet = Sheet(len(places), [0.19 * rows + 0.1], left=0.2 + 0.066 * letters, top=0.44, bottom=0.62)
    alternatives = {}
    for place, (panel, label) in enumerate(places):
        axis = sheet.cells[place].axes[0]
        alternatives[place] = _list(axis, panel, label, rows)
        width = axis.get_position().width * sheet.figure.get_figwidth()
        axis.xaxis.set_label_coords((sheet.cells[place].width / 2 - sheet.left) / width, -0.27 / (0.19 * rows + 0.1))  # below the cell
        sheet.title(place, label if labels.count(label) == 1 else f"{wording.title(panel.title)}: {label}", lines=2)
    return Picture("lists", "Numbers by name", "Dots with one standard error; black bars are exact.", sheet, alternatives=alternatives)


def _list(axis, panel, label, count):
    values, spread = panel.curves[label]
    rows = np.arange(len(values))
    if _spans_decades(values):
        logarithmic(axis, "x")
    axis.errorbar(values, rows, xerr=None if spread is None else np.nan_to_num(spread), fmt="o", color="#0072B2", markersize=4,
                  elinewidth=1, capsize=2, label="computed" if label in panel.exact else None)
    if label in panel.exact:
        axis.plot(panel.exact[label][0], rows, "|", color="black", markersize=9, markeredgewidth=1.5, label="exact")
    names = [wording.label(str(name)) for name in panel.x]
    axis.set_yticks(rows, [wrapped(name, LETTERS, 2) for name in names], fontsize=7.5, linespacing=0.9)
    for tick, name in zip(axis.get_yticklabels(), names):
        if len(name) > LETTERS:
            tick.set_fontsize(6)
    axis.set_ylim(count - 0.5, -0.5)
    axis.set_xlabel(wrapped(with_units(label, panel.units), 40, 2), fontsize=8)
    return "; ".join(f"{name} {number(float(f'{value:.4g}'))}" for name, value in zip(names, values))

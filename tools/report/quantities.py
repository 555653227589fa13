"""Moments and other numbers over time, and the distances between roads beside what is allowed."""
import numpy as np
from matplotlib.collections import PolyCollection

from . import roads
from .picture import Picture
from .sheet import Sheet, logarithmic
from .style import number, selected, wrapped

DERIVED = ("_standard_error", "_noise_floor", "_budget", "_effect_of_2_percent")
MOST_PANELS = 12  # of distances: so many times are drawn as fit into them


def names_of(group, dimensions):
    """The variables on these dimensions that stand for themselves and hold a number."""
    return [name for name, variable in group.variables.items() if variable.has(*dimensions)
            and variable.values.dtype.kind == "f" and not name.endswith(DERIVED) and np.isfinite(variable.values).any()]


def draw(problem):
    return [picture for picture in (_moments(problem), _distances(problem)) if picture is not None]


def _moments(problem):
    group = problem.group("marginals")
    names = names_of(group, ("road", "time"))
    group.used.update(name for name in group.variables if group.variables[name].has("road", "time"))
    if not names:
        return None
    sheet = Sheet(len(names), [1.6, 1.2])
    alternatives = {}
    for place, name in enumerate(names):
        alternatives[place] = _quantity(group, name, *sheet.cells[place].axes)
        sheet.title(place, group.variables[name].label)
    return Picture("moments", "Moments, entropies and energies over time",
                   "Above: the value on each road. Below: its difference to the reference (the exact value where there is one, "
                   "else the grid); thin bars are one standard error, wide pale bars the discretisation budget.", sheet,
                   alternatives=alternatives)


def _quantity(group, name, upper, lower):
    """Draw a quantity; gives its last values in words."""
    variable = group.variables[name]
    order, times = list(map(str, variable.coordinate("road"))), variable.coordinate("time")
    available = [road for road, row in zip(order, variable.values) if np.isfinite(row).any()]
    reference = roads.reference(group, available)
    base = variable.values[order.index(reference)]
    span = (times[-1] - times[0]) or 1.0

    def beside(suffix, row):
        extra = group.variables.get(name + suffix)
        return np.zeros(len(times)) if extra is None else np.nan_to_num(extra.values[row])

    words = []
    for row, road in enumerate(order):
        if road not in available:
            continue
        values, style = variable.values[row], roads.find(group, road)
        exact = style.direction == "exact"
        last = np.flatnonzero(np.isfinite(values))[-1]
        words.append(f"{style.label} {values[last]:.5g} at t = {number(times[last])}")
        upper.plot(times, values, color=style.colour, linestyle=style.dashes, marker="" if exact else "o", markersize=3,
                   label=style.label, zorder=3 if exact else 2)
        if road == reference:
            lower.axhline(0, color=style.colour, linestyle=style.dashes, linewidth=1)
            continue
        shifted = times + span * 0.012 * (row - len(order) / 2)
        lower.errorbar(shifted, values - base, yerr=beside("_budget", row), fmt="none", ecolor=style.colour, alpha=0.25,
                       elinewidth=5)
        lower.errorbar(shifted, values - base, yerr=beside("_standard_error", row), fmt="o", color=style.colour, markersize=3,
                       elinewidth=1, capsize=2)
    lower.set_ylabel(wrapped(f"less {roads.find(group, reference).label}", 20), fontsize=8)
    lower.ticklabel_format(axis="y", style="sci", scilimits=(-2, 3))
    lower.yaxis.offsetText.set_fontsize(7.5)
    lower.set_visible(len(available) > 1)
    lower.set_xlim(upper.get_xlim())
    last = lower if len(available) > 1 else upper
    last.set_xlabel(variable.coordinates["time"].label if "time" in variable.coordinates else "time")
    upper.tick_params(labelbottom=len(available) == 1)
    return ", ".join(words)


def _distances(problem):
    group = problem.group("distances")
    names = names_of(group, ("pair", "time"))
    group.used.update(name for name in group.variables if group.variables[name].has("pair", "time"))
    dependent = group.use("dependent")
    if not names:
        return None
    first = group.variables[names[0]]
    pairs, times = list(map(str, first.coordinate("pair"))), first.coordinate("time")
    known = [place for place in range(len(times))
             if any(np.isfinite(group.variables[name].values[:, place]).any() for name in names)]
    chosen = [known[place] for place in selected(len(known), max(MOST_PANELS // len(names), 1))]
    left_out = "" if len(chosen) == len(known) else f" Drawn are {len(chosen)} of {len(known)} times; all are in the table of checks."
    tied = np.zeros(len(pairs), bool) if dependent is None else dependent.values.astype(bool)
    places = [(name, time) for name in names for time in chosen]
    sheet = Sheet(len(places), [0.3 * len(pairs) + 0.1], left=0.1, per_row=min(len(chosen), 4))
    alternatives = {}
    shown = {name: [] for name in names}
    for place, (name, time) in enumerate(places):
        axis, values = sheet.cells[place].axes[0], group.variables[name].values
        beside = [_beside(group, name + suffix, time, len(pairs)) for suffix in DERIVED[1:]]
        numbers, alternatives[place] = _lines(axis, values[:, time], beside, tied)
        shown[name].append(numbers)
        logarithmic(axis, "x")
        axis.set_ylim(len(pairs) - 0.55, -0.75)
        axis.set_yticks([])
        for line, pair in enumerate(pairs):
            axis.text(0.01, line - 0.32, roads.pair_label(group, pair), transform=axis.get_yaxis_transform(), fontsize=7.5,
                      va="center")
        axis.set_xlabel(group.variables[name].label)
        sheet.title(place, f"{group.variables[name].label}, t = {number(times[time])}")
    for place, (name, _) in enumerate(places):
        numbers = np.concatenate(shown[name])
        if numbers.size:
            sheet.cells[place].axes[0].set_xlim(numbers.min() / 3, numbers.max() * 2)
    return Picture("distances", "Distances between the roads, beside what is allowed",
                   "A dot left of the end of its bar agrees. The bar is the noise floor (what equal laws would give at this "
                   "sample size, grey) plus the discretisation budget (blue). The diamond is what a drift wrong by 2 % would "
                   "do: a bar that ends right of it agrees by vagueness. Open dots: pairs that share an ingredient."
                   f"{left_out}", sheet, alternatives=alternatives)


def _beside(group, name, place, count):
    """The numbers that stand beside the distances at a time, a pair each; 0 where there is none."""
    variable = group.variables.get(name)
    return np.zeros(count) if variable is None else np.nan_to_num(variable.values[:, place])


def _lines(axis, observed, beside, tied):
    """The bars and dots of a panel, a line each pair; gives the positive numbers that it shows, and words."""
    floor, budget, effect = beside
    lines = np.arange(len(observed)) + 0.1
    start = 1e-300  # a bar on a logarithmic axis has to begin somewhere: left of everything drawn
    for begin, end, colour, label in ((np.full(len(lines), start), floor, "#d0d0d0", "noise floor"),
                                      (np.maximum(floor, start), floor + budget, "#a9cbe6", "budget")):
        bars = [_bar(*place) for place in zip(begin, end, lines) if place[1] > place[0]]
        if bars:
            axis.add_collection(PolyCollection(bars, facecolor=colour, label=label))
    far = observed > floor + budget
    for open_dot, bad in ((False, False), (True, False), (False, True), (True, True)):
        chosen = (tied == open_dot) & (far == bad) & np.isfinite(observed) & (observed > 0)
        colour = "#D55E00" if bad else "#202020"
        if chosen.any():
            axis.plot(observed[chosen], lines[chosen], "o", markersize=5, markeredgecolor=colour, linestyle="none",
                      color=colour, markerfacecolor="white" if open_dot else colour,
                      label="observed" + (", too far" if bad else "") + (" (dependent)" if open_dot else ""))
    if (effect > 0).any():
        axis.plot(effect[effect > 0], lines[effect > 0], "D", markersize=4, color="#009E73", linestyle="none",
                  label="effect of 2 % of the drift")
    shown = np.concatenate([observed, floor + budget, effect])
    known = np.isfinite(observed)
    words = f"{known.sum()} pairs, {(far & known).sum()} further apart than allowed"
    if known.any():
        words += f"; largest distance {np.nanmax(observed):.2g}, allowed there {(floor + budget)[np.nanargmax(observed)]:.2g}"
    return shown[np.isfinite(shown) & (shown > 0)], words


def _bar(begin, end, line):
    return [(begin, line - 0.2), (end, line - 0.2), (end, line + 0.2), (begin, line + 0.2)]

"""Moments and other numbers over time, and the distances between roads beside what is allowed."""
import numpy as np
from matplotlib.collections import PolyCollection

from .style import Picture, legend_below, logarithmic, number, pair_name, panels, quantity_name, road_style, selected

DERIVED = ("_standard_error", "_noise_floor", "_budget", "_effect_of_2_percent")


def _names(group, dimensions):
    return [name for name, variable in group.variables.items()
            if variable.has(*dimensions) and not name.endswith(DERIVED)]


def draw(problem):
    return [picture for picture in (_moments(problem), _distances(problem)) if picture is not None]


def _moments(problem):
    group = problem.group("marginals")
    names = [name for name in _names(group, ("road", "time")) if np.isfinite(group.variables[name].values).any()]
    group.used.update(name for name in group.variables if group.variables[name].has("road", "time"))
    if not names:
        return None
    per_row = min(len(names), 4)
    blocks = -(-len(names) // per_row)
    figure, axes = panels([1.75, 1.25] * blocks, per_row, 2.45, left=0.75, gap_x=0.75,
                          gaps_y=([0.3, 0.85] * blocks)[:-1])
    for axis in axes.ravel():
        axis.set_visible(False)
    for place, name in enumerate(names):
        row, column = 2 * (place // per_row), place % per_row
        _quantity(group, name, axes[row, column], axes[row + 1, column])
    legend_below(figure, [axis for axis in axes.ravel() if axis.get_visible()])
    return Picture("moments", "Moments, entropies and energies over time",
                   "Above: the value on each road. Below: its difference to the reference (the exact value where there is one, "
                   "else the grid); thin bars are one standard error, wide pale bars the discretisation budget.", figure,
                   raster=True)


def _quantity(group, name, upper, lower):
    variable = group.variables[name]
    roads, times = list(variable.coordinate("road")), variable.coordinate("time")
    available = [road for road, row in zip(roads, variable.values) if np.isfinite(row).any()]
    reference = next((road for road in ("exact", "fokker_planck") if road in available), available[0])
    base = variable.values[roads.index(reference)]
    span = (times[-1] - times[0]) or 1.0

    def beside(suffix, row):
        extra = group.variables.get(name + suffix)
        return np.zeros(len(times)) if extra is None else np.nan_to_num(extra.values[row])

    for row, road in enumerate(roads):
        if road not in available:
            continue
        values = variable.values[row]
        colour, dashes, label = road_style(road)
        upper.plot(times, values, color=colour, linestyle=dashes, marker="" if road == "exact" else "o", markersize=3,
                   label=label, zorder=3 if road == "exact" else 2)
        if road == reference:
            lower.axhline(0, color=colour, linestyle=dashes, linewidth=1)
            continue
        shifted = times + span * 0.012 * (row - len(roads) / 2)
        lower.errorbar(shifted, values - base, yerr=beside("_budget", row), fmt="none", ecolor=colour, alpha=0.25,
                       elinewidth=5)
        lower.errorbar(shifted, values - base, yerr=beside("_standard_error", row), fmt="o", color=colour, markersize=3,
                       elinewidth=1, capsize=2)
    upper.set_title(quantity_name(name))
    lower.set_ylabel(f"− {road_style(reference)[2]}", fontsize=8)
    lower.ticklabel_format(axis="y", style="sci", scilimits=(-2, 3))
    lower.yaxis.offsetText.set_fontsize(7.5)
    lower.set_xlabel(variable.coordinates["time"].label if "time" in variable.coordinates else "time")
    upper.set_visible(True)
    lower.set_visible(len(available) > 1)
    lower.set_xlim(upper.get_xlim())
    if len(available) == 1:
        upper.set_xlabel(lower.get_xlabel())
    else:
        upper.tick_params(axis="x", labelbottom=False)


def _distances(problem):
    group = problem.group("distances")
    names = [name for name in _names(group, ("pair", "time")) if np.isfinite(group.variables[name].values).any()]
    group.used.update(name for name in group.variables if group.variables[name].has("pair", "time"))
    dependent = group.use("dependent")
    if not names:
        return None
    first = group.variables[names[0]]
    pairs, times = list(first.coordinate("pair")), first.coordinate("time")
    known = [place for place in range(len(times))
             if any(np.isfinite(group.variables[name].values[:, place]).any() for name in names)]
    columns = [known[place] for place in selected(len(known), 4)]
    left, width = 2.35, 2.3
    figure, axes = panels([0.19 * len(pairs) + 0.1] * len(names), len(columns), width, left=left, gap_x=0.2, gaps_y=0.62)
    tied = np.zeros(len(pairs), bool) if dependent is None else dependent.values.astype(bool)
    for row, name in zip(axes, names):
        values = group.variables[name].values
        shown = []
        for axis, place in zip(row, columns):
            beside = [_beside(group, name + suffix, place, len(pairs)) for suffix in DERIVED[1:]]
            shown.append(_lines(axis, values[:, place], beside, tied))
            logarithmic(axis, "x")
            axis.set_ylim(len(pairs) - 0.4, -0.6)
            axis.set_yticks([])
            axis.set_title(f"t = {number(times[place])}", fontsize=8.5)
        shown = np.concatenate(shown)
        if shown.size:
            for axis in row:
                axis.set_xlim(shown.min() / 3, shown.max() * 2)
        row[0].set_yticks(range(len(pairs)), [pair_name(pair) for pair in pairs])
        row[0].grid(axis="y", visible=False)
        row[0].annotate(quantity_name(name), (0, 1), xytext=(72 * (0.1 - left), 5), xycoords="axes fraction",
                        textcoords="offset points", weight="bold", fontsize=8.5, annotation_clip=False)
    legend_below(figure, axes.ravel())
    return Picture("distances", "Distances between the roads, beside what is allowed",
                   "A dot left of the end of its bar agrees. The bar is the noise floor (what equal laws would give at this "
                   "sample size, grey) plus the discretisation budget (blue). The diamond is what a drift wrong by 2 % would "
                   "do: a bar that ends right of it agrees by vagueness. Open dots: pairs that share an ingredient.",
                   figure, raster=True)


def _beside(group, name, place, count):
    """The numbers that stand beside the distances at a time, a pair each; 0 where there is none."""
    variable = group.variables.get(name)
    return np.zeros(count) if variable is None else np.nan_to_num(variable.values[:, place])


def _lines(axis, observed, beside, tied):
    """The bars and dots of a panel, a line each pair; gives the positive numbers that it shows."""
    floor, budget, effect = beside
    lines = np.arange(len(observed))
    start = 1e-12  # a bar on a logarithmic axis has to begin somewhere: left of everything drawn
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
                      markerfacecolor="white" if open_dot else colour,
                      label="observed" + (", too far" if bad else "") + (" (dependent)" if open_dot else ""))
    if (effect > 0).any():
        axis.plot(effect[effect > 0], lines[effect > 0], "D", markersize=4, color="#009E73", linestyle="none",
                  label="effect of 2 % of the drift")
    shown = np.concatenate([observed, floor + budget, effect])
    return shown[np.isfinite(shown) & (shown > 0)]


def _bar(begin, end, line):
    return [(begin, line - 0.275), (end, line - 0.275), (end, line + 0.275), (begin, line + 0.275)]

"""Moments and other numbers over time, and the distances between roads beside what is allowed."""
import matplotlib.pyplot as plt
import numpy as np

from .style import Picture, legend_below, number, pair_name, quantity_name, road_style, selected

DERIVED = ("_standard_error", "_budget", "_noise_floor", "_effect_of_2_percent")


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
    figure, axes = plt.subplots(2 * blocks, per_row, figsize=(3.3 * per_row + 0.2, 4.3 * blocks + 0.3), squeeze=False,
                                height_ratios=[1.4, 1] * blocks)
    for axis in axes.ravel():
        axis.set_visible(False)
    for place, name in enumerate(names):
        row, column = 2 * (place // per_row), place % per_row
        _quantity(group, name, axes[row, column], axes[row + 1, column])
    legend_below(figure, [axis for axis in axes.ravel() if axis.get_visible()])
    return Picture("moments", "Moments, entropies and energies over time",
                   "Above: the value on each road. Below: its difference to the reference (the exact value where there is one, "
                   "else the grid); thin bars are one standard error, wide pale bars the discretisation budget.", figure)


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
    lower.set_ylabel(f"− {road_style(reference)[2]}")
    lower.ticklabel_format(axis="y", style="sci", scilimits=(-2, 3))
    lower.set_xlabel(variable.coordinates["time"].label if "time" in variable.coordinates else "time")
    upper.set_visible(True)
    lower.set_visible(len(available) > 1)
    if len(available) == 1:
        upper.set_xlabel(lower.get_xlabel())


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
    figure, axes = plt.subplots(len(names), len(columns), squeeze=False, sharey=True, sharex="row",
                                figsize=(2.6 * len(columns) + 2.2, (0.27 * len(pairs) + 0.75) * len(names) + 0.4))
    for row, name in enumerate(names):
        values = group.variables[name].values
        shown = []
        for column, place in enumerate(columns):
            axis = axes[row, column]
            for line in range(len(pairs)):
                tied = dependent is not None and bool(dependent.values[line])
                shown += _distance(axis, line, values[line, place],
                                   [_beside(group, name + suffix, line, place) for suffix in DERIVED[1:]], tied)
            axis.set_xscale("log")
            axis.set_ylim(len(pairs) - 0.4, -0.6)
            axis.grid(axis="y", visible=False)
            axis.set_xlabel(quantity_name(name), fontsize=8)
            if row == 0:
                axis.set_title(f"t = {number(times[place])}")
        if shown:
            axes[row, 0].set_xlim(min(shown) / 3, max(shown) * 2)
        axes[row, 0].set_yticks(range(len(pairs)), [pair_name(pair) for pair in pairs], fontsize=8)
    legend_below(figure, axes.ravel())
    return Picture("distances", "Distances between the roads, beside what is allowed",
                   "A dot left of the end of its bar agrees. The bar is the noise floor (what equal laws would give at this "
                   "sample size, grey) plus the discretisation budget (blue). The diamond is what a drift wrong by 2 % would "
                   "do: a bar that ends right of it agrees by vagueness. Open dots: pairs that share an ingredient.",
                   figure)


def _beside(group, name, line, place):
    """A number that stands beside a distance; 0 where there is none."""
    variable = group.variables.get(name)
    return 0.0 if variable is None else float(np.nan_to_num(variable.values[line, place]))


def _distance(axis, line, observed, beside, tied):
    """One line of the panel; gives the positive numbers that it shows."""
    budget, floor, effect = beside
    start = 1e-12  # a bar on a logarithmic axis has to begin somewhere: left of everything drawn
    if floor > 0:
        axis.barh(line, floor - start, left=start, height=0.55, color="#d0d0d0", label="noise floor")
    if budget > 0:
        axis.barh(line, budget, left=max(floor, start), height=0.55, color="#a9cbe6", label="budget")
    if np.isfinite(observed) and observed > 0:
        bad = observed > floor + budget
        axis.plot(observed, line, "o", markersize=5, markeredgecolor="#D55E00" if bad else "#202020",
                  markerfacecolor="white" if tied else "#D55E00" if bad else "#202020", linestyle="none",
                  label="observed (dependent)" if tied else "observed, too far" if bad else "observed")
    if effect > 0:
        axis.plot(effect, line, "D", markersize=4, color="#009E73", linestyle="none", label="effect of 2 % of the drift")
    return [value for value in (observed, floor + budget, effect)
            if np.isfinite(value) and value > 0]

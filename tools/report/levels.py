"""Multilevel Monte Carlo: what the levels show, where the samples go, and what an accuracy costs (after Giles 2008)."""
import matplotlib
import numpy as np
from matplotlib.ticker import MaxNLocator

from kolmo.number_text import number, plus_minus
from kolmo.style import series_style

from .picture import Picture
from .sheet import Sheet, logarithmic

# Variable of levels/<scheme>, what the axis says, whether the same on the fine path alone is drawn beside it.
SHOWN = (("mean", "log₂ |mean|", "fine_mean"), ("variance", "log₂ variance", "fine_variance"),
         ("kurtosis", "log₂ kurtosis", None), ("cost", "log₂ drift evaluations of a sample", None))


def draw(problem):
    return [picture for picture in (_levels(problem.group("levels").groups), _cost(problem.group("cost").groups))
            if picture is not None]


def _on(group, name, *dimensions):
    """The variable of that name if it lies on these dimensions; it counts as shown."""
    variable = group.variables.get(name)
    return group.use(name) if variable is not None and variable.has(*dimensions) else None


def _values(group, name, dimension):
    variable = _on(group, name, dimension)
    return None if variable is None else np.asarray(variable.values, dtype=float)


def _log2(values):
    """log₂ |x|; nothing where x = 0."""
    magnitude = np.abs(values)
    return np.log2(np.where(magnitude > 0, magnitude, np.nan))


def _styles(schemes):
    """Styles of the schemes, the same in all pictures; plain Monte Carlo is no level method and comes last."""
    ordered = sorted(schemes, key=lambda scheme: scheme == "plain")
    return {scheme: ("#606060", "x", (0, (1.2, 1.2))) if scheme == "plain" else series_style(place)
            for place, scheme in enumerate(ordered)}


def _levels(schemes):
    schemes = {scheme: group for scheme, group in schemes.items() if "level" in group.variables}
    shown = [row for row in SHOWN if any(_on(group, row[0], "level") is not None for group in schemes.values())]
    if not shown:
        return None
    sheet = Sheet(len(shown), [2.3])
    styles = _styles(schemes)
    for place, (name, label, beside) in enumerate(shown):
        axis = sheet.cells[place].axes[0]
        sheet.title(place, f"{name} of the levels")
        for scheme, group in schemes.items():
            level = np.asarray(group.variables["level"].values, dtype=float)
            _level_curve(axis, level, group, name, beside, styles[scheme], scheme.replace("_", " "))
        axis.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axis.set_xlabel("level ℓ, 2^ℓ steps")
        axis.set_ylabel(label)
    return Picture("levels", "What the levels show", "Each level's difference of a fine and a coarse path with the same noise: "
                   "full lines, with one standard error; pale where the error is more than half of the value. Dashed: the fine "
                   "path alone. Thin black: in closed form.", sheet)


def _level_curve(axis, level, group, name, beside, style, label):
    values = _values(group, name, "level")
    if values is None:
        return
    colour, marker, dashes = style
    exact, error = _values(group, f"{name}_exact", "level"), _values(group, f"{name}_standard_error", "level")
    error = np.zeros(len(values)) if error is None else error
    axis.plot(level, _log2(values), color=colour, linestyle=dashes, linewidth=1.2)
    axis.plot([], [], color=colour, linestyle=dashes, linewidth=1.2, marker=marker, markersize=4.5, label=label)
    sure = error < 0.5 * np.abs(values)
    for chosen, alpha in ((sure, 1.0), (~sure, 0.35)):
        size, spread = np.abs(values[chosen]), np.minimum(error[chosen], 0.9 * np.abs(values[chosen]))
        bars = [_log2(size) - _log2(size - spread), _log2(size + error[chosen]) - _log2(size)]
        axis.errorbar(level[chosen], _log2(size), yerr=np.nan_to_num(bars), fmt=marker, color=colour, markersize=4.5,
                      markeredgewidth=0 if marker != "x" else 1, elinewidth=0.9, alpha=alpha)
    fine = None if beside is None else _values(group, beside, "level")
    if fine is not None:
        axis.plot(level, _log2(fine), color=colour, linestyle=(0, (4, 2)), linewidth=0.9, alpha=0.8, label=f"{label}, the fine path alone")
    if exact is not None:
        axis.plot(level, _log2(exact), color="black", linewidth=0.6, zorder=3, label="in closed form")


def _cost(schemes):
    schemes = {scheme: group for scheme, group in schemes.items() if _on(group, "cost", "accuracy") is not None}
    if not schemes:
        return None
    ladders = {scheme: group for scheme, group in schemes.items() if _on(group, "samples", "accuracy", "level") is not None}
    errors = any(_on(group, "rmse", "accuracy") is not None for group in schemes.values())
    sheet = Sheet(1 + errors + len(ladders), [2.3])
    axes = sheet.axes
    styles = _styles(schemes)
    for scheme, group in schemes.items():
        _cost_curve(axes[0, 0], scheme, group, styles[scheme])
    axes[0, 0].set_ylabel("ε² · drift evaluations")
    if errors:
        _errors(axes[0, 1], schemes, styles)
    for axis in axes[0, :1 + errors]:
        logarithmic(axis, "x", "y")
        axis.set_xlabel("accuracy ε asked for")
    if errors:
        axes[0, 1].set_yscale("linear")
        axes[0, 1].set_ylim(bottom=0)
    for place, (scheme, group) in enumerate(ladders.items(), start=1 + errors):
        _samples(axes[0, place], group)
        sheet.title(place, f"samples, {scheme.replace('_', ' ')}")
    sheet.title(0, "cost of an accuracy")
    if errors:
        sheet.title(1, "error of repeated runs")
    return Picture("cost", "What an accuracy costs", "The cost grows like ε to the power of minus the exponent (± one standard "
                   "error of the line): exponent 2 is level in the first panel. Dotted is the cost by the theorem from closed "
                   "forms; open points were computed, not run. Root mean square errors of repeated runs should not exceed 1 by "
                   "more than their noise. Samples of each level for each ε in the last panels.", sheet,
                   shared_legend=False)


def _cost_curve(axis, scheme, group, style):
    accuracy, cost = np.asarray(group.variables["cost"].coordinate("accuracy"), dtype=float), _values(group, "cost", "accuracy")
    colour, marker, _ = style
    exponent, error = group.number("exponent"), group.number("exponent_standard_error")
    low, high = group.number("window_lower"), group.number("window_upper")
    label = scheme.replace("_", " ")
    if np.isfinite(exponent):
        label += f": exponent {plus_minus(exponent, error)}"
    if np.isfinite(low + high):
        label += f", claimed {low:g} to {high:g}"
    run = _values(group, "value", "accuracy")
    run = np.ones(len(cost), bool) if run is None else np.isfinite(run)
    scaled = cost * accuracy**2
    axis.plot(accuracy, scaled, color=colour, linewidth=1.2, marker=marker, markersize=4.5, markevery=list(np.flatnonzero(run)),
              label=label)
    axis.plot(accuracy[~run], scaled[~run], "o", color=colour, markerfacecolor="white", markersize=4.5)
    predicted = _values(group, "cost_predicted", "accuracy")
    if predicted is not None:
        axis.plot(accuracy, predicted * accuracy**2, ":", color=colour, linewidth=1.2)
    group.use("normalised_cost")


def _errors(axis, schemes, styles):
    """Root mean square errors over ε, and the 1 that they may reach."""
    for scheme, group in schemes.items():
        rmse = _values(group, "rmse", "accuracy")
        if rmse is None:
            continue
        accuracy = np.asarray(group.variables["rmse"].coordinate("accuracy"), dtype=float)
        runs = _values(group, "runs", "accuracy")
        colour, marker, _ = styles[scheme]
        known = np.isfinite(rmse)
        # A root mean square of n normal errors has the relative standard error 1/√(2n).
        spread = 0 if runs is None else (rmse / accuracy / np.sqrt(2 * np.maximum(runs, 1)))[known]
        axis.errorbar(accuracy[known], (rmse / accuracy)[known], yerr=spread, fmt=marker, color=colour, markersize=4.5,
                      elinewidth=0.9, capsize=2, label=scheme.replace("_", " "))
    axis.axhline(1, color="black", linewidth=0.9, linestyle=(0, (4, 2)), label="as asked for")
    axis.set_ylabel("root mean square error / ε")


def _samples(axis, group):
    variable = group.variables["samples"]
    level, accuracy = (np.asarray(variable.coordinate(name), dtype=float) for name in ("level", "accuracy"))
    order = np.argsort(-accuracy)
    colours = matplotlib.colormaps["viridis"](np.linspace(0, 0.85, len(order)))
    logarithmic(axis, "y")
    for colour, row in zip(colours, order):
        axis.plot(level, variable.values[row], "o-", color=colour, markersize=3, linewidth=1.1,
                  label=f"ε = {number(accuracy[row])}")
    axis.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axis.set_xlabel("level ℓ")
    axis.set_ylabel("samples N of the level")

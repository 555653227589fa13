"""Moments and other numbers over time, and the distances between roads beside what is allowed."""
import numpy as np
from matplotlib.collections import LineCollection

from kolmo import roads
from kolmo.number_text import number

from .picture import Picture
from .sheet import Sheet, logarithmic

EFFECTS = {"_effect_of_2_percent": ("D", "#009E73", "effect of 2 % of the drift"),
           "_effect_of_2_percent_diffusion": ("^", "#CC79A7", "effect of 2 % of the diffusion")}
DERIVED = ("_standard_error", "_noise_floor", "_budget", *EFFECTS)
INITIAL = "_initial"  # the value at time 0, where the roads start


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
    sheet = Sheet(len(names), [1.6, 1.2], top=0.44)
    alternatives = {}
    for place, name in enumerate(names):
        alternatives[place] = _quantity(sheet, group, name, *sheet.cells[place].axes)
        sheet.title(place, group.variables[name].label, lines=2)
    return Picture("moments", "Moments, entropies and energies over time",
                   "Above: the value on each road. Below: its difference to the reference (the exact value where there is one, "
                   "else the first road that is not made of samples); thin bars are one standard error, wide pale bars the discretisation budget.", sheet,
                   alternatives=alternatives)


def _quantity(sheet, group, name, upper, lower):
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
        away = values - base
        for suffix, options in (("_budget", {"linewidths": 5, "alpha": 0.25}), ("_standard_error", {"linewidths": 1})):
            bars = [[(t, y - spread), (t, y + spread)] for t, y, spread in zip(shifted, away, beside(suffix, row))
                    if np.isfinite(y) and spread > 0]
            lower.add_collection(LineCollection(bars, colors=style.colour, capstyle="butt", **options))
        lower.plot(shifted, away, "o", color=style.colour, markersize=3)
    start = group.use(name + INITIAL)
    if start is not None:
        upper.plot(0.0, start.values, "o", color="#303030", markerfacecolor="white", markersize=4.5, label="initial law")
        words.insert(0, f"initial law {float(start.values):.5g}")
    sheet.y_label(lower, f"less {roads.find(group, reference).label}", 20)
    lower.ticklabel_format(axis="y", style="sci", scilimits=(-2, 3))
    lower.yaxis.offsetText.set_fontsize(7.5)
    lower.autoscale_view()
    lower.set_visible(len(available) > 1)
    lower.set_xlim(upper.get_xlim())
    last = lower if len(available) > 1 else upper
    last.set_xlabel(variable.coordinates["time"].label if "time" in variable.coordinates else "time")
    upper.tick_params(labelbottom=len(available) == 1)
    return ", ".join(words)


def _distances(problem):
    """A panel for each distance, a row for each pair: what was observed over what is allowed, at every time."""
    group = problem.group("distances")
    names = names_of(group, ("pair", "time"))
    group.used.update(name for name in group.variables if group.variables[name].has("pair", "time"))
    dependent = group.use("dependent")
    if not names:
        return None
    pairs = list(map(str, group.variables[names[0]].coordinate("pair")))
    times = group.variables[names[0]].coordinate("time")
    tied = np.zeros(len(pairs), bool) if dependent is None else dependent.values.astype(bool)
    sheet, alternatives = Sheet(len(names), [0.3 * len(pairs) + 0.1], left=0.1, top=0.44), {}
    for place, name in enumerate(names):
        axis = sheet.cells[place].axes[0]
        logarithmic(axis, "x")
        alternatives[place] = _ratios(axis, group, name, times, tied)
        axis.set_ylim(len(pairs) - 0.55, -0.75)
        axis.set_yticks([])
        for line, pair in enumerate(pairs):
            axis.text(0.01, line - 0.32, roads.pair_label(group, pair), transform=axis.get_yaxis_transform(), fontsize=7.5,
                      va="center")
        axis.set_xlabel("distance over what is allowed")
        sheet.title(place, group.variables[name].label, lines=2)
    return Picture("distances", "Distances between the roads, beside what is allowed",
                   "Each row is a pair of roads, a dot for each time, the first small and pale, the last large and dark. A distance "
                   "is divided by what is allowed: the noise floor (what equal laws would give at this sample size) plus the "
                   "discretisation budget. A dot in the grey agrees. Open dots: pairs that share an ingredient. A diamond is what a "
                   "drift wrong by 2 % would do, a triangle the same of the diffusion: one in the grey would not be seen at that time.", sheet, alternatives=alternatives)


def _beside(group, name, shape):
    """The numbers that stand beside the distances; 0 where there is none."""
    variable = group.variables.get(name)
    return np.zeros(shape) if variable is None or variable.values.shape != shape else np.nan_to_num(variable.values)


def _ratios(axis, group, name, times, tied):
    """Draw a distance of all pairs and times; gives what was found in words."""
    observed = group.variables[name].values
    floor, budget, *effects = (_beside(group, name + suffix, observed.shape) for suffix in DERIVED[1:])
    allowed = floor + budget
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, *seen = (np.where(value > 0, value / allowed, np.nan) for value in (observed, *effects))
    far = observed > allowed
    lines = np.repeat(np.arange(len(tied))[:, None] + 0.1, len(times), axis=1)
    age = np.tile(np.arange(1, len(times) + 1) / len(times), (len(tied), 1))
    black = np.where(far, "#D55E00", "#202020")
    for values, (marker, colour, label) in [*zip(seen, EFFECTS.values()), (ratio, ("o", "#202020", "observed"))]:
        good = np.isfinite(values)
        if not good.any():
            continue
        colours = black if values is ratio else np.full(far.shape, colour)
        hollow = np.repeat(tied[:, None], len(times), axis=1) & (values is ratio)
        axis.scatter(values[good], lines[good] + (0.0 if values is ratio else 0.16), s=(10 + 14 * age[good]) * (1 if values is ratio else 0.7),
                     marker=marker, alpha=0.3 + 0.7 * age[good], linewidths=0.9, edgecolors=colours[good],
                     facecolors=np.where(hollow, "white", colours)[good])
        axis.plot([], [], marker, color=colour, label=label)
    shown = np.concatenate([ratio.ravel(), *(values.ravel() for values in seen), [0.1, 2.0]])
    shown = shown[np.isfinite(shown) & (shown > 0)]
    low, high = shown.min() / 2, shown.max() * 2
    axis.axvspan(low, 1, color="#ececec", zorder=0)
    axis.set_xlim(low, high)
    known = np.isfinite(ratio)
    words = f"{len(tied)} pairs at {len(times)} times, {(far & np.isfinite(observed)).sum()} distances larger than allowed"
    return words + (f"; the largest is {np.nanmax(ratio):.2g} of what is allowed" if known.any() else "")

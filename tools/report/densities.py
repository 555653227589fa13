"""Densities of the roads on the line: curves over each other."""
import numpy as np

from kolmo import roads
from kolmo.number_text import number
from kolmo.style import selected
from kolmo.units import density_units

from . import ensembles
from .picture import Picture
from .sheet import Sheet, logarithmic, same_limits

PREFIX = "density_"
INITIAL = "initial"  # density_initial(x): the law at time 0, for all roads
MOST_TIMES = 12


def draw(problem):
    """The pictures of a problem's densities on the line."""
    group = problem.group("marginals")
    found = by_road(group, ("time", "x"))
    return [_curves(group, found)] if found else []


def by_road(group, dimensions):
    """The densities on these dimensions: noisy ones first, the exact one last so that it lies on top."""
    found = {name[len(PREFIX):]: variable for name, variable in group.variables.items()
             if name.startswith(PREFIX) and variable.has(*dimensions)}
    group.used.update(PREFIX + road for road in (*found, INITIAL))
    particles = set(ensembles.names(group.parent)) if found else set()

    def rank(road):
        return roads.find(group, road).direction == "exact", road not in particles
    return {road: found[road] for road in sorted(found, key=rank)}


def at(variable, time):
    """The values at the time nearest to `time`, or None where the road has none there."""
    times = variable.coordinate("time")
    place = int(np.argmin(np.abs(times - time)))
    values = variable.values[place]
    return values if times[place] == time and np.isfinite(values).any() else None


def _initial(group, shape):
    """The law at time 0, as cell averages of this shape; None where the file has it not."""
    variable = group.variables.get(PREFIX + INITIAL)
    return variable.values if variable is not None and variable.values.shape == shape else None


def times_of(group, variables, most=MOST_TIMES):
    """The times that are drawn, and a sentence on those that are not."""
    times = next(iter(variables.values())).coordinate("time")
    initial = _initial(group, next(iter(variables.values())).values.shape[1:])
    if initial is not None:
        times = np.union1d(times, [0.0])
    known = [time for time in times if any(at(v, time) is not None for v in variables.values())
             or (time == 0 and initial is not None)]
    chosen = [known[place] for place in selected(len(known), most)]
    left_out = "" if len(chosen) == len(known) else f" Drawn are {len(chosen)} of {len(known)} times, evenly spread."
    return chosen, left_out


def base_of(group, variables, time):
    """What the roads are compared with at a time: (values, name of the road); the initial law at time 0."""
    available = [road for road, variable in variables.items() if at(variable, time) is not None]
    if not available:
        return _initial(group, next(iter(variables.values())).values.shape[1:]), None
    road = roads.reference(group, available)
    return at(variables[road], time), road


def visible_range(x, densities):
    """The part of the axis where one of these densities is visible."""
    seen = np.nanmax(densities, axis=0)
    inside = np.flatnonzero(seen > 2e-3 * np.nanmax(seen))
    if inside.size == 0:
        return x[0], x[-1]
    margin = 0.06 * (x[inside[-1]] - x[inside[0]]) or x[1] - x[0]
    return max(x[0], x[inside[0]] - margin), min(x[-1], x[inside[-1]] + margin)


def widths_of(names):
    """Line widths that fall from the first drawn to the last, so that curves which agree are all seen."""
    count = len(names)
    return {road: 1.3 + 4.0 * (count - 1 - place) / max(count - 1, 1) for place, road in enumerate(names)}


def draw_line(axis, x, values, road, width=1.2, **options):
    axis.plot(x, values, color=road.colour, linestyle=road.dashes if width < 3 else "-", linewidth=width, label=road.label,
              **options)


def _curves(group, found):
    times, left_out = times_of(group, found)
    first = next(iter(found.values()))
    scale, widths = first.coordinates.get("x"), widths_of(found)
    sheet = Sheet(len(times), [2.0, 1.3], per_row=min(len(times), 4))
    visible, notes = [], []
    for place, time in enumerate(times):
        upper, lower = sheet.cells[place].axes
        base, reference = base_of(group, found, time)
        visible.append(base)
        words = []
        if reference is None:
            upper.plot(first.coordinate("x"), base, color="#303030", linewidth=1.4, label="initial law")
        for name, variable in found.items():
            values, x, road = at(variable, time), variable.coordinate("x"), roads.find(group, name)
            if values is None:
                continue
            draw_line(upper, x, values, road, widths[name])
            if name != reference and values.shape == base.shape:
                difference = np.abs(values - base)
                words.append(f"{road.label} {np.nanmax(difference):.2g}")
                draw_line(lower, x, np.where(difference > 0, difference, np.nan), road, alpha=0.9)
        logarithmic(lower, "y")
        lower.set_visible(bool(words))
        upper.tick_params(labelbottom=not words)
        last = lower if words else upper
        last.set_xlabel(scale.label if scale is not None else "x")
        upper.set_ylabel(f"density p(t, x) [{density_units([scale])}]" if scale is not None else "density p(t, x)")
        lower.set_ylabel("|difference|")
        sheet.title(place, f"t = {number(time)}" + ("" if reference else ": the initial law"))
        notes.append((number(time), roads.find(group, reference).label if reference else "", words, float(np.nanmax(base))))
    top = np.nanmax([np.nanmax(variable.values) for variable in [*found.values()]] + [np.nanmax(v) for v in visible])
    same_limits(sheet.axes, x=visible_range(first.coordinate("x"), np.array(visible)))
    same_limits(sheet.axes[0], y=(0, 1.05 * top))
    same_limits(sheet.axes[1], y=(1e-7 * top, 0.3 * top))
    alternatives = {place: f"highest value {highest:.3g}" + (f"; largest difference to {base}: {', '.join(words)}" if words else "")
                    for place, (_, base, words, highest) in enumerate(notes)}
    bases = " or ".join(dict.fromkeys(base for _, base, _, _ in notes if base))
    return Picture("densities", "The densities of the roads, over each other",
                   "Above: every road's density at each time, the first ones drawn wider so that all are seen where they "
                   f"agree. Below: the distance of each to {bases}, on a logarithmic scale. The density of "
                   f"particles is a histogram: its difference is sampling noise.{left_out}", sheet,
                   alternatives={place: f"Densities of the roads; {words}" for place, words in alternatives.items()})

"""Densities of the roads in the plane: maps with points, differences of the maps, the densities of each coordinate."""
import matplotlib
import numpy as np
from matplotlib.ticker import MaxNLocator

from kolmo import roads
from kolmo.number_text import number
from kolmo.units import density_units

from . import ensembles
from .densities import at, base_of, by_road, draw_line, times_of, visible_range, widths_of
from .picture import Picture
from .sheet import Sheet, same_limits

MOST_TIMES, FEW_TIMES = 4, 2  # of the maps; of what is made of them


def draw(problem):
    """The pictures of a problem's densities in the plane."""
    group = problem.group("marginals")
    found = by_road(group, ("time", "x", "y"))
    if not found:
        return []
    pictures = [_maps(problem, found), _differences(group, found) if len(found) > 1 else None, _projections(problem, found)]
    return [picture for picture in pictures if picture is not None]


def _points(problem, road, time):
    """Up to 400 samples of a road at a time, as an n×2 array, or None."""
    ensemble = ensembles.read(problem).get(road)
    points = None if ensemble is None else ensemble.at(time)
    return None if points is None or points.shape[1] < 2 else points[:400, :2]


def _frame(found):
    """The part of the plane where a density is visible: ((x low, x high), (y low, y high))."""
    first = next(iter(found.values()))
    seen = np.nanmax([np.nanmax(np.nan_to_num(variable.values), axis=0) for variable in found.values()
                      if variable.values.shape[1:] == first.values.shape[1:]], axis=0)
    return visible_range(first.coordinate("x"), seen.T), visible_range(first.coordinate("y"), seen)


def _map_sheet(count, frame, per_row):
    (left, right), (low, high) = frame
    width = 1.8
    return Sheet(count, [(width - 0.6) * float(np.clip((high - low) / (right - left), 0.4, 1.6))], width=width, left=0.5,
                 right=0.1, top=0.36, per_row=per_row)


def _map(axis, variable, values, colours, low, high, frame):
    """Colour a panel by the values[x, y] of a variable."""
    x, y = variable.coordinate("x"), variable.coordinate("y")
    half = 0.5 * (x[1] - x[0]), 0.5 * (y[1] - y[0])
    axis.imshow(values.T[::-1], extent=(x[0] - half[0], x[-1] + half[0], y[0] - half[1], y[-1] + half[1]), aspect="auto",
                interpolation="nearest", cmap=matplotlib.colormaps[colours], vmin=low, vmax=high)
    axis.set(xlim=frame[0], ylim=frame[1])
    axis.grid(False)
    for scale in (axis.xaxis, axis.yaxis):
        scale.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10], min_n_ticks=2))


def _map_axes(axis, variable):
    axis.set_xlabel(variable.coordinates["x"].label if "x" in variable.coordinates else "x", fontsize=8)
    axis.set_ylabel(variable.coordinates["y"].label if "y" in variable.coordinates else "y", fontsize=8)


def _maps(problem, found):
    group = problem.group("marginals")
    times, left_out = times_of(group, found, MOST_TIMES)
    frame = _frame(found)
    only_points = [road for road in ensembles.names(problem) if road not in found]
    shown = [(name, time) for name in [*found, *only_points] for time in times
             if (_points(problem, name, time) if name in only_points else at(found[name], time)) is not None]
    sheet = _map_sheet(len(shown), frame, max(len(times), 1))
    data = problem.group("ensembles").variables.get("data")
    alternatives = {}
    for place, (name, time) in enumerate(shown):
        axis, road = sheet.cells[place].axes[0], roads.find(group, name)
        base, reference = base_of(group, found, time)
        values = base if name in only_points else at(found[name], time)
        colours = ("Greys", 0, 2.5 * np.nanmax(base)) if name in only_points else ("viridis", 0, np.nanmax(base))
        variable = found.get(name) or next(iter(found.values()))
        _map(axis, variable, values, *colours, frame)
        _map_axes(axis, variable)
        points = _points(problem, name, time)
        if points is not None:
            axis.scatter(*points.T, s=2, color=road.colour if name in only_points else "#ffffff", alpha=0.75, linewidths=0)
        if data is not None and name == reference and time == times[0] and data.has("point", "component"):
            axis.scatter(*data.values[:, :2].T, s=5, facecolor="none", edgecolor="#E69F00", linewidth=0.6)
        sheet.title(place, f"{road.label}\nt = {number(time)}", lines=2, fontsize=7.5)
        alternatives[place] = f"highest value {np.nanmax(values):.3g}, of the reference {np.nanmax(base):.3g}"
    return Picture("density_maps", "The densities as maps", "One colour scale a time, from nothing (dark) to the reference's "
                   "highest value (yellow). White dots are samples of the road, orange rings the data; a road without a density "
                   f"of its own shows its samples over the reference's in grey.{left_out}", sheet, maps=True,
                   alternatives=alternatives)


def _differences(group, found):
    """Signed differences of the maps to the reference's."""
    times, left_out = times_of(group, found, FEW_TIMES)
    frame, shown = _frame(found), []
    for name, variable in found.items():
        for time in times:
            base, reference = base_of(group, found, time)
            values = at(variable, time)
            if values is not None and name != reference and values.shape == base.shape:
                shown.append((name, time, values - base))
    sheet = _map_sheet(len(shown), frame, max(len(times), 1))
    alternatives = {}
    for place, (name, time, difference) in enumerate(shown):
        axis, bound = sheet.cells[place].axes[0], np.nanmax(np.abs(difference)) or 1.0
        _map(axis, found[name], difference, "RdBu_r", -bound, bound, frame)
        _map_axes(axis, found[name])
        axis.text(0.04, 0.04, f"±{bound:.1e}", transform=axis.transAxes, fontsize=7.5, va="bottom",
                  bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5})
        sheet.title(place, f"{roads.find(group, name).label}\nt = {number(time)}", lines=2, fontsize=7.5)
        alternatives[place] = f"differences up to {bound:.2g}"
    label = roads.find(group, roads.reference(group, found)).label
    return Picture("density_differences", f"Differences of the maps to the road “{label}”",
                   "Red: above it, blue: below it; the number in the corner is what the full colour stands for in that panel. "
                   f"Maps of particles are histograms: their difference is sampling noise.{left_out}", sheet, maps=True,
                   alternatives=alternatives)


def _projections(problem, found):
    """The 1-D marginals of the maps: sums over the other axis."""
    group = problem.group("marginals")
    times, left_out = times_of(group, found, FEW_TIMES)
    widths, components = widths_of(found), ("x", "y")
    sheet = Sheet(2 * len(times), [1.7], per_row=min(len(times), 4))
    seen = {component: [] for component in components}
    for place, (component, time) in enumerate((component, time) for component in components for time in times):
        axis, number_of = sheet.cells[place].axes[0], components.index(component)
        for name, variable in found.items():
            values = at(variable, time)
            if values is None:
                continue
            other = variable.coordinate(components[1 - number_of])
            along = values.sum(axis=1 - number_of) * (other[1] - other[0])
            seen[component].append(along)
            draw_line(axis, variable.coordinate(component), along, roads.find(group, name), widths[name])
        points = [_points(problem, name, time) for name in ensembles.names(problem) if name in found]
        if points and points[0] is not None:
            axis.hist(points[0][:, number_of], bins=30, density=True, color="#909090", alpha=0.3, label="stored samples")
        scale = next(iter(found.values())).coordinates.get(component)
        axis.set_xlabel(scale.label if scale is not None else component)
        axis.set_ylabel(f"density of {component}" + (f" [{density_units([scale])}]" if scale is not None else ""))
        sheet.title(place, f"{component}, t = {number(time)}")
    first = next(iter(found.values()))
    for number_of, component in enumerate(components):
        axes = sheet.axes[0][number_of * len(times):(number_of + 1) * len(times)]
        same_limits(axes, x=visible_range(first.coordinate(component), np.array([v for v in seen[component] if len(v) == len(
            first.coordinate(component))])), y=(0, max(axis.get_ylim()[1] for axis in axes)))
    return Picture("projections", "The densities of each coordinate", "The maps summed over the other coordinate; bars are "
                   f"histograms of the stored samples.{left_out}", sheet)

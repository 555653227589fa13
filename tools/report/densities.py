"""Densities of the roads: curves over each other in 1-D, maps with points in 2-D."""
import numpy as np

from . import ensembles
from .map_sheet import MapSheet
from .style import Picture, legend_below, logarithmic, number, panels, road_style, road_styles, same_limits, selected

PREFIX = "density_"
DRAW_ORDER = ["sde", "reverse_sde", "fokker_planck", "jko", "probability_flow", "reverse_flow"]


def _by_road(group, dimensions):
    """The densities on these dimensions, noisy ones first, the exact one last so that it lies on top."""
    found = {name[len(PREFIX):]: variable for name, variable in group.variables.items()
             if name.startswith(PREFIX) and variable.has(*dimensions)}
    order = {road: place for place, road in enumerate(DRAW_ORDER)}
    order["exact"] = len(order) + len(found)
    return {road: found[road] for road in sorted(found, key=lambda road: order.get(road, len(DRAW_ORDER)))}


def _reference(roads):
    return next((road for road in ("exact", "fokker_planck") if road in roads), next(iter(roads)))


def _at(variable, time):
    """The values at the time nearest to `time`, or None where the road has none there."""
    times = variable.coordinate("time")
    place = int(np.argmin(np.abs(times - time)))
    values = variable.values[place]
    return values if np.isclose(times[place], time) and np.isfinite(values).any() else None


def draw(problem):
    """The pictures of a problem's densities."""
    group = problem.group("marginals")
    pictures = []
    curves = _by_road(group, ("time", "x"))
    if curves:
        pictures.append(_curves(problem, curves))
    maps = _by_road(group, ("time", "x", "y"))
    if maps:
        pictures.append(_maps(problem, maps))
        if len(maps) > 1:
            pictures.append(_differences(problem, maps))
        pictures.append(_projections(problem, maps))
    group.used.update(PREFIX + road for road in (*curves, *maps))
    return pictures


def _range(x, densities):
    """The part of the axis where one of these densities is visible."""
    seen = np.nanmax(densities, axis=0)
    inside = np.flatnonzero(seen > 2e-3 * np.nanmax(seen))
    if inside.size == 0:
        return x[0], x[-1]
    margin = 0.06 * (x[inside[-1]] - x[inside[0]])
    return max(x[0], x[inside[0]] - margin), min(x[-1], x[inside[-1]] + margin)


def _columns(reference):
    times = reference.coordinate("time")
    known = [row for row in range(len(times)) if np.isfinite(reference.values[row]).any()]
    return [(known[place], times[known[place]]) for place in selected(len(known), 5)]


def _draw_curve(axis, x, values, style, width=1.2, **options):
    colour, dashes, label = style
    axis.plot(x, values, color=colour, linestyle=dashes if width < 3 else "-", linewidth=width, label=label, **options)


def _widths(roads):
    """Line widths that fall from the first drawn to the last, so that curves which agree are all seen."""
    count = len(roads)
    return {road: 1.3 + 5.0 * (count - 1 - place) / max(count - 1, 1) for place, road in enumerate(roads)}


def _curves(problem, roads):
    reference = _reference(roads)
    columns = _columns(roads[reference])
    widths, styles = _widths(roads), road_styles(roads)
    figure, axes = panels([2.3, 1.85], len(columns), 2.35, gap_x=0.15, gaps_y=0.15)
    for column, (_, time) in enumerate(columns):
        upper, lower = axes[:, column]
        base = _at(roads[reference], time)
        for road, variable in roads.items():
            values, x = _at(variable, time), variable.coordinate("x")
            if values is None:
                continue
            _draw_curve(upper, x, values, styles[road], widths[road])
            if road != reference:
                difference = np.abs(values - np.interp(x, roads[reference].coordinate("x"), base))
                _draw_curve(lower, x, np.where(difference > 0, difference, np.nan), styles[road], alpha=0.9)
        upper.set_title(f"t = {number(time)}")
        logarithmic(lower, "y")
        lower.set_xlabel(roads[reference].coordinates["x"].label if "x" in roads[reference].coordinates else "x")
    top = np.nanmax([np.nanmax(variable.values) for variable in roads.values()])
    visible = roads[reference].values[[row for row, _ in columns]]
    same_limits(axes, x=_range(roads[reference].coordinate("x"), visible))
    same_limits(axes[:1], y=(0, 1.05 * top))
    same_limits(axes[1:], y=(max(1e-9, 1e-7 * top), 0.3 * top))
    axes[0, 0].set_ylabel("density p(t, x)")
    axes[1, 0].set_ylabel(f"|difference| to {road_style(reference)[2]}", fontsize=8)
    legend_below(figure, axes[0])
    return Picture("densities", "The densities of the roads, over each other",
                   "Above: every road's density at each time, the first ones drawn wider so that all are seen where they "
                   f"agree. Below: the distance of each to the {road_style(reference)[2]} density, on a logarithmic scale. The density of "
                   "particles is a histogram: its difference is sampling noise.", figure, raster=True)


def _points(problem, road, time):
    """Up to 400 samples of a road at a time, as an n×2 array, or None."""
    ensemble = ensembles.read(problem).get(road)
    points = None if ensemble is None else ensemble.at(time)
    return None if points is None or points.shape[1] < 2 else points[:400, :2]


def _sheet(roads, reference, names):
    columns = _columns(roads[reference])
    return MapSheet(roads[reference], [row for row, _ in columns], names), [time for _, time in columns]


def _maps(problem, roads):
    reference = _reference(roads)
    only_points = [road for road in ensembles.read(problem) if road not in roads]
    names = [road_style(road)[2] for road in roads] + [f"{road_style(road)[2]}\nsamples" for road in only_points]
    sheet, times = _sheet(roads, reference, names)
    data = problem.group("ensembles").variables.get("data")
    for row, road in enumerate([*roads, *only_points]):
        for column, time in enumerate(times):
            base = _at(roads[reference], time)
            values = base if road in only_points else _at(roads[road], time)
            if values is None:
                continue
            colours = ("Greys", 0, 2.5 * np.nanmax(base)) if road in only_points else ("viridis", 0, np.nanmax(base))
            sheet.fill(row, column, roads.get(road, roads[reference]), values, *colours)
            points = _points(problem, road, time)
            if points is not None:
                sheet.dots(row, column, points, s=2, color=road_style(road)[0] if road in only_points else "#ffffff",
                           alpha=0.75, linewidths=0)
        if data is not None and road == reference and data.has("point", "component"):
            sheet.dots(row, 0, data.values[:, :2], s=5, facecolor="none", edgecolor="#E69F00", linewidth=0.6)
    return Picture("density_maps", "The densities as maps", "One colour scale a column, from nothing (dark) to the reference's "
                   "highest value (yellow). White dots are samples of the road, orange rings the data. An empty panel: the "
                   "road has nothing at that time.", sheet.finished([f"t = {number(time)}" for time in times]), raster=True)


def _differences(problem, roads):
    """Signed differences of the maps to the reference's."""
    reference = _reference(roads)
    compared = [road for road in roads if road != reference]
    sheet, times = _sheet(roads, reference, [road_style(road)[2] for road in compared])
    for row, road in enumerate(compared):
        for column, time in enumerate(times):
            base, values = _at(roads[reference], time), _at(roads[road], time)
            if values is None or values.shape != base.shape:
                continue
            bound = np.nanmax(np.abs(values - base)) or 1.0
            sheet.fill(row, column, roads[road], values - base, "RdBu_r", -bound, bound)
            sheet.note(row, column, f"±{bound:.1e}")
    return Picture("density_differences", f"Differences to the {road_style(reference)[2]} density",
                   "Red: above it, blue: below it; the number in the corner is what the full colour stands for in that panel. "
                   "Maps of particles are histograms: their difference is sampling noise.",
                   sheet.finished([f"t = {number(time)}" for time in times]), raster=True)


def _projections(problem, roads):
    """The 1-D marginals of the maps: sums over the other axis."""
    reference = _reference(roads)
    columns = _columns(roads[reference])
    widths, styles = _widths(roads), road_styles(roads)
    figure, axes = panels([1.8, 1.8], len(columns), 2.35, gap_x=0.15, gaps_y=0.5)
    for column, (_, time) in enumerate(columns):
        for road, variable in roads.items():
            values = _at(variable, time)
            if values is None:
                continue
            x, y = variable.coordinate("x"), variable.coordinate("y")
            _draw_curve(axes[0, column], x, values.sum(axis=1) * (y[1] - y[0]), styles[road], widths[road])
            _draw_curve(axes[1, column], y, values.sum(axis=0) * (x[1] - x[0]), styles[road], widths[road])
        for row, component in enumerate("xy"):
            _histogram(axes[row, column], problem, row, time)
            axes[row, column].set_xlabel(component)
        axes[0, column].set_title(f"t = {number(time)}")
    for row, component in enumerate("xy"):
        axes[row, 0].set_ylabel(f"density of {component}")
        limits = [axis.get_ylim()[1] for axis in axes[row]]
        maps = roads[reference].values[[place for place, _ in columns]]
        same_limits(axes[row:row + 1], x=_range(roads[reference].coordinate(component), maps.sum(axis=2 - row)),
                    y=(0, max(limits)))
    legend_below(figure, axes[0])
    return Picture("projections", "The densities of each coordinate", "The maps summed over the other coordinate; bars are "
                   "histograms of the stored samples of the SDE.", figure, raster=True)


def _histogram(axis, problem, component, time):
    points = _points(problem, "sde", time)
    if points is not None:
        axis.hist(points[:, component], bins=30, density=True, color=road_style("sde")[0], alpha=0.25,
                  label="SDE samples")

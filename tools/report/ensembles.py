"""Sample paths, and what the reverse roads bring back beside the data."""
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection

from kolmo import roads
from kolmo.number_text import number

from .picture import Picture
from .sheet import Sheet, same_limits


@dataclass
class Ensemble:
    """Stored samples of a road: points[time, particle, component] at the times where there are any."""

    times: np.ndarray
    points: np.ndarray
    time_label: str
    axes: list  # label of each component

    def at(self, time):
        near = np.flatnonzero(self.times == time)
        return self.points[near[0]] if near.size else None


def names(problem):
    """The roads whose samples are stored."""
    return [name for name, variable in problem.group("ensembles").variables.items()
            if len(variable.dimensions) == 3 and variable.dimensions[2] == "component" and "time" in variable.dimensions]


def read(problem):
    """Road → Ensemble, from variables on (time, particle…, component) in any order of the first two."""
    found, group = {}, problem.group("ensembles")
    for name in names(problem):
        variable = group.variables[name]
        values = variable.values if variable.dimensions[0] == "time" else variable.values.swapaxes(0, 1)
        known = np.isfinite(values).any(axis=(1, 2))
        if known.any():
            label = variable.coordinates["time"].label if "time" in variable.coordinates else "time"
            found[name] = Ensemble(np.asarray(variable.coordinate("time"))[known], values[known], label,
                                   _axis_labels(problem, variable))
    return found


def _axis_labels(problem, variable):
    """What the axes of the components say: the label of the coordinate of that name where there is one."""
    coordinates = problem.group("marginals").variables
    return [coordinates[name].label if name in coordinates else name for name in map(str, variable.coordinate("component"))]


def draw(problem):
    group = problem.group("ensembles")
    found = read(problem)
    group.used.update(found)
    data = group.variables.get("data")
    if data is not None and data.has("point", "component"):
        group.used.add("data")
        data = data.values
    else:
        data = None
    pictures = []
    lines = {road: e for road, e in found.items() if e.points.shape[2] == 1}
    planes = {road: e for road, e in found.items() if e.points.shape[2] >= 2}
    if lines:
        pictures.append(_paths_over_time(group, lines))
    if planes:
        pictures.append(_paths_in_plane(group, planes, data))
    back = {road: e for road, e in planes.items() if roads.find(group, road).direction == "reverse"}
    if back and data is not None:
        pictures.append(_back_to_data(group, back, data))
    return pictures


def _join(axis, paths, **options):
    """One polyline for each of paths[particle, point, 2]."""
    axis.add_collection(LineCollection(paths, **options))


def _paths_over_time(group, found):
    sheet = Sheet(len(found), [2.2])
    alternatives = {}
    for place, (name, ensemble) in enumerate(found.items()):
        axis, road = sheet.cells[place].axes[0], roads.find(group, name)
        shown = ensemble.points[:, :40, 0]
        times = np.broadcast_to(ensemble.times[:, None], shown.shape)
        _join(axis, np.stack([times.T, shown.T], axis=2), color=road.colour, alpha=0.4, linewidth=0.7)
        axis.plot(times.ravel(), shown.ravel(), "o", color=road.colour, alpha=0.4, markersize=1.5)
        sheet.title(place, f"{road.label}: {shown.shape[1]} of {ensemble.points.shape[1]} paths")
        axis.set_xlabel(ensemble.time_label)
        axis.set_ylabel(ensemble.axes[0])
        alternatives[place] = _ends(ensemble, 0, -1)
    same_limits(sheet.axes, y=None)
    return Picture("paths", "Sample paths", "Straight lines join the stored times; the steps between are not stored.", sheet,
                   alternatives=alternatives)


def _ends(ensemble, first, last):
    """Where paths begin and end, in words."""
    spans = [f"{low:.3g} to {high:.3g}" for low, high in ((ensemble.points[k].min(), ensemble.points[k].max())
                                                         for k in (first, last))]
    return f"from t = {number(ensemble.times[first])} ({spans[0]}) to t = {number(ensemble.times[last])} ({spans[1]})"


def _paths_in_plane(group, found, data):
    sheet = Sheet(len(found), [2.6])
    alternatives = {}
    for place, (name, ensemble) in enumerate(found.items()):
        axis, road = sheet.cells[place].axes[0], roads.find(group, name)
        some = ensemble.points[:, :40]
        _join(axis, some[:, :, :2].swapaxes(0, 1), color=road.colour, alpha=0.3, linewidth=0.7)
        if data is not None:
            axis.scatter(data[:, 0], data[:, 1], s=5, color="#999999", linewidths=0, label="data", zorder=1)
        first, last = (0, -1) if road.direction != "reverse" else (-1, 0)
        axis.scatter(some[first, :, 0], some[first, :, 1], s=9, facecolor="white", edgecolor=road.colour, linewidth=0.8,
                     zorder=3)
        axis.scatter(some[last, :, 0], some[last, :, 1], s=9, color=road.colour, linewidths=0, zorder=3)
        sheet.title(place, f"{road.label}, t = {number(ensemble.times[first])} → {number(ensemble.times[last])}")
        axis.set_xlabel(ensemble.axes[0])
        axis.set_ylabel(ensemble.axes[1])
        alternatives[place] = _ends(ensemble, first, last)
    same_limits(sheet.axes, x=None, y=None)
    return Picture("paths", "Sample paths in the plane", "Forty paths a road, from open dots, where it starts, to full ones, "
                   "where it ends; straight lines join the stored times.", sheet, alternatives=alternatives)


def _back_to_data(group, found, data):
    sheet = Sheet(len(found) + 1, [2.6])
    axes, alternatives = sheet.axes[0], {0: f"{len(data)} points"}
    axes[0].scatter(data[:, 0], data[:, 1], s=7, color="#202020", linewidths=0)
    sheet.title(0, f"data, {len(data)} points")
    labels = next(iter(found.values())).axes
    for place, (name, ensemble) in enumerate(found.items(), start=1):
        road, axis = roads.find(group, name), axes[place]
        earliest = int(np.argmin(ensemble.times))
        points = ensemble.points[earliest][: 2 * len(data), :2]
        axis.scatter(*points.T, s=6, color=road.colour, alpha=0.7, linewidths=0)
        axis.scatter(data[:, 0], data[:, 1], s=5, facecolor="none", edgecolor="#303030", linewidth=0.4)
        sheet.title(place, f"{road.label} at t = {number(ensemble.times[earliest])}, {len(points)} points")
        means = ", ".join(f"{a:.3g} (data {b:.3g})" for a, b in zip(points.mean(axis=0), data.mean(axis=0)))
        alternatives[place] = f"means of the coordinates {means}"
    for axis in axes:
        axis.set_xlabel(labels[0])
        axis.set_ylabel(labels[1])
    same_limits(axes, x=None, y=None)
    return Picture("back_to_data", "Back to the data", "Samples that the reverse roads made out of noise; rings are the data.",
                   sheet, alternatives=alternatives)

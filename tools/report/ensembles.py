"""Sample paths, and what the reverse roads bring back beside the data."""
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection

from .style import Picture, legend_below, number, panels, road_style, same_limits


@dataclass
class Ensemble:
    """Stored samples of a road: points[time, particle, component] at the times where there are any."""

    times: np.ndarray
    points: np.ndarray
    time_label: str

    def at(self, time):
        near = np.flatnonzero(np.isclose(self.times, time))
        return self.points[near[0]] if near.size else None


def read(problem):
    """Road → Ensemble, from variables on (time, particle…, component) in any order of the first two."""
    found = {}
    for name, variable in problem.group("ensembles").variables.items():
        if len(variable.dimensions) != 3 or variable.dimensions[2] != "component" or "time" not in variable.dimensions:
            continue
        values = variable.values if variable.dimensions[0] == "time" else variable.values.swapaxes(0, 1)
        known = np.isfinite(values).any(axis=(1, 2))
        if known.any():
            label = variable.coordinates["time"].label if "time" in variable.coordinates else "time"
            found[name] = Ensemble(np.asarray(variable.coordinate("time"))[known], values[known], label)
    return found


def draw(problem):
    group = problem.group("ensembles")
    roads = read(problem)
    group.used.update(roads)
    data = group.variables.get("data")
    if data is not None and data.has("point", "component"):
        group.used.add("data")
        data = data.values
    else:
        data = None
    pictures = []
    lines = {road: e for road, e in roads.items() if e.points.shape[2] == 1}
    planes = {road: e for road, e in roads.items() if e.points.shape[2] >= 2}
    if lines:
        pictures.append(_paths_over_time(lines))
    if planes:
        pictures.append(_paths_in_plane(planes, data))
    back = {road: e for road, e in planes.items() if road.startswith("reverse")}
    if back and data is not None:
        pictures.append(_back_to_data(back, data))
    return pictures


def _join(axis, paths, **options):
    """One polyline for each of paths[particle, point, 2]."""
    axis.add_collection(LineCollection(paths, **options))


def _paths_over_time(roads):
    figure, axes = panels([2.4], len(roads), 2.9)
    for axis, (road, ensemble) in zip(axes[0], roads.items()):
        colour, _, label = road_style(road)
        shown = ensemble.points[:, :80, 0]
        times = np.broadcast_to(ensemble.times[:, None], shown.shape)
        _join(axis, np.stack([times.T, shown.T], axis=2), color=colour, alpha=0.4, linewidth=0.7)
        axis.plot(times.ravel(), shown.ravel(), "o", color=colour, alpha=0.4, markersize=1.5)
        axis.set_title(f"{label}: {shown.shape[1]} of {ensemble.points.shape[1]} stored", fontsize=8.5)
        axis.set_xlabel(ensemble.time_label)
    same_limits(axes, y=None)
    axes[0, 0].set_ylabel("x")
    return Picture("paths", "Sample paths", "Straight lines join the stored times; the steps between are not stored.", figure,
                   raster=True)


def _paths_in_plane(roads, data):
    figure, axes = panels([2.7], len(roads), 2.9)
    for axis, (road, ensemble) in zip(axes[0], roads.items()):
        colour, _, label = road_style(road)
        some = ensemble.points[:, :60]
        _join(axis, some[:, :, :2].swapaxes(0, 1), color=colour, alpha=0.3, linewidth=0.7)
        if data is not None:
            axis.scatter(data[:, 0], data[:, 1], s=5, color="#999999", linewidths=0, label="data", zorder=1)
        first, last = (0, -1) if not road.startswith("reverse") else (-1, 0)
        axis.scatter(some[first, :, 0], some[first, :, 1], s=9, facecolor="white", edgecolor=colour, linewidth=0.8,
                     label="where the road starts", zorder=3)
        axis.scatter(some[last, :, 0], some[last, :, 1], s=9, color=colour, linewidths=0, label="where it ends", zorder=3)
        axis.set_title(f"{label}, t = {number(ensemble.times[first])} → {number(ensemble.times[last])}")
        axis.set_xlabel("x")
    same_limits(axes, x=None, y=None)
    axes[0, 0].set_ylabel("y")
    legend_below(figure, axes[0, :1])
    return Picture("paths", "Sample paths in the plane", "Sixty paths a road, from open to full dots; straight lines join the "
                   "stored times.", figure, raster=True)


def _back_to_data(roads, data):
    figure, grid = panels([2.7], len(roads) + 1, 2.9)
    axes = grid[0]
    axes[0].scatter(data[:, 0], data[:, 1], s=7, color="#202020", linewidths=0)
    axes[0].set_title(f"data, {len(data)} points")
    for axis, (road, ensemble) in zip(axes[1:], roads.items()):
        colour, _, label = road_style(road)
        place = int(np.argmin(ensemble.times))
        points = ensemble.points[place][: 2 * len(data), :2]
        axis.scatter(*points.T, s=6, color=colour, alpha=0.7, linewidths=0)
        axis.scatter(data[:, 0], data[:, 1], s=5, facecolor="none", edgecolor="#303030", linewidth=0.4)
        axis.set_title(f"{label} at t = {number(ensemble.times[place])}, {len(points)} points")
    for axis in axes:
        axis.set_xlabel("x")
    same_limits(grid, x=None, y=None)
    axes[0].set_ylabel("y")
    return Picture("back_to_data", "Back to the data", "Samples that the reverse roads made out of noise; rings are the data.",
                   figure, raster=True)

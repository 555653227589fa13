"""Work against precision: the error of every scheme over what it costs."""
import numpy as np

from .style import Picture, logarithmic, panels, series_style

ROWS = 26  # of a legend column beside a panel


def draw(problem):
    group = problem.group("work_precision")
    schemes = {name: scheme for name, scheme in group.groups.items() if _points(scheme) is not None}
    if not schemes:
        return []
    seconds = {name: found for name, scheme in schemes.items() if (found := _seconds(problem, name, scheme)) is not None}
    count = 2 if seconds else 1
    legend = 2.1
    figure, axes = panels([4.2], count, 4.6, left=0.75, right=legend, top=0.2, gap_x=0.85)
    styles = {name: series_style(place) for place, name in enumerate(schemes)}
    for axis in axes[0]:
        logarithmic(axis, "x", "y")
    for name in sorted(schemes, key=lambda name: -_last(schemes[name])):
        _curve(axes[0, 0], *_points(schemes[name]), styles[name], name)
        if name in seconds:
            _curve(axes[0, 1], seconds[name], *_points(schemes[name])[1:], styles[name], name)
        schemes[name].used.update(("error", "standard_error"))
    first = next(iter(schemes.values())).variables["error"]
    axes[0, 0].set_xlabel(first.coordinates[first.dimensions[0]].label)
    for axis in axes[0]:
        axis.set_ylabel(first.label if len({s.variables["error"].label for s in schemes.values()}) == 1 else "error")
    if seconds:
        axes[0, 1].set_xlabel("processor time of one path [s], as measured in this run")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    axes[0, -1].legend(handles, labels, loc="center left", bbox_to_anchor=(1.02, 0.5), fontsize=7.5, labelspacing=0.45,
                       borderaxespad=0, handlelength=3)
    return [Picture("work_precision", "Work against precision", "Lower and further left is better; bars are one standard error, pale points "
                    "are below twice theirs. The list is in the order of the last errors, largest first.", figure, raster=True)]


def _points(scheme):
    """(work, error, standard error) of a scheme, or None where its file has no such thing."""
    variable = scheme.variables.get("error")
    if variable is None or variable.values.ndim != 1 or variable.dimensions[0] not in variable.coordinates:
        return None
    work, error = (np.asarray(v, dtype=float) for v in (variable.coordinate(variable.dimensions[0]), variable.values))
    spread = scheme.variables.get("standard_error")
    spread = np.zeros(len(error)) if spread is None or spread.values.shape != error.shape else spread.values.astype(float)
    good = np.isfinite(error) & (error > 0) & (work > 0)
    return (work[good], error[good], np.nan_to_num(spread[good])) if good.any() else None


def _last(scheme):
    work, error, _ = _points(scheme)
    return error[np.argmax(work)]


def _seconds(problem, name, scheme):
    """Seconds a path at each point: its steps times the measured seconds a step; None where something is missing."""
    timings = problem.root.group("provenance").group("timings").variables
    if "timing" not in timings or "seconds" not in timings:
        return None
    part = problem.path.strip("/")
    wanted = [place for place, text in enumerate(timings["timing"].values) if str(text).split(":")[0] == f"{part}/{name}"]
    steps, error = scheme.variables.get("steps"), scheme.variables["error"]
    if len(wanted) != 1 or steps is None or steps.values.shape != error.values.shape:
        return None
    count = timings["count"].values[wanted[0]] if "count" in timings else 1
    scheme.used.add("steps")
    good = np.isfinite(error.values) & (error.values > 0) & (error.coordinate(error.dimensions[0]) > 0)
    return steps.values[good] * timings["seconds"].values[wanted[0]] / count if count > 0 else None


def _curve(axis, work, error, spread, style, name):
    colour, marker, dashes = style
    order = np.argsort(work)
    axis.plot(work[order], error[order], color=colour, linestyle=dashes, linewidth=1.2, marker=marker, markersize=4.5,
              markeredgewidth=0 if marker != "x" else 1, label=name.replace("_", " "), alpha=0.9)
    if (spread > 0).any():
        axis.errorbar(work, error, yerr=[np.minimum(spread, 0.9 * error), spread], fmt="none", ecolor=colour, elinewidth=0.8, alpha=0.7)

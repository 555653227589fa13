"""Work against precision: the error of every scheme over what it costs."""
import numpy as np

from kolmo.style import series_style, tapered, wrapped

from .picture import Picture
from .sheet import Sheet, logarithmic


def draw(problem):
    group = problem.group("work_precision")
    schemes = {name: scheme for name, scheme in group.groups.items() if _points(scheme) is not None}
    studies = problem.group("convergence").groups
    exact = [name for name in schemes if name in studies and studies[name].number("exact_below") > 0]
    for scheme in schemes.values():
        scheme.used.update(("error", "standard_error"))
    kinds = {}
    for name, scheme in schemes.items():
        if name not in exact:
            kind, label = _kind(name, scheme)
            kinds.setdefault(kind, {})[label] = scheme
    if not kinds:
        return []
    columns = [(kind, members, None) for kind, members in kinds.items()]
    for kind, members in kinds.items():
        seconds = {label: found for label, scheme in members.items() if (found := _seconds(problem, scheme)) is not None}
        if seconds:
            columns.append((kind, {label: members[label] for label in seconds}, seconds))
    # A scheme looks the same in every panel.
    styles = {label: series_style(place) for place, label in enumerate(dict.fromkeys(
        label for members in kinds.values() for label in members))}
    picture = Picture("work_precision", "Work against precision", CAPTION, _sheet(columns, styles))
    if exact:
        picture.caption += f" Exact here, without a curve: {', '.join(name.replace('_', ' ') for name in exact)}."
    return [picture]


CAPTION = ("Lower and further left is better; bars are one standard error. Over the work as it is counted and, where the run timed "
           "its steps, over processor time. A scheme looks the same in every panel.")


def _kind(name, scheme):
    """What is measured and of which scheme: "strong_milstein" of the scheme "milstein" is ("strong", "milstein")."""
    of = scheme.attributes.get("scheme", "")
    before, found, after = f"_{name}_".partition(f"_{of}_")
    if not of or not found:
        return "", name.replace("_", " ")
    return f"{before} {after}".replace("_", " ").strip(), of.replace("_", " ")


def _sheet(columns, styles):
    sheet = Sheet(len(columns), [2.5], top=0.58, bottom=0.5)
    for place, (kind, members, seconds) in enumerate(columns):
        axis = sheet.cells[place].axes[0]
        logarithmic(axis, "x", "y")
        ordered = sorted(members, key=lambda label: -_last(members[label]))
        for label, (size, width) in zip(ordered, tapered(len(ordered))):
            points = _points(members[label])
            _curve(axis, points[0] if seconds is None else seconds[label], *points[1:], styles[label], (size, width), label)
        first = next(iter(members.values())).variables["error"]
        axis.set_xlabel(wrapped(first.coordinates[first.dimensions[0]].label, 52, 1) if seconds is None
                        else "processor time of a path, unit of time [s]", fontsize=8)
        labels = {scheme.variables["error"].label for scheme in members.values()}
        axis.set_ylabel("error")
        _widen(axis)
        sheet.title(place, (kind or "all") + (", measured in this run" if seconds is not None else "") + "\n"
                    + (labels.pop() if len(labels) == 1 else "error"), lines=2)
    return sheet


def _widen(axis):
    """At least a decade on both axes, so that they carry two numbers."""
    for name in "xy":
        low, high = getattr(axis, f"get_{name}lim")()
        if high < 10 * low:
            middle = np.sqrt(low * high)
            getattr(axis, f"set_{name}lim")(middle / 3.2, middle * 3.2)


def _points(scheme):
    """(work, error, standard error) of a scheme, or None where its file has no such thing."""
    variable = scheme.variables.get("error")
    if variable is None or variable.values.ndim != 1 or variable.dimensions[0] not in variable.coordinates:
        return None
    work, error = (np.asarray(v, dtype=float) for v in (variable.coordinate(variable.dimensions[0]), variable.values))
    study = scheme.root.group(scheme.path.split("/")[1]).group("convergence").group(scheme.path.rsplit("/", 1)[-1])
    spread = scheme.variables.get("standard_error") or study.variables.get("standard_error")
    spread = np.zeros(len(error)) if spread is None or spread.values.shape != error.shape else spread.values.astype(float)
    good = np.isfinite(error) & (error > 0) & (work > 0)
    return (work[good], error[good], np.nan_to_num(spread[good])) if good.any() else None


def _last(scheme):
    work, error, _ = _points(scheme)
    return error[np.argmax(work)]


def _seconds(problem, scheme):
    """Seconds of a path at each point: its steps, 1/h, times the measured seconds a step; None where something is missing.

    The run times "<part>/<scheme>: …" or "<part>/<study>: …" with the number of path steps as its count.
    """
    timings = problem.root.group("provenance").group("timings").variables
    study = problem.group("convergence").group(scheme.path.rsplit("/", 1)[-1])
    error, h = scheme.variables["error"], study.variables.get("h")
    if any(name not in timings for name in ("timing", "seconds", "count")) or h is None or h.values.shape != error.values.shape:
        return None
    part = problem.path.strip("/")
    names = {f"{part}/{name}" for name in (scheme.attributes.get("scheme"), scheme.path.rsplit("/", 1)[-1])}
    found = [place for place, text in enumerate(timings["timing"].values) if str(text).split(":")[0] in names]
    if len(found) != 1 or not timings["count"].values[found[0]] > 0:
        return None
    of_step = timings["seconds"].values[found[0]] / timings["count"].values[found[0]]
    good = np.isfinite(error.values) & (error.values > 0) & (error.coordinate(error.dimensions[0]) > 0)
    return of_step / h.values[good]


def _curve(axis, work, error, spread, style, sizes, label):
    (colour, marker, dashes), (size, width) = style, sizes
    order = np.argsort(work)
    axis.plot(work[order], error[order], color=colour, linestyle=dashes, linewidth=width, marker=marker, markersize=size,
              markeredgewidth=0, label=label)
    if (spread > 0).any():
        axis.errorbar(work, error, yerr=[np.minimum(spread, 0.9 * error), spread], fmt="none", ecolor=colour, elinewidth=0.8,
                      alpha=0.7)

"""A picture of a quantity, drawn from its axes: curves over a number, dots over names, maps over a plane."""
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from . import roads
from .result_file import ResultError
from .style import MARKERS, WrittenOut, selected, series_style, wrapped
from .units import with_units

MOST_CURVES = 12
MOST_PANELS = 6
MOST_PATHS = 40
MOST_NAMES = 60
SEQUENTIAL = "viridis"


def draw(result, name):
    """The matplotlib Figure of a quantity of a kolmo.Result."""
    quantity = _at_last(result.quantity(name), result.swept)
    values = quantity.values
    if not np.isfinite(np.asarray(values, dtype=float)).any():
        raise ResultError(f"'{quantity.name}' holds no finite number in {result.path}", 65)
    if any(str(dimension).startswith("particle") for dimension in values.dims):
        figure = _paths(quantity)
    else:
        figure = _PAINTERS.get(values.ndim, _too_many)(quantity, result)
    figure.text(0.01, 0.99, f"{quantity.name}, {result.experiment}", va="top", fontsize=8, color="#606060")
    return figure


def _at_last(quantity, swept):
    """Of a swept quantity what can be drawn: an axis of names or of space is kept beside the swept one (two of these, if there is
    none), and the last place of all others taken.
    """
    if not set(swept) & set(quantity.values.dims):
        return quantity
    plain = [name for name in quantity.values.dims if name not in swept]
    fields = [name for name in plain if _are_numbers(quantity.values, name) and name != "time" and quantity.values.sizes[name] > 30]
    kept = (fields or [name for name in plain if not _are_numbers(quantity.values, name)])[:1]
    places = {name: -1 for name in plain if name not in kept}
    for name in swept[2:] if not kept else swept[1:]:
        places[name] = -1
    where = ", ".join(f"{name} = {_says(_coordinate(quantity.values, name)[-1])}" for name in places)
    parts = {key: bar.isel({name: place for name, place in places.items() if name in bar.dims}, missing_dims="ignore")
             for key in ("values", "standard_error", "budget", "noise_floor", "exact") if (bar := getattr(quantity, key)) is not None}
    return replace(quantity, name=quantity.name + (f" at {where}" if where else ""), **parts)


def _coordinate(values, dimension):
    return values.coords[dimension].values if dimension in values.coords else np.arange(values.sizes[dimension])


def _axis_label(values, dimension):
    if dimension not in values.coords:
        return str(dimension).replace("_", " ")
    attributes = values.coords[dimension].attrs
    title = str(attributes.get("long_name") or dimension)
    title = title if "." in title else title.replace("_", " ")  # the key of a swept axis stays as it is written
    return with_units(title, str(attributes.get("units", "")))


def _are_numbers(values, dimension):
    return dimension in values.coords and values.coords[dimension].dtype.kind in "fiu"


def _says(number):
    return f"{number:.4g}" if isinstance(number, (float, np.floating)) else str(number)


def _new(panels=1, height=3.6):
    width = 5.6 if panels == 1 else 3.2 * min(panels, 3)
    rows = -(-panels // 3)
    figure = Figure(figsize=(width, height * rows), layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 0.95 if rows == 1 else 0.97))
    axes = np.ravel(figure.subplots(rows, min(panels, 3), squeeze=False))
    for axis in axes:
        axis.xaxis.set_major_formatter(WrittenOut())
    return figure, axes


def _legend(axis):
    """The labels below the axis, at most three beside each other."""
    labels = axis.get_legend_handles_labels()[1]
    if not labels:
        return
    letters = max(map(len, labels))
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.55 / axis.figure.get_figheight()), fontsize=7.5,
                ncol=min(len(labels), 3 if letters < 30 else 2))


def _scalar(quantity, result):
    return _dots(quantity, np.array([quantity.name.rsplit("/", 1)[-1].replace("_", " ")]), lambda array: np.asarray(array).reshape(1))


def _dots(quantity, names, flat=np.asarray):
    """Names below each other, a dot with its errors for each."""
    places = selected(len(names), MOST_NAMES)
    rows = np.arange(len(places))
    figure, (axis,) = _new(height=1.4 + 0.2 * len(places))

    def of(array):
        return None if array is None else np.asarray(flat(array), dtype=float)[places]
    values = of(quantity.values)
    if quantity.budget is not None:
        axis.errorbar(values, rows, xerr=np.nan_to_num(of(quantity.budget)), fmt="none", ecolor="#0072B2", alpha=0.25,
                      elinewidth=6, label="discretisation budget")
    bars = None if quantity.standard_error is None else np.nan_to_num(of(quantity.standard_error))
    axis.errorbar(values, rows, xerr=bars, fmt="o", color="#0072B2", markersize=4, capsize=2,
                  label="value" if bars is None else "value ± standard error")
    if quantity.exact is not None:
        axis.plot(of(quantity.exact), rows, "|", color="black", markersize=11, label="exact")
    axis.set_yticks(rows, [wrapped(str(names[place]).replace("_", " "), 40, 1) for place in places])
    axis.set_ylim(len(places) - 0.5, -0.5)
    axis.xaxis.set_major_locator(MaxNLocator(4))
    axis.set_xlabel(wrapped(quantity.label, 46))
    if len(axis.get_legend_handles_labels()[1]) > 1:
        _legend(axis)
    if len(places) < len(names):
        axis.set_title(f"{len(places)} of {len(names)}", loc="right", fontsize=8)
    return figure


def _line(quantity, result):
    dimension = quantity.values.dims[0]
    if not _are_numbers(quantity.values, dimension):
        return _dots(quantity, _coordinate(quantity.values, dimension))
    return _curves(quantity, dimension, None, result)


def _curves(quantity, along, across, result):
    """Curves along one axis, one for each place on the other, with their errors; exact values dashed."""
    figure, (axis,) = _new()
    x = _coordinate(quantity.values, along).astype(float)
    names = [""] if across is None else _coordinate(quantity.values, across)
    places = selected(len(names), MOST_CURVES)
    for rank, place in enumerate(places):
        def of(array):
            if array is None:
                return None
            array = array.transpose(across, along)[place] if across is not None else array
            return np.asarray(array, dtype=float)
        values = of(quantity.values)
        if not np.isfinite(values).any():
            continue
        label, options = _look(quantity.values, across, names[place], rank, len(places), result)
        marker = MARKERS[rank % len(MARKERS)] if len(x) <= 30 else ""
        axis.plot(x, values, label=label, marker=marker, markersize=3.5, linewidth=1.2, **options)
        _bars(axis, x, values, of(quantity.standard_error), of(quantity.budget), options["color"])
        exact = of(quantity.exact)
        if exact is not None:
            axis.plot(x, exact, color="black", linestyle=(0, (4, 2)), linewidth=0.9, label="exact" if rank == 0 else None)
    _logarithmic(axis, x, quantity.values)
    axis.set_xlabel(_axis_label(quantity.values, along))
    axis.set_ylabel(wrapped(quantity.label, 46))
    _legend(axis)
    return figure


def _look(values, across, name, rank, count, result):
    """The label of a curve and how it is drawn: roads as the report draws them, numbers by a sequence of colours."""
    if across is None:
        return None, {"color": "#0072B2"}
    if across == "road":
        road = roads.find(result.root, str(name))
        return road.label, {"color": road.colour, "linestyle": road.dashes}
    if _are_numbers(values, across):
        import matplotlib
        return f"{str(across).replace('_', ' ')} = {_says(name)}", {"color": matplotlib.colormaps[SEQUENTIAL](0.9 * rank / max(count - 1, 1))}
    colour, _, dashes = series_style(rank)
    words = roads.pair_label(result.root, str(name)) if across == "pair" else str(name).replace("_", " ")
    return words, {"color": colour, "linestyle": dashes}


def _bars(axis, x, values, standard_error, budget, colour):
    if budget is not None and np.nanmax(budget, initial=0) > 0:
        axis.fill_between(x, values - np.nan_to_num(budget), values + np.nan_to_num(budget), color=colour, alpha=0.2, linewidth=0)
    if standard_error is not None and np.nanmax(standard_error, initial=0) > 0:
        axis.errorbar(x, values, yerr=np.nan_to_num(standard_error), fmt="none", ecolor=colour, elinewidth=0.9, capsize=2)


def _logarithmic(axis, x, values):
    """Logarithmic axes where the numbers are positive and span decades."""
    for numbers, scale, least in ((x, axis.set_xscale, 100), (np.asarray(values, dtype=float), axis.set_yscale, 1000)):
        numbers = numbers[np.isfinite(numbers)]
        if numbers.size > 2 and numbers.min() > 0 and numbers.max() > least * numbers.min() and \
                np.median(numbers) < 0.5 * numbers.max():
            scale("log")


def _plane(quantity, result):
    """Curves over the longer axis of numbers; a map where both axes have many."""
    values = quantity.values
    numbers = [name for name in values.dims if _are_numbers(values, name)]
    if not numbers:
        return _map(quantity, values.dims)
    if len(numbers) == 2 and not set(result.swept) & set(numbers) and min(values.shape) > MOST_CURVES:
        return _map(quantity, values.dims)
    swept, others = ([name for name in numbers if (name in result.swept) == wanted] for wanted in (True, False))
    along = swept[0] if swept and not others else max(numbers, key=lambda name: values.sizes[name])
    across = next(name for name in values.dims if name != along)
    return _curves(quantity, along, across, result)


def _map(quantity, dimensions):
    figure, (axis,) = _new()
    _mesh(axis, figure, quantity, quantity.values, dimensions)
    return figure


def _mesh(axis, figure, quantity, values, dimensions, limits=(None, None), bar=True):
    """A map with the first dimension along x."""
    first, second = dimensions
    numbers = [_coordinate(values, name) for name in dimensions]
    plain = [np.arange(len(c)) if c.dtype.kind not in "fiu" else c for c in numbers]
    mesh = axis.pcolormesh(*plain, np.asarray(values.transpose(second, first), dtype=float), cmap=SEQUENTIAL, shading="nearest",
                           vmin=limits[0], vmax=limits[1], rasterized=True)
    for coordinate, ticks in zip(numbers, (axis.set_xticks, axis.set_yticks)):
        if coordinate.dtype.kind not in "fiu":
            ticks(np.arange(len(coordinate)), [str(name) for name in coordinate])
    axis.grid(False)
    axis.set_xlabel(_axis_label(values, first))
    axis.set_ylabel(_axis_label(values, second))
    if bar:
        figure.colorbar(mesh, ax=axis, label=wrapped(quantity.label, 50))
    return mesh


def _space(quantity, result):
    """Maps over two axes, a panel for some places on the first, one colour scale."""
    values = quantity.values
    known = np.flatnonzero(np.isfinite(np.asarray(values, dtype=float)).any(axis=(1, 2)))
    places = [int(known[place]) for place in selected(len(known), MOST_PANELS)]
    names = _coordinate(values, values.dims[0])
    figure, axes = _new(len(places), 2.9)
    finite = np.asarray(values[places], dtype=float)
    limits = np.nanmin(finite), np.nanmax(finite)
    for axis, place in zip(axes, places):
        mesh = _mesh(axis, figure, quantity, values[place], values.dims[1:], limits, bar=False)
        axis.set_title(f"{values.dims[0]} = {_says(names[place])}", fontsize=8.5)
    for axis in axes[len(places):]:
        axis.set_visible(False)
    figure.colorbar(mesh, ax=list(axes[:len(places)]), label=wrapped(quantity.label, 50))
    return figure


def _paths(quantity):
    """The first particles over time, a panel for each component."""
    values = quantity.values
    particle = next(name for name in values.dims if str(name).startswith("particle"))
    if "time" not in values.dims:
        raise ResultError(f"'{quantity.name}' has particles, but no time to draw them over", 64)
    components = [None] if values.ndim == 2 else [name for name in _coordinate(values, values.dims[-1])]
    figure, axes = _new(len(components))
    count = min(values.sizes[particle], MOST_PATHS)
    times = _coordinate(values, "time")
    for place, (axis, component) in enumerate(zip(axes, components)):
        shown = values if component is None else values[..., place]
        axis.plot(times, np.asarray(shown.transpose("time", particle), dtype=float)[:, :count], color="#0072B2", linewidth=0.7,
                  alpha=0.5)
        axis.set_xlabel(_axis_label(values, "time"))
        axis.set_ylabel(str(component if component is not None else quantity.label))
        axis.set_title(f"{count} of {values.sizes[particle]} particles, at the stored times", fontsize=8.5)
    return figure


def _too_many(quantity, result):
    axes = ", ".join(f"{name} ({size})" for name, size in quantity.values.sizes.items())
    raise ResultError(f"'{quantity.name}' stands on {quantity.values.ndim} axes ({axes}); three can be drawn at most. In Python: "
                      f"kolmo.open(…).quantity('{quantity.name}').values.sel(…).plot()", 64)


_PAINTERS = {0: _scalar, 1: _line, 2: _plane, 3: _space}

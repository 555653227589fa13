"""Order studies: how far each level is from the next finer one, beside the claimed slope."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import NullLocator

from .style import Picture, legend_below, number

# What the budget's status says of an order, and how it is drawn.
STATUS = {"as_claimed": ("#0072B2", "order as claimed"), "wrong": ("#D55E00", "order not as claimed"),
          "below_noise": ("#9a9a9a", "below noise"), "not_measured": ("#9a9a9a", "order not measured"),
          "unresolved": ("#E69F00", "unresolved")}


def draw(problem):
    studies = {name: group for name, group in problem.group("convergence").groups.items()
               if "value" in group.variables and group.variables["value"].has("record", "level")}
    if not studies:
        return []
    per_row = min(4, len(studies))
    rows = -(-len(studies) // per_row)
    figure, axes = plt.subplots(rows, per_row, figsize=(3.3 * per_row + 0.3, 3.0 * rows + 0.5), squeeze=False)
    for axis in axes.ravel()[len(studies):]:
        axis.set_visible(False)
    for axis, (name, group) in zip(axes.ravel(), studies.items()):
        _study(axis, name, group)
        group.used.update(group.variables)
    legend_below(figure, axes.ravel())
    return [Picture("convergence", "How the roads converge",
                    "One line for each quantity and time: the difference between a level and the next finer one, against the "
                    "step or cell width of the coarser of the two in units of the finest. Thin bars are the standard error of the "
                    "finest difference. The dotted line has the claimed slope. Below noise means that the difference is too "
                    "small to matter beside the sampling error.", figure)]


def _statuses(group, count):
    variable = group.variables.get("status")
    if variable is None:
        return ["not_measured"] * count
    meanings = variable.attributes.get("flag_meanings", "").split()
    return [meanings[value] if 0 <= value < len(meanings) else "not_measured" for value in variable.values]


def _study(axis, name, group):
    variable = group.variables["value"]
    factors = np.asarray(variable.coordinate("level"), dtype=float)
    gaps = np.abs(np.diff(variable.values, axis=1))
    errors = group.variables.get("difference_standard_error")
    statuses = _statuses(group, len(gaps))
    for record in sorted(range(len(gaps)), key=lambda k: -list(STATUS).index(statuses[k]) if statuses[k] in STATUS else 0):
        colour, label = STATUS.get(statuses[record], ("#9a9a9a", statuses[record]))
        good = np.isfinite(gaps[record]) & (gaps[record] > 0)
        axis.plot(factors[1:][good], gaps[record][good], "o-", color=colour, markersize=3, linewidth=1, alpha=0.8,
                  label=label)
        if errors is not None and good.size and good[0] and errors.values[record] > 0:
            axis.errorbar(factors[1], gaps[record][0], yerr=[[min(errors.values[record], 0.9 * gaps[record][0])],
                          [errors.values[record]]], fmt="none", ecolor=colour, elinewidth=0.8, alpha=0.6)
    title = (group.attributes.get("long_name") or name).replace("_", " ")
    claimed = group.attributes.get("order_claimed")
    positive = gaps[np.isfinite(gaps) & (gaps > 0)]
    if claimed is not None and positive.size and len(factors) > 2:
        steps = factors[1:]
        axis.plot(steps, 2 * positive.max() * (steps / steps[-1]) ** float(claimed), ":", color="black",
                  label="claimed slope")
        title += f"\nclaimed order {float(claimed):g}{_observed(group, statuses)}"
    axis.set_title(title)
    axis.set_xscale("log")
    if positive.size:
        axis.set_yscale("log")
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_xticks(factors[1:], [number(factor) for factor in factors[1:]])
    axis.set_xlabel("step or width, in units of the finest")
    axis.set_ylabel("|difference to the next finer|")


def _observed(group, statuses):
    """The observed orders where they were judged, as text."""
    variable = group.variables.get("order")
    if variable is None:
        return ""
    orders = [order for order, status in zip(variable.values, statuses)
              if status in ("as_claimed", "wrong") and np.isfinite(order)]
    if not orders:
        return ", below noise everywhere" if set(statuses) == {"below_noise"} else ""
    return f", observed {min(orders):.2f} to {max(orders):.2f}" if len(orders) > 1 else f", observed {orders[0]:.2f}"

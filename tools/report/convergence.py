"""Order studies: how far each level is from the next finer one, beside the claimed slope."""
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import NullLocator

from .style import Picture, legend_below, logarithmic, number, panels, quantity_name

# What the budget's status says of an order, and how it is drawn.
STATUS = {"slower": ("#D55E00", "slower than claimed"), "unresolved": ("#E69F00", "unresolved"),
          "as_claimed": ("#0072B2", "order as claimed"), "faster": ("#009E73", "faster than claimed"),
          "below_noise": ("#9a9a9a", "below noise"),
          "not_measured": ("#9a9a9a", "order not measured")}
JUDGED = ("slower", "unresolved", "as_claimed", "faster")


@dataclass
class Pool:
    """A quantity over all its times, as its order is judged: roots of the sums of squares."""

    quantity: str
    gaps: np.ndarray  # one between each level and the next finer
    error: float      # standard error of the finest
    status: str
    order: float


def draw(problem):
    studies = {name: group for name, group in problem.group("convergence").groups.items()
               if "value" in group.variables and group.variables["value"].has("record", "level")}
    if not studies:
        return []
    per_row = min(4, len(studies))
    rows = -(-len(studies) // per_row)
    figure, axes = panels([2.3] * rows, per_row, 2.45, left=0.7, top=0.5, gap_x=0.75, gaps_y=1.0)
    for axis in axes.ravel()[len(studies):]:
        axis.set_visible(False)
    for axis, (name, group) in zip(axes.ravel(), studies.items()):
        _study(axis, name, group)
        group.used.update(group.variables)
    legend_below(figure, axes.ravel())
    return [Picture("convergence", "How the roads converge",
                    "One line for each quantity, over all its times (root of the sum of squares), as its order is judged: the "
                    "difference between a level and the next finer one, against the step or cell width of the coarser of the "
                    "two in units of the finest. Pale lines are single times, thin bars the standard error of the finest "
                    "difference. The dotted line has the claimed slope. Below noise means that the difference is too small "
                    "to matter beside the sampling error.", figure, raster=True)]


def _statuses(group, count):
    variable = group.variables.get("status")
    if variable is None:
        return ["not_measured"] * count
    meanings = variable.attributes.get("flag_meanings", "").split()
    return [meanings[value] if 0 <= value < len(meanings) else "not_measured" for value in variable.values]


def _pools(group, gaps):
    """The quantities of a study in the order of the file; each record alone where the file does not name them."""
    count = len(gaps)
    columns = {name: group.variables[name].values if name in group.variables else np.full(count, np.nan)
               for name in ("order", "difference_standard_error")}
    named = group.variables.get("quantity")
    names = list(range(count)) if named is None else list(named.values)
    statuses = _statuses(group, count)
    pools = []
    for name in dict.fromkeys(names):
        records = [k for k in range(count) if names[k] == name]
        status = min((statuses[k] for k in records), key=lambda s: list(STATUS).index(s) if s in STATUS else len(STATUS))
        orders = [columns["order"][k] for k in records if statuses[k] == status]
        squares = np.where(np.isfinite(gaps[records]), gaps[records], 0) ** 2
        pools.append(Pool(str(name), np.sqrt(squares.sum(axis=0)), np.sqrt(np.nansum(
            columns["difference_standard_error"][records] ** 2)), status, float(orders[0])))
    return pools


def _study(axis, name, group):
    variable = group.variables["value"]
    steps = np.asarray(variable.coordinate("level"), dtype=float)[1:]
    gaps = np.abs(np.diff(variable.values, axis=1))
    pools = _pools(group, gaps)
    logarithmic(axis, "x", "y")
    lines = [np.column_stack([steps[good], gap[good]]) for gap in gaps if (good := np.isfinite(gap) & (gap > 0)).any()]
    axis.add_collection(LineCollection(lines, color="#b5b5b5", linewidth=0.5, alpha=0.5, zorder=1))
    for pool in sorted(pools, key=lambda pool: pool.status in JUDGED):
        colour, label = STATUS.get(pool.status, ("#9a9a9a", pool.status))
        good = pool.gaps > 0
        axis.plot(steps[good], pool.gaps[good], "o-", color=colour, markersize=3, linewidth=1.2, label=label)
        if good.size and good[0] and pool.error > 0:
            axis.errorbar(steps[0], pool.gaps[0], yerr=[[min(pool.error, 0.9 * pool.gaps[0])], [pool.error]], fmt="none",
                          ecolor=colour, elinewidth=0.8, alpha=0.6)
    title = (group.attributes.get("long_name") or name).replace("_", " ")
    claimed = group.attributes.get("order_claimed")
    positive = np.concatenate([pool.gaps[pool.gaps > 0] for pool in pools]) if pools else np.empty(0)
    if claimed is not None:
        title += f"\nclaimed order {float(claimed):g}{_observed(pools)}"
    if claimed is not None and positive.size and len(steps) > 1:
        axis.plot(steps, 2 * positive.max() * (steps / steps[-1]) ** float(claimed), ":", color="black",
                  label="claimed slope")
    if positive.size:
        axis.set_ylim(positive.min() / 5, 5 * positive.max())
    axis.set_title(title, fontsize=9)
    axis.set_xlim(steps[0] / 1.3, steps[-1] * 1.3)
    axis.set_xticks(steps, [number(step) for step in steps])
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_xlabel("step or width, in units of the finest")
    axis.set_ylabel("|difference to the next finer|")
    _name_judged(axis, pools)


def _name_judged(axis, pools):
    """The quantities whose order was judged, with that order, in the lower right corner."""
    judged = [pool for pool in pools if pool.status in JUDGED and np.isfinite(pool.order)]
    for line, pool in enumerate(reversed(judged)):
        axis.annotate(f"{quantity_name(pool.quantity, short=True)} {pool.order:.2f}", (1, 0), xytext=(-3, 3 + 9.5 * line),
                      xycoords="axes fraction", textcoords="offset points", ha="right", fontsize=7,
                      color=STATUS[pool.status][0], bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.5})


def _observed(pools):
    """The observed orders where they were judged, as text."""
    orders = [pool.order for pool in pools if pool.status in ("as_claimed", "slower", "faster") and np.isfinite(pool.order)]
    if not orders:
        statuses = {pool.status for pool in pools}
        return {"below_noise": ", below noise everywhere", "not_measured": ", not measured"}.get(
            next(iter(statuses)), "") if len(statuses) == 1 else ""
    lowest, highest = f"{min(orders):.2f}", f"{max(orders):.2f}"
    return f", observed {lowest}" if lowest == highest else f", observed {lowest} to {highest}"

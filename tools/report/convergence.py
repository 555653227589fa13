"""Order studies by levels: how far each level is from the next finer one, beside the claimed slope."""
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import NullLocator

from kolmo.number_text import number
from kolmo.style import VERDICTS

from .picture import Picture
from .sheet import Sheet, logarithmic

WORST_FIRST = ("fail", "unresolved", "pass", "none")
NOT_JUDGED = "none"


@dataclass
class Pool:
    """A quantity over all its times, as its order is judged: roots of the sums of squares."""

    quantity: str
    gaps: np.ndarray  # one between each level and the next finer
    error: float      # standard error of the finest
    status: str   # in the file's own words
    verdict: str  # what that means: fail, unresolved, pass or none
    order: float


def draw(problem):
    studies = {name: group for name, group in problem.group("convergence").groups.items()
               if "value" in group.variables and group.variables["value"].has("record", "level")}
    if not studies:
        return []
    sheet, alternatives = Sheet(len(studies), [2.2], top=0.62), {}
    for place, (name, group) in enumerate(studies.items()):
        alternatives[place] = _study(sheet, place, name, group)
        group.used.update(group.variables)
    return [Picture("convergence", "How the roads converge",
                    "One line for each quantity, over all its times (root of the sum of squares), as its order is judged: the "
                    "difference between a level and the next finer one, against the step or cell width of the coarser of the "
                    "two in units of the finest. Pale lines are single times, thin bars the standard error of the finest "
                    "difference. The dotted line has the claimed slope. Below noise means that the difference is too small "
                    "to matter beside the sampling error.", sheet, alternatives=alternatives)]


def _statuses(group, count):
    """The status of each record, (words of the file, verdict): flag_meanings and what they mean, flag_verdicts."""
    variable = group.variables.get("status")
    if variable is None:
        return [("not measured", NOT_JUDGED)] * count
    meanings, verdicts = (variable.attributes.get(name, "").split() for name in ("flag_meanings", "flag_verdicts"))
    if len(verdicts) != len(meanings):
        verdicts = [NOT_JUDGED] * len(meanings)
    return [(meanings[value].replace("_", " "), verdicts[value]) if 0 <= value < len(meanings) else
            ("not measured", NOT_JUDGED) for value in variable.values]


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
        status = min((statuses[k] for k in records), key=lambda status: WORST_FIRST.index(status[1]))
        orders = [columns["order"][k] for k in records if statuses[k] == status]
        squares = np.where(np.isfinite(gaps[records]), gaps[records], 0) ** 2
        pools.append(Pool(str(name), np.sqrt(squares.sum(axis=0)), np.sqrt(np.nansum(
            columns["difference_standard_error"][records] ** 2)), *status, float(orders[0])))
    return pools


def _study(sheet, place, name, group):
    """Draw a study; gives what was found in words."""
    axis, variable = sheet.cells[place].axes[0], group.variables["value"]
    steps = np.asarray(variable.coordinate("level"), dtype=float)[1:]
    gaps = np.abs(np.diff(variable.values, axis=1))
    pools = _pools(group, gaps)
    logarithmic(axis, "x", "y")
    lines = [np.column_stack([steps[good], gap[good]]) for gap in gaps if (good := np.isfinite(gap) & (gap > 0)).any()]
    axis.add_collection(LineCollection(lines, color="#b5b5b5", linewidth=0.5, alpha=0.5, zorder=1))
    for pool in sorted(pools, key=lambda pool: pool.verdict != NOT_JUDGED):
        colour = VERDICTS[pool.verdict][0]
        good = pool.gaps > 0
        axis.plot(steps[good], pool.gaps[good], "o-", color=colour, markersize=3, linewidth=1.2, label=pool.status)
        if good.size and good[0] and pool.error > 0:
            axis.errorbar(steps[0], pool.gaps[0], yerr=[[min(pool.error, 0.9 * pool.gaps[0])], [pool.error]], fmt="none",
                          ecolor=colour, elinewidth=0.8, alpha=0.6)
    claimed = group.number("order_claimed")
    positive = np.concatenate([pool.gaps[pool.gaps > 0] for pool in pools]) if pools else np.empty(0)
    words = f"claimed order {claimed:g}{_observed(pools)}" if np.isfinite(claimed) else "no order claimed"
    if np.isfinite(claimed) and positive.size and len(steps) > 1:
        axis.plot(steps, 2 * positive.max() * (steps / steps[-1]) ** claimed, ":", color="black", label="claimed slope")
    if positive.size:
        axis.set_ylim(positive.min() / 5, 5 * positive.max())
    sheet.title(place, f"{(group.attributes.get('long_name') or name).replace('_', ' ')}\n{words}", lines=2)
    axis.set_xlim(min(steps[0] / 1.3, 0.7 * steps[0]), max(steps[-1] * 1.3, 2.2 * steps[0]))
    axis.set_xticks([*steps] if len(steps) > 1 else [steps[0], 2 * steps[0]])
    axis.xaxis.set_major_formatter(lambda value, _: number(value))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_xlabel("step or width, in units of the finest")
    axis.set_ylabel("|difference to the next finer|")
    _name_judged(axis, pools)
    return words


def _name_judged(axis, pools):
    """The quantities whose order was judged, with that order, in the lower right corner."""
    judged = [pool for pool in pools if pool.verdict != NOT_JUDGED and np.isfinite(pool.order)]
    for line, pool in enumerate(reversed(judged[:8])):
        axis.annotate(f"{pool.quantity.replace('_', ' ')} {pool.order:.2f}", (1, 0), xytext=(-3, 3 + 9.5 * line),
                      xycoords="axes fraction", textcoords="offset points", ha="right", fontsize=7,
                      color=VERDICTS[pool.verdict][0], bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 0.5})


def _observed(pools):
    """The observed orders where they were judged, as text."""
    orders = [pool.order for pool in pools if pool.verdict in ("pass", "fail") and np.isfinite(pool.order)]
    if not orders:
        statuses = {pool.status for pool in pools}
        return f", {statuses.pop()}" if len(statuses) == 1 else ""
    lowest, highest = f"{min(orders):.2f}", f"{max(orders):.2f}"
    return f", observed {lowest}" if lowest == highest else f", observed {lowest} to {highest}"

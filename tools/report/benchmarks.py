"""Speed: the ratios of bench/run.py beside their targets."""
import numpy as np

from .picture import Picture
from .sheet import Sheet, logarithmic


def draw(group):
    names = [group.use(name) for name in ("ratio_name", "ratio", "target")]
    if any(variable is None for variable in names):
        return []
    for name in ("ratio_lowest", "ratio_highest"):
        group.use(name)
    labels, ratio, target = (variable.values for variable in names)
    shown = np.isfinite(ratio) & np.isfinite(target)
    if not shown.any():
        return []
    lowest, highest = (group.variables[n].values if n in group.variables else ratio for n in ("ratio_lowest", "ratio_highest"))
    places = np.arange(shown.sum())
    sheet = Sheet(1, [0.36 * len(places)], left=0.1)
    axis = sheet.cells[0].axes[0]
    sheet.title(0, "ratio over target")
    met = ratio[shown] >= target[shown]
    axis.barh(places, ratio[shown] / target[shown], height=0.36, color=np.where(met, "#0072B2", "#D55E00"))
    spread = np.abs(np.array([ratio - lowest, highest - ratio])[:, shown]) / target[shown]
    axis.errorbar(ratio[shown] / target[shown], places, xerr=spread, fmt="none", ecolor="#404040", elinewidth=1, capsize=2)
    axis.axvline(1, color="black", linestyle=(0, (4, 2)))
    right = np.maximum(ratio, highest)[shown] / target[shown]
    for place, value, wanted, end in zip(places, ratio[shown], target[shown], right):
        axis.text(end * 1.05, place, f"{value:.3g}, target {wanted:.3g}", va="center", fontsize=7.5,
                  bbox={"facecolor": "white", "linewidth": 0, "pad": 0.8})
    logarithmic(axis, "x")
    axis.set_xlim(min(0.3, 0.5 * (ratio[shown] / target[shown]).min()), 2.5 * right.max())
    axis.set_yticks([])
    for place, label in zip(places, labels[shown]):
        axis.text(0.01, place - 0.36, str(label), transform=axis.get_yaxis_transform(), fontsize=7.5, va="center")
    axis.set_ylim(len(places) - 0.5, -0.7)
    axis.set_xlabel("ratio to the peer or limit, over its target")
    axis.grid(axis="y", visible=False)
    return [Picture("benchmarks", "Speed beside its targets", "Right of the dashed line the target is met; bars are medians, thin lines the "
                    "range over the rounds. Ratios without a target are in the file.", sheet)]

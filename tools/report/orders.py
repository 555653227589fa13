"""Order studies that state an order, its interval and a verdict: the list of all of them, and errors against steps."""
import numpy as np

from . import forest, order_studies
from .style import VERDICT_WORDS, VERDICTS, Picture, logarithmic, panels, series_style, tapered, wrapped

MOST_ALONE = 12    # studies that get a panel each; more are laid over each other
MOST_TOGETHER = 9  # curves in one panel
READING = ("Bars are one standard error. Pale points did not enter the fit: noise covers them, or the step is too large. "
           "Full lines are the fits, dotted ones have the claimed slope")


def draw(problem):
    studies = order_studies.read(problem)
    if not studies:
        return []
    groups = problem.group("convergence").groups
    for study in studies:
        groups[study.name].used.update(name for name in ("error", "standard_error", "fitted", "resolved")
                                       if name in groups[study.name].variables and study.error.size)
    pictures = forest.draw(studies) if len(studies) > 1 else []
    drawn = [study for study in studies if _shown(study).any()]
    if drawn:
        measured = [study for study in drawn if not study.exact]  # errors that are rounding: the list says how large
        pictures.append(_alone(drawn) if len(drawn) <= MOST_ALONE or not measured else _together(measured))
    missing = [study.name for study in studies if not study.error.size]
    if missing and pictures:
        pictures[-1].caption += f" Without errors on steps in the file: {', '.join(missing)}."
    return pictures


def _shown(study):
    return np.isfinite(study.error) & (study.error > 0) & (study.h > 0)


def _curve(axis, study, style, label=None, size=4.0, width=1.1):
    """Points, bars and the fit of a study."""
    colour, marker, dashes = style
    shown = _shown(study)
    low = np.minimum(study.standard_error, 0.9 * study.error)
    for chosen, alpha in ((shown & study.used, 1.0), (shown & ~study.used, 0.35)):
        if chosen.any():
            bars = np.nan_to_num([low[chosen], study.standard_error[chosen]])
            axis.errorbar(study.h[chosen], study.error[chosen], yerr=bars, fmt=marker, color=colour,
                          markersize=size, markeredgewidth=0, elinewidth=0.9, alpha=alpha)
    line = np.isfinite(study.fitted) & (study.fitted > 0)
    order = np.argsort(study.h[line])
    if line.any():
        axis.plot(study.h[line][order], study.fitted[line][order], color=colour, linestyle=dashes, linewidth=width)
    axis.plot([], [], color=colour, linestyle=dashes if line.any() else "none", marker=marker, markersize=size,
              markeredgewidth=0, linewidth=width, label=label)


def _slope(axis, studies, claimed):
    """The claimed slope, above all points that entered a fit."""
    if not np.isfinite(claimed):
        return
    h = np.concatenate([study.h[_shown(study)] for study in studies])
    heights = [study.error[used] / study.h[used] ** claimed for study in studies if (used := _shown(study) & study.used).any()]
    if not heights or h.min() == h.max():
        return
    ends = np.array([h.min(), h.max()])
    axis.plot(ends, 2 * np.concatenate(heights).max() * ends**claimed, ":", color="black", linewidth=1.2)


def _limits(axis, studies):
    values = np.concatenate([study.error[_shown(study)] for study in studies])
    h = np.concatenate([study.h[_shown(study)] for study in studies])
    axis.set_xlim(h.min() / 1.4, h.max() * 1.4)
    axis.set_ylim(values.min() / 2.5, values.max() * 3)


def _alone(studies):
    per_row = min(4, len(studies))
    rows = -(-len(studies) // per_row)
    figure, axes = panels([2.2] * rows, per_row, 2.45, left=0.7, top=0.72, gap_x=0.75, gaps_y=1.2)
    for axis in axes.ravel()[len(studies):]:
        axis.set_visible(False)
    for axis, study in zip(axes.ravel(), studies):
        colour = VERDICTS[study.verdict][0]
        logarithmic(axis, "x", "y")
        _curve(axis, study, (colour, "o", "-"))
        _slope(axis, [study], study.claimed)
        _limits(axis, [study])
        axis.set_title(f"{study.observed} (claimed {study.claim}): {study.verdict}", fontsize=9, weight="bold",
                       color=VERDICT_WORDS[study.verdict] if study.verdict != "pass" else colour)
        axis.annotate(wrapped(study.title, 44), (0.5, 1), xytext=(0, 19), xycoords="axes fraction",
                      textcoords="offset points", ha="center", va="bottom", fontsize=8)
        axis.set_xlabel(wrapped(study.step_label, 36))
        axis.set_ylabel("|error|")
    return Picture("order_errors", "Errors against steps", f"{READING}; the title says the observed order ± the half width of "
                   "its interval.", figure, raster=True, flat=True)


def _bundles(studies):
    """Studies of one kind and one claim, at most MOST_TOGETHER at a time: (heading, studies)."""
    found = {}
    for study in studies:
        found.setdefault((study.kind, study.claim), []).append(study)
    kinds = list(dict.fromkeys(study.kind for study in studies))
    bundles = []
    for (kind, claim), members in sorted(found.items(), key=lambda item: (kinds.index(item[0][0]), item[1][0].claimed)):
        parts = -(-len(members) // MOST_TOGETHER)
        claim = f"claimed order {claim}"
        for part in range(parts):
            first, last = (len(members) * place // parts for place in (part, part + 1))
            bundles.append((f"{kind}, {claim}" + (f" ({part + 1} of {parts})" if parts > 1 else ""), members[first:last]))
    return bundles


def _together(studies):
    bundles = _bundles(studies)
    per_row = 2 if len(bundles) == 4 else min(3, len(bundles))
    rows = -(-len(bundles) // per_row)
    legend = 1.85
    figure, axes = panels([2.3] * rows, per_row, 2.3, left=0.7, right=legend, top=0.35, gap_x=legend + 0.45, gaps_y=0.85)
    for axis in axes.ravel()[len(bundles):]:
        axis.set_visible(False)
    for axis, (heading, members) in zip(axes.ravel(), bundles):
        logarithmic(axis, "x", "y")
        for place, (study, (size, width)) in enumerate(zip(members, tapered(len(members)))):
            _curve(axis, study, series_style(place), f"{wrapped(study.label, 26)}\n{study.observed}", size, width)
        _slope(axis, members, members[0].claimed)
        _limits(axis, members)
        axis.set_title(heading, fontsize=9)
        axis.set_xlabel(wrapped(members[0].step_label, 36))
        axis.set_ylabel("|error|")
        words = axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=6.5, labelspacing=0.35, borderaxespad=0,
                            handlelength=2.4)
        for text, study in zip(words.get_texts(), members):
            if study.verdict != "pass":
                text.set(color=VERDICT_WORDS[study.verdict], weight="bold")
    return Picture("order_errors", "Errors against steps", f"{READING}. Beside each name: the observed order ± the half width "
                   "of its interval; coloured where the verdict is not pass.", figure, raster=True, flat=True)

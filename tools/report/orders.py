"""Order studies that state an order, its interval and a verdict: the list of all of them, and errors against steps."""
from dataclasses import dataclass

import numpy as np

from . import forest
from .style import VERDICT_WORDS, VERDICTS, Picture, logarithmic, panels, plus_minus, series_style, tapered, wrapped

DEFAULT_SLACK = 0.1  # what an interval is widened by before a claim is judged, where no check says
RESOLVED_AT = 5      # standard errors that a point's fitted error must exceed to count, where the file does not say
MOST_ALONE = 12      # studies that get a panel each; more are laid over each other
MOST_TOGETHER = 9    # curves in one panel


@dataclass
class Study:
    """One measured order.

    `used` says which points entered the fit, `slack` what its check allows beyond the interval, `rounding` that the file
    gives a bound of rounding errors instead of an order.
    """

    name: str
    kind: str   # what its name and those of its like begin with
    label: str  # and what follows
    title: str
    step_label: str
    claimed: float
    order: float
    half_width: float
    verdict: str
    slack: float
    rounding: bool
    h: np.ndarray
    error: np.ndarray
    standard_error: np.ndarray
    fitted: np.ndarray
    used: np.ndarray

    @property
    def exact(self):
        """Whether only rounding is left of the errors: there is no order to measure."""
        return np.isinf(self.claimed) or self.rounding

    @property
    def claim(self):
        """The claim as text."""
        return "exact" if self.exact else "none" if np.isnan(self.claimed) else f"{self.claimed:g}"

    @property
    def observed(self):
        """The order with its interval as text; the largest error where there is no order."""
        if self.exact:
            largest = np.max(self.error, initial=0.0, where=np.isfinite(self.error))
            return f"error ≤ {largest:.1g}"
        if not np.isfinite(self.order):
            return "no order"
        return plus_minus(self.order, self.half_width)


def _slack(problem, name, claimed, order, half_width):
    """What the check of a study allows beyond its interval; the check is found by its numbers, then by its name."""
    checks = problem.group("checks").variables
    columns = [checks[column].values for column in ("id", "expected", "observed", "tolerance") if column in checks]
    if len(columns) < 4:
        return DEFAULT_SLACK
    found = [(str(identity), tolerance) for identity, expected, observed, tolerance in zip(*columns)
             if expected == claimed and np.isclose(observed, order, rtol=1e-5, atol=0)]
    found.sort(key=lambda check: not check[0].endswith("/" + name))
    slack = found[0][1] - half_width if found else np.nan
    return slack if slack > 1e-9 else DEFAULT_SLACK


def _column(group, name, shape, empty):
    """The values of a variable of this shape as floats; `empty` everywhere where there is none."""
    variable = group.variables.get(name)
    if variable is None or variable.values.shape != shape or variable.values.dtype.kind not in "fiu":
        return np.full(shape, empty)
    return variable.values.astype(float)


def _used(group, error, standard_error, fitted):
    """Which points entered the fit, as the file says or as verify::fit_order decides: from the model, not from the point."""
    inside = np.isfinite(fitted) | ~np.isfinite(fitted).any()
    if "resolved" in group.variables:
        return inside & (_column(group, "resolved", error.shape, 1) > 0)
    return inside & (np.where(np.isfinite(fitted), fitted, error) >= RESOLVED_AT * standard_error)


def _study(problem, name, group):
    """A study from its group. Without a variable `error` on one axis it has no points, but keeps its order."""
    error, h, step_label = np.empty(0), np.empty(0), "step h"
    variable = group.variables.get("error")
    if variable is not None and variable.values.ndim == 1 and variable.dimensions[0] in variable.coordinates:
        scale = variable.coordinates[variable.dimensions[0]]
        error, h, step_label = variable.values.astype(float), np.asarray(scale.values, dtype=float), scale.label
    fitted, spread = (_column(group, column, error.shape, empty) for column, empty in (("fitted", np.nan), ("standard_error", 0)))
    claimed, order, half_width = (group.number(number) for number in ("order_claimed", "order", "half_width"))
    if order == 0 and not half_width > 0:
        order = np.nan  # nothing was fitted
    verdict, words = group.attributes.get("verdict", "unresolved"), name.replace("_", " ")
    return Study(name, name.partition("_")[0], words, group.attributes.get("long_name") or words, step_label, claimed, order,
                 half_width, verdict if verdict in VERDICTS else "unresolved", _slack(problem, name, claimed, order, half_width),
                 group.number("exact_below") > 0, h, error, spread, fitted, _used(group, error, spread, fitted))


def _name_kinds(studies):
    """Studies whose names begin with the same word are of one kind: what all of them begin with."""
    found = {}
    for study in studies:
        found.setdefault(study.kind, []).append(study)
    for members in found.values():
        if len(members) == 1:
            members[0].kind = members[0].label
            continue
        names = [study.label.split() for study in members]
        common = 1
        while all(len(name) > common + 1 for name in names) and len({name[common] for name in names}) == 1:
            common += 1
        for study, name in zip(members, names):
            study.kind = " ".join(name[:common])
            study.label = " ".join(name[common:]) or study.label
    return studies


def read(problem):
    """The studies of a problem that state an order, in the order of the file."""
    return _name_kinds([_study(problem, name, group) for name, group in problem.group("convergence").groups.items()
                        if "verdict" in group.attributes or ("order" in group.attributes and "error" in group.variables)])


def draw(problem):
    studies = read(problem)
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


READING = ("Bars are one standard error. Pale points did not enter the fit: noise covers them, or the step is too large. "
           "Full lines are the fits, dotted ones have the claimed slope")


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
    axis.plot([], [], color=colour, linestyle=dashes if line.any() else "none", marker=marker, markersize=size, markeredgewidth=0,
              linewidth=width, label=label)


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
        axis.annotate(wrapped(study.title, 44), (0.5, 1), xytext=(0, 19), xycoords="axes fraction", textcoords="offset points", ha="center",
                      fontsize=8, va="bottom")
        axis.set_xlabel(wrapped(study.step_label, 36))
        axis.set_ylabel("|error|")
    return Picture("order_errors", "Errors against steps", f"{READING}; the title says the observed order ± the half width of "
                   "its interval.", figure, raster=True)


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
    return Picture("order_errors", "Errors against steps", f"{READING}. Beside each name: the observed order ± the half width of "
                   "its interval; coloured where the verdict is not pass.", figure, raster=True)

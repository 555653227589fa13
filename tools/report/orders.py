"""Order studies that state an order, its interval and a verdict: the list of all of them, and errors against steps."""
import numpy as np
from matplotlib.collections import LineCollection

from kolmo import order_studies
from kolmo.style import VERDICT_WORDS, VERDICTS, series_style, tapered, wrapped

from . import forest
from .picture import Picture
from .sheet import Sheet, logarithmic

MOST_ALONE = 12  # studies that get a panel each; more are laid over each other, those of a kind and a claim in one panel
READING = ("Bars are one standard error. Pale points did not enter the fit: noise covers them, or the step is too large. "
           "Full lines are the fits, dotted ones have the claimed slope")


ENTRY = {"pass": "errors, their fit", "none": "errors, their fit, not judged"} | {word: f"errors, their fit: {word}" for word in ("fail", "unresolved")}


def draw(problem):
    studies = order_studies.read(problem)
    if not studies:
        return []
    groups = problem.group("convergence").groups
    for study in studies:
        groups[study.name].used.update(name for name in ("error", "standard_error", "fitted", "resolved")
                                       if name in groups[study.name].variables and study.error.size)
    pictures = [forest.draw(studies)] if len(studies) > 1 else []
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


def _curves(axis, studies, style, label=None, size=4.0, width=1.1):
    """Points, bars and fits of studies that look the same, a few artists for all of them."""
    colour, marker, dashes = style
    bars = []
    for used, alpha in ((True, 1.0), (False, 0.35)):
        chosen = [_shown(study) & (study.used == used) for study in studies]
        h, error, spread = (np.concatenate([getattr(study, name)[c] for study, c in zip(studies, chosen)])
                            for name in ("h", "error", "standard_error"))
        if h.size:
            axis.plot(h, error, marker, color=colour, markersize=size, markeredgewidth=0, alpha=alpha)
        spread = np.nan_to_num(spread)
        bars += [[(x, y - min(s, 0.9 * y)), (x, y + s)] for x, y, s in zip(h, error, spread) if s > 0]
    if bars:
        axis.add_collection(LineCollection(bars, colors=colour, linewidths=0.9))
    fits = []
    for study in studies:
        line = np.isfinite(study.fitted) & (study.fitted > 0)
        order = np.argsort(study.h[line])
        if line.any():
            fits.append(np.append(np.column_stack([study.h[line][order], study.fitted[line][order]]), [[np.nan, np.nan]], axis=0))
    if fits:
        axis.plot(*np.concatenate(fits).T, color=colour, linestyle=dashes, linewidth=width)
    axis.plot([], [], color=colour, linestyle=dashes if fits else "none", marker=marker, markersize=size,
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
    axis.plot(ends, 2 * np.concatenate(heights).max() * ends**claimed, ":", color="black", linewidth=1.2, label="claimed slope")


def _limits(axis, studies):
    values = np.concatenate([study.error[_shown(study)] for study in studies])
    h = np.concatenate([study.h[_shown(study)] for study in studies])
    axis.set_xlim(h.min() / 1.5, h.max() * 1.5)
    axis.set_ylim(values.min() / 2.5, values.max() * 3)


def _alone(studies):
    sheet, alternatives = Sheet(len(studies), [2.0], top=0.62, bottom=0.6), {}
    for place, study in enumerate(studies):
        axis, colour = sheet.cells[place].axes[0], VERDICTS[study.verdict][0]
        logarithmic(axis, "x", "y")
        _curves(axis, [study], (colour, "o", "-"), ENTRY[study.verdict])
        _slope(axis, [study], study.claimed)
        _limits(axis, [study])
        words = f"{study.observed} (claimed {study.claim}): {study.verdict}"
        sheet.title(place, study.title, lines=2, weight="normal", fontsize=8.5)
        sheet.title(place, words, down=0.42, color=VERDICT_WORDS[study.verdict] if study.verdict != "pass" else colour)
        axis.set_xlabel(wrapped(study.step_label, 40), fontsize=8)
        axis.set_ylabel("|error|")
        shown = _shown(study)
        alternatives[place] = f"Observed order {words}" + (f"; error from {study.error[shown].max():.2g} to "
                                                           f"{study.error[shown].min():.2g}" if shown.any() else "")
    return Picture("order_errors", "Errors against steps", f"{READING}; each title says the observed order ± the half width of "
                   "its interval.", sheet, alternatives=alternatives)


def kinds_of(studies):
    """Studies by kind, kinds in the order of the file."""
    found = {}
    for study in studies:
        found.setdefault(study.kind, []).append(study)
    return found


def _named(studies):
    """What is drawn alike: the studies of a scheme, or each of them where the file names no schemes."""
    found = {}
    for study in studies:
        found.setdefault(study.scheme.replace("_", " ") or study.label, []).append(study)
    return found


def _together(studies):
    kinds = kinds_of(studies)
    # A scheme looks the same in every panel.
    styles = {name: series_style(place) for place, name in enumerate(_named(studies))}
    common = all(study.scheme for study in studies)
    sheet, alternatives = Sheet(len(kinds), [2.2], top=0.46, bottom=0.6), {}
    for place, (kind, members) in enumerate(kinds.items()):
        axis, named = sheet.cells[place].axes[0], _named(members)
        logarithmic(axis, "x", "y")
        for (name, own), (size, width) in zip(named.items(), tapered(len(named))):
            label = name if common or len(own) > 1 else f"{name}: {own[0].observed}"
            _curves(axis, own, styles[name], label, size, width)
        claims = sorted({study.claimed for study in members if np.isfinite(study.claimed)})
        for claim in claims:
            _slope(axis, [study for study in members if study.claimed == claim], claim)
        _limits(axis, members)
        words = f"claimed order{'s' if len(claims) > 1 else ''} {', '.join(f'{claim:.3g}' for claim in claims) or 'none'}"
        sheet.title(place, f"{kind}: {len(members)} {'study' if len(members) == 1 else 'studies'}\n{words}")
        axis.set_xlabel(wrapped(members[0].step_label, 40), fontsize=8)
        axis.set_ylabel("|error|")
        alternatives[place] = f"{words}; {_name_bad(axis, members)}"
    return Picture("order_errors", "Errors against steps", f"{READING} above those that claim it. A panel holds the studies of one "
                   "kind; those that did not pass are named.", sheet, shared_legend=common, alternatives=alternatives)


def _name_bad(axis, studies, most=4):
    """Name the studies that did not pass in the lower right corner; gives them in words."""
    bad = [f"{study.label} {study.observed}: {study.verdict}" for study in studies if study.verdict != "pass"]
    for line, words in enumerate(bad[:most]):
        axis.annotate(wrapped(words, 44, 1), (1, 0), xytext=(-3, 3 + 9.5 * line), xycoords="axes fraction", fontsize=7, ha="right",
                      textcoords="offset points", color="#C04F00",
                      bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.5})
    if not bad:
        return "all studies passed"
    return f"{len(bad)} of {len(studies)} did not pass: {'; '.join(bad[:6])}"

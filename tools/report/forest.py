"""Many measured orders as a list: one row a study, its interval against the claim."""
from dataclasses import dataclass

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .style import VERDICT_WORDS, VERDICTS, Picture, panels

MOST_ROWS = 42    # in one column
ROW = 0.175       # inches
LONGEST = 44      # letters of a label


@dataclass
class Row:
    """A line of the list: a study, or the name of a kind above its studies."""

    words: str
    study: object = None


def _rows(studies):
    """The rows, kinds in the order in which they first appear."""
    rows = []
    for kind in dict.fromkeys(study.kind for study in studies):
        members = [study for study in studies if study.kind == kind]
        if len(members) == 1:
            rows.append(Row(members[0].name.replace("_", " "), members[0]))
        else:
            rows += [Row(kind), *(Row(study.label, study) for study in members)]
    for row in rows:
        row.words = row.words if len(row.words) <= LONGEST else row.words[:LONGEST - 1] + "…"
    return rows


def _columns(studies):
    """The rows in columns of about equal length; one that begins within a kind repeats its heading."""
    rows = _rows(studies)
    count = -(-len(rows) // MOST_ROWS)
    length = -(-len(rows) // count)
    columns = [rows[start:start + length] for start in range(0, len(rows), length)]
    for before, column in zip(columns, columns[1:]):
        first = column[0].study
        if first is not None and first.kind in (before[-1].words, getattr(before[-1].study, "kind", None)):
            column.insert(0, Row(f"{first.kind} (continued)"))
    return columns


def _limit(studies):
    """Half the width of the axis: what holds the judged intervals and what they are allowed, at most 1."""
    ends = [abs(study.order - study.claimed) + max(np.nan_to_num(study.half_width), 0) for study in studies
            if np.isfinite(study.order - study.claimed) and study.verdict != "unresolved"]
    return float(min(max(1.1 * max(ends, default=0), 2.5 * max(study.slack for study in studies)), 1.0))


def draw(studies):
    """The pictures: two columns each."""
    columns = _columns(studies)
    limit = _limit(studies)
    pictures = []
    for place in range(0, len(columns), 2):
        pictures.append(Picture("orders" if place == 0 else f"orders_{place // 2 + 1}",
                                "Measured orders beside their claims" + (f", {place // 2 + 1}" if place else ""),
                                "One row a study. Zero is the claimed order, the bar the interval of the observed one; grey is "
                                "what the interval may miss the claim by. An order that is too low is as wrong as one that is "
                                "too high, and an interval that is too wide decides nothing: unresolved. An arrow points to what "
                                "lies outside.", _figure(columns[place:place + 2], limit), raster=True, flat=True))
    return pictures


def _figure(columns, limit):
    longest = max(len(row.words) for column in columns for row in column)
    left, right = 0.35 + 0.066 * longest, 1.75
    rows = max(len(column) for column in columns)
    figure, axes = panels([ROW * rows], len(columns), 2.6, left=left, right=right, gap_x=left + right, top=0.35, bottom=0.8)
    for axis, column in zip(axes[0], columns):
        _column(axis, column, limit)
        axis.set_ylim(rows - 0.5, -0.5)
    shown = {row.study.verdict for column in columns for row in column if row.study is not None}
    handles = [Line2D([], [], color=colour, marker=marker, markersize=5, markeredgewidth=0, label=verdict)
               for verdict, (colour, marker) in VERDICTS.items() if verdict in shown]
    handles.append(Patch(facecolor="#e2e2e2", label="allowed"))
    figure.legend(handles=handles, loc="lower center", ncol=len(handles), borderaxespad=0.2)
    return figure


def _column(axis, rows, limit):
    beside = axis.get_yaxis_transform()  # x in widths of the panel, y in rows

    def write(words, x, line, place, **options):
        axis.text(x, line, words, transform=beside, fontsize=7.5, ha=place, va="center", **options)
    write("claimed", 1.17, -1.1, "right", color="#595959")
    write("observed", 1.24, -1.1, "left", color="#595959")
    for line, row in enumerate(rows):
        study = row.study
        write(row.words, -0.02, line, "right", weight="bold" if study is None else "normal")
        if study is None:
            continue
        colour = VERDICT_WORDS[study.verdict]
        write(study.claim, 1.17, line, "right", color=colour)
        write(study.observed, 1.24, line, "left", color=colour)
        if np.isfinite(study.order - study.claimed):
            _interval(axis, line, study, limit)
    axis.axvline(0, color="black", linewidth=0.9, zorder=1)
    axis.set_xlim(-limit, limit)
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.set_xlabel("observed order − claimed order")


def _interval(axis, line, study, limit):
    axis.barh(line, 2 * study.slack, left=-study.slack, height=1.0, color="#e2e2e2", zorder=0)
    colour, marker = VERDICTS[study.verdict]
    away = study.order - study.claimed
    width = study.half_width if np.isfinite(study.half_width) else 0.0
    if width > 0:
        axis.plot([max(away - width, -limit), min(away + width, limit)], [line, line], color=colour, linewidth=1.8,
                  solid_capstyle="butt", zorder=2)
    if abs(away) > limit:
        axis.plot(np.sign(away) * 0.98 * limit, line, ">" if away > 0 else "<", color=colour, markersize=5, zorder=3)
    else:
        axis.plot(away, line, marker, color=colour, markersize=4.5, markeredgewidth=0, zorder=3)

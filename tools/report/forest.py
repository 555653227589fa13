"""Many measured orders as a list: one row a scheme of a kind, its intervals against the claim."""
from dataclasses import dataclass, field

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kolmo.number_text import number
from kolmo.style import VERDICT_WORDS, VERDICTS

from .picture import Picture
from .sheet import Sheet

MOST_ROWS = 26  # in one column
ROW = 0.185     # inches
LONGEST = 27    # letters of a label
WIDTH, LEFT, RIGHT = 3.76, 1.5, 1.32


@dataclass
class Row:
    """A line of the list: the studies of a scheme, or the name of a kind above its schemes."""

    words: str
    studies: list = field(default_factory=list)

    @property
    def verdict(self):
        found = {study.verdict for study in self.studies}
        return next((verdict for verdict in ("fail", "unresolved", "pass") if verdict in found), "none")

    @property
    def claim(self):
        claims = sorted({study.claimed for study in self.studies if not study.exact})
        if not claims:
            return "exact"
        return "–".join(dict.fromkeys("none" if np.isnan(claim) else f"{claim:g}" for claim in (claims[0], claims[-1])))

    @property
    def observed(self):
        if len(self.studies) == 1:
            return self.studies[0].observed
        orders = [study.order for study in self.studies if np.isfinite(study.order) and not study.exact]
        if not orders:
            return self.studies[0].observed if all(study.exact for study in self.studies) else "no order"
        low, high = f"{min(orders):.2f}", f"{max(orders):.2f}"
        return f"{low if low == high else f'{low} – {high}'} ({len(orders)})"


def rows_of(studies):
    """The rows, kinds in the order in which they first appear."""
    rows = []
    for kind in dict.fromkeys(study.kind for study in studies):
        members = [study for study in studies if study.kind == kind]
        if len(members) == 1:
            rows.append(Row(_short(members[0].name.replace("_", " ")), members))
            continue
        schemes = {}
        for study in members:
            schemes.setdefault(study.scheme.replace("_", " ") or study.label, []).append(study)
        rows.append(Row(kind))
        rows += [Row(_short(own[0].label if len(own) == 1 else scheme), own) for scheme, own in schemes.items()]
    return rows


def _short(words):
    return words if len(words) <= LONGEST else words[:LONGEST - 1] + "…"


def _columns(studies):
    """The rows in columns of about equal length; one that begins within a kind repeats its heading."""
    rows = rows_of(studies)
    count = -(-len(rows) // MOST_ROWS)
    length = -(-len(rows) // count)
    columns = [rows[start:start + length] for start in range(0, len(rows), length)]
    for before, column in zip(columns, columns[1:]):
        if not before[-1].studies:  # a heading stands above what it names
            column.insert(0, before.pop())
        elif column[0].studies and any(study.kind == column[0].studies[0].kind for study in before[-1].studies):
            column.insert(0, Row(f"{column[0].studies[0].kind} (continued)"))
    return columns


def _limit(studies):
    """Half the width of the axis: what holds the judged intervals and what they are allowed, at most 1."""
    ends = [abs(study.order - study.claimed) + max(np.nan_to_num(study.half_width), 0) for study in studies
            if np.isfinite(study.order - study.claimed) and study.verdict != "unresolved"]
    return float(min(max(1.1 * max(ends, default=0), 2.5 * max(study.slack for study in studies), 1e-3), 1.0))


def draw(studies):
    """The picture of all studies of a problem."""
    columns, limit = _columns(studies), _limit(studies)
    rows = max(len(column) for column in columns)
    sheet = Sheet(len(columns), [ROW * rows], width=WIDTH, left=LEFT, right=RIGHT, top=0.36, bottom=0.5, per_row=min(len(columns), 3))
    for cell, column in zip(sheet.cells, columns):
        _column(cell.axes[0], column, limit)
        cell.axes[0].set_ylim(rows - 0.5, -0.5)
    axis = sheet.cells[0].axes[0]
    shown = {study.verdict for study in studies}
    for verdict, (colour, marker) in VERDICTS.items():
        if verdict in shown:
            axis.add_line(Line2D([], [], color=colour, marker=marker, markersize=5, markeredgewidth=0, label=verdict))
    if any(study.slack > 0 for study in studies):
        axis.add_patch(Rectangle((0, 0), 0, 0, facecolor="#e2e2e2", label="allowed beyond the interval"))
    return Picture("orders", "Measured orders beside their claims",
                   "One row a scheme, a dot for each of its studies. Zero is the claimed order, the bar the interval of the "
                   "observed one; grey is what the interval may miss the claim by. An order that is too low is as wrong as one "
                   "that is too high, and an interval that is too wide decides nothing: unresolved. An arrow points to what "
                   "lies outside. In brackets: how many studies.", sheet,
                   alternatives={place: _words(column) for place, column in enumerate(columns)})


def _words(rows, most=12):
    """The rows of a column with their numbers: those that did not pass first."""
    rows = sorted((row for row in rows if row.studies), key=lambda row: row.verdict in ("pass", "none"))
    more = f"; {len(rows) - most} more rows" if len(rows) > most else ""
    return "Orders: " + "; ".join(f"{row.studies[0].kind} {row.words}: claimed {row.claim}, observed {row.observed}, {row.verdict}"
                                  for row in rows[:most]) + more


def _column(axis, rows, limit):
    beside = axis.get_yaxis_transform()  # x in widths of the panel, y in rows
    width = WIDTH - LEFT - RIGHT

    def write(words, inches, line, place, **options):
        axis.text(inches / width, line, words, transform=beside, fontsize=7, ha=place, va="center", **options)
    write("claimed", width + 0.32, -1.1, "right", color="#595959")
    write("observed", width + 0.38, -1.1, "left", color="#595959")
    for line, row in enumerate(rows):
        write(row.words, -0.04, line, "right", weight="bold" if not row.studies else "normal")
        if row.studies:
            colour = VERDICT_WORDS[row.verdict]
            write(row.claim, width + 0.32, line, "right", color=colour)
            write(row.observed, width + 0.38, line, "left", color=colour)
    _intervals(axis, rows, limit)
    axis.axvline(0, color="black", linewidth=0.9, zorder=1)
    axis.set_xlim(-limit, limit)
    ticks = [-0.8 * limit, 0.0, 0.8 * limit]
    axis.set_xticks(ticks, [number(float(f"{tick:.2g}")) for tick in ticks])
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.set_xlabel("observed − claimed order", fontsize=8)


def _intervals(axis, rows, limit):
    """All bars and dots of a column, a collection for each verdict: a thousand studies are as fast as one."""
    allowed = [[(-row.studies[0].slack, line), (row.studies[0].slack, line)] for line, row in enumerate(rows)
               if row.studies and row.studies[0].slack > 0]
    axis.add_collection(LineCollection(allowed, colors="#e2e2e2", linewidths=72 * ROW, capstyle="butt", zorder=0))
    places = [(study, line + (k - (len(row.studies) - 1) / 2) * 0.6 / len(row.studies)) for line, row in enumerate(rows)
              for k, study in enumerate(row.studies) if np.isfinite(study.order - study.claimed)]
    for verdict, (colour, marker) in VERDICTS.items():
        bars, dots, arrows = [], [], {">": [], "<": []}
        for study, line in places:
            if study.verdict != verdict:
                continue
            away, width = study.order - study.claimed, study.half_width if np.isfinite(study.half_width) else 0.0
            bars.append([(max(away - width, -limit), line), (min(away + width, limit), line)])
            if abs(away) > limit:
                arrows[">" if away > 0 else "<"].append((np.sign(away) * 0.97 * limit, line))
            else:
                dots.append((away, line))
        axis.add_collection(LineCollection(bars, colors=colour, linewidths=1.4, capstyle="butt", zorder=2))
        for shape, points in ((marker, dots), *arrows.items()):
            if points:
                axis.plot(*np.transpose(points), shape, color=colour, markersize=3.6, markeredgewidth=0, zorder=3)

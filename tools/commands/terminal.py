"""Tables and colours for a terminal; plain text for everything else."""
import os
import shutil
import sys
import unicodedata

COLOURS = {"pass": "32", "fail": "1;31", "unresolved": "33", "agree": "32", "same": "32", "differ": "1;31", "undecided": "33"}


def on_terminal():
    return sys.stdout.isatty()


def coloured(word, text=None):
    """The text (the word itself by default) in the colour of a verdict; on a terminal only, and not where NO_COLOR is set."""
    text = word if text is None else text
    if word not in COLOURS or not on_terminal() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{COLOURS[word]}m{text}\x1b[0m"


def width_of(text):
    """Columns that a text takes."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def number(value, digits=6):
    return "–" if value != value or value in (float("inf"), float("-inf")) else f"{value:.{digits}g}"


def table(heading, rows, right=(), verdict=None, shrink=0):
    """Lines of a table: columns aligned (`right` ones to the right), the one at `verdict` coloured.

    On a terminal the column `shrink` is cut with "…" in its middle so that no line wraps.
    """
    rows = [list(map(str, row)) for row in rows]
    widths = [max(map(width_of, column)) for column in zip(heading, *rows)]
    if on_terminal():
        room = shutil.get_terminal_size().columns - sum(widths) - 2 * (len(widths) - 1)
        widths[shrink] = max(12, widths[shrink] + min(room, 0))
    lines = []
    for place, row in enumerate([heading, *rows]):
        cells = []
        for column, (text, width) in enumerate(zip(row, widths)):
            text = _cut(text, width) if column == shrink else text
            padding = " " * (width - width_of(text))
            shown = coloured(text) if place and column == verdict else text
            cells.append(padding + shown if column in right else shown + padding)
        lines.append("  ".join(cells).rstrip())
    return lines


def _cut(text, width):
    if width_of(text) <= width:
        return text
    tail = (width - 1) // 2
    return text[:width - 1 - tail] + "…" + text[len(text) - tail:]

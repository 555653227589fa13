"""A figure as the page and the slides need it: tiles with alternative texts and a legend, or one file."""
import base64
import io
from dataclasses import dataclass, field

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.patches import Patch
from PIL import Image

from kolmo import wording
from kolmo.number_text import number

from .sheet import Sheet

PAGE_DPI = 108   # 1.125 pixels of the image for one of the page
SLIDE_DPI = 140


@dataclass
class Picture:
    """A figure with its name, its heading and what says how to read it.

    `shared_legend`: one legend is true of all panels, else each has its own. `maps`: its colours are a scale, which a dark
    page leaves alone. `alternatives` are the alternative texts of the cells where the curves do not say enough.
    """

    name: str
    heading: str
    caption: str
    sheet: Sheet
    shared_legend: bool = True
    maps: bool = False
    alternatives: dict = field(default_factory=dict)  # cell → text

    def __post_init__(self):
        words = [text for axis in self.sheet.figure.axes for text in (axis.xaxis.label, axis.yaxis.label, *axis.texts)]
        for text in words + self.sheet.figure.texts:
            text.set_text(wording.label(text.get_text()))

    def encoded(self):
        """The finished picture of the page: a tile for each cell of the sheet."""
        figure = self.sheet.figure
        figure.set_dpi(PAGE_DPI)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        pixels = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
        if not self.maps:  # median cut is best for maps, but gives up rare colours, such as those of words that stand out
            pixels = pixels.quantize(48, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        tiles = []
        for place, cell in enumerate(self.sheet.cells):
            box = np.round(PAGE_DPI * np.array([cell.left, cell.top, cell.left + cell.width, cell.top + cell.height]))
            axes = [axis for axis in cell.axes if axis.get_visible()]
            words = self.alternatives.get(place) or "; ".join(filter(None, map(described, axes)))
            entries = [] if self.shared_legend else legend(axes)
            box = np.minimum(box.astype(int), [*pixels.size, *pixels.size])
            tiles.append(Tile(_webp(pixels.crop(tuple(map(int, box)))), round(96 * cell.width),
                              wording.label(f"{self._title(cell)}{words}"), entries))
        entries = legend([axis for cell in self.sheet.cells for axis in cell.axes]) if self.shared_legend else []
        return Encoded(self.name, self.heading, self.caption, self.maps, tiles, entries)

    def _title(self, cell):
        """What stands above a cell, with a full stop."""
        width, height = self.sheet.figure.get_size_inches()
        for words in self.sheet.figure.texts:
            x, y = words.get_position()
            if 0 <= x * width - cell.left < cell.width and 0 <= (1 - y) * height - cell.top < 0.2:
                return words.get_text().replace("\n", " ") + ". "
        return ""

    def file(self, kind):
        """The whole figure with its legends as the bytes of an svg, pdf or png file."""
        if self.shared_legend:
            _legend_below(self.sheet.figure, [axis for cell in self.sheet.cells for axis in cell.axes])
        else:
            _legends_below_cells(self.sheet)
        buffer = io.BytesIO()
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
        self.sheet.figure.savefig(buffer, format=kind, dpi=SLIDE_DPI, metadata=metadata)
        return buffer.getvalue()


@dataclass
class Tile:
    """A cell as a WebP image; `width` is what it takes on the page, in CSS pixels."""

    content: bytes
    width: int
    alternative: str
    legend: list

    def data_uri(self):
        return f"data:image/webp;base64,{base64.b64encode(self.content).decode()}"


@dataclass
class Encoded:
    """A picture as the page shows it."""

    name: str
    heading: str
    caption: str
    maps: bool
    tiles: list
    legend: list


def _webp(image):
    """Lossless: three quarters of the bytes of a PNG of the same colours. Few colours make no difference to the eye."""
    if image.mode != "P":
        image = image.quantize(96, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "webp", lossless=True, quality=75, method=4)
    return buffer.getvalue()


@dataclass
class Entry:
    """A line of a legend: what is drawn (line, points or area), in which colour."""

    label: str
    colour: str
    dashes: str = ""   # of a line, as SVG has them; "none": no line
    marker: str = ""
    area: bool = False


def legend(axes):
    """The entries of the legends of these axes, each label once."""
    found = {}
    for axis in axes:
        for handle, label in zip(*axis.get_legend_handles_labels()):
            label = wording.label(label.replace("\n", " "))
            found.setdefault(label, _entry(handle, label))
    return list(found.values())


def _entry(handle, label):
    if isinstance(handle, (Patch, Collection, BarContainer)):
        if isinstance(handle, BarContainer):
            handle = handle.patches[0]
        colour = np.atleast_2d(handle.get_facecolor())
        return Entry(label, _hex(colour[0] if colour.size else "#909090"), area=True)
    line = handle[0] if isinstance(handle, ErrorbarContainer) else handle
    dashes = "none" if line.get_linestyle() in ("None", "none", "") else ""
    if not dashes and line._unscaled_dash_pattern[1] is not None:  # no public reader of the dashes of a line
        dashes = " ".join(f"{length * 2:.3g}" for length in line._unscaled_dash_pattern[1])
    marker = line.get_marker()
    return Entry(label, _hex(line.get_color()), dashes, "" if marker in (None, "", "None", "none") else str(marker))


def _hex(colour):
    return matplotlib.colors.to_hex(colour)


def _handles(axes):
    """Label → handle of the legends of these axes, each label once."""
    found = {}
    for axis in axes:
        for handle, label in zip(*axis.get_legend_handles_labels()):
            found.setdefault(wording.label(label), handle)
    return found


def _legend_below(figure, axes, line=0.19):
    """One legend under the whole figure, with each label once; the figure grows by its height."""
    handles = _handles(axes)
    if not handles:
        return
    longest = max(map(len, handles))
    columns = min(len(handles), max(1, int(figure.get_figwidth() / (1.75 if longest <= 28 else 0.5 + 0.07 * longest))))
    _make_room(figure, {figure.get_figheight(): 0.12 + line * -(-len(handles) // columns)})
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncol=columns, borderaxespad=0.2)


def _legends_below_cells(sheet, line=0.15):
    """A legend under each cell that has more than one label, never over its curves; rows move down by what is needed."""
    legends, rooms = [], {}
    for cell in sheet.cells:
        handles = _handles(cell.axes)
        if len(handles) > 1:
            columns = min(len(handles), max(1, int((cell.width - 0.1) / (0.5 + 0.055 * max(map(len, handles))))))
            bottom = round(cell.top + cell.height, 6)
            rooms[bottom] = max(rooms.get(bottom, 0), 0.08 + line * -(-len(handles) // columns))
            legends.append((cell, bottom, handles, columns))
    _make_room(sheet.figure, rooms)
    width, height = sheet.figure.get_size_inches()
    for cell, bottom, handles, columns in legends:
        down = bottom + sum(room for place, room in rooms.items() if place < bottom)
        sheet.figure.legend(handles.values(), handles.keys(), loc="upper left", ncol=columns, fontsize=6.5, labelspacing=0.2,
                            handlelength=1.8, columnspacing=1, frameon=False, borderaxespad=0, borderpad=0.2,
                            bbox_to_anchor=((cell.left + 0.06) / width, 1 - down / height))


def _make_room(figure, rooms):
    """Distance below the figure's top → inches that are put in there: what lies below moves down, and the figure grows."""
    height = figure.get_figheight()
    grown = height + sum(rooms.values())

    def moved(y):
        """A height as a share of the figure, after that."""
        down = (1 - y) * height
        return 1 - (down + sum(room for place, room in rooms.items() if place < down + 1e-6)) / grown

    for axis in figure.axes:
        place = axis.get_position()
        top = moved(place.y1)
        axis.set_position([place.x0, top - place.height * height / grown, place.width, place.height * height / grown])
    for words in figure.texts:
        x, y = words.get_position()
        words.set_position((x, moved(y)))
    figure.set_figheight(grown)


def described(axis, most=12):
    """A panel in words with its numbers: its axes and, for each curve that has a name, its first and last value."""
    curves = []
    for handle, label in zip(*axis.get_legend_handles_labels()):
        line = handle[0] if isinstance(handle, ErrorbarContainer) else handle
        if not hasattr(line, "get_xydata"):
            continue
        values = np.asarray(line.get_xydata(), dtype=float)
        values = values[np.isfinite(values).all(axis=1)]
        if len(values):
            values = values[np.argsort(values[:, 0], kind="stable")]
            curves.append(f"{label} {_few(values[0, 1])}" + (f" to {_few(values[-1, 1])}" if len(values) > 1 else ""))
    left, right = axis.get_xlim()
    name = " ".join(axis.get_ylabel().split())
    over = " ".join(axis.get_xlabel().split())
    words = f"{name or 'values'}" + (f" over {over}" if over else "") + f" from {_few(left)} to {_few(right)}"
    if not curves:
        low, high = sorted(axis.get_ylim())
        return f"{words}, between {_few(low)} and {_few(high)}"
    more = f"; {len(curves) - most} more curves" if len(curves) > most else ""
    return f"{words}: {', '.join(curves[:most])}{more}".replace("\n", " ")


def _few(value):
    return number(float(f"{value:.3g}"))

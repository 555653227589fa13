"""One look for every figure: colours that a colour-blind reader tells apart (Okabe and Ito), one line style a road.

Panels stand at fixed places given in inches, with few ticks: measuring every label to fit it costs more than drawing.
"""
import base64
import io
import textwrap
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from PIL import Image

ROADS = {
    "exact": ("#000000", (0, (4, 2)), "exact"),
    "fokker_planck": ("#0072B2", "-", "Fokker–Planck grid"),
    "sde": ("#E69F00", "-", "SDE paths"),
    "probability_flow": ("#009E73", (0, (6, 1.5)), "probability flow"),
    "jko": ("#CC79A7", (0, (3, 1, 1, 1)), "JKO steps"),
    "reverse_sde": ("#D55E00", "-", "reverse SDE"),
    "reverse_flow": ("#56B4E9", (0, (6, 1.5)), "reverse flow"),
}
OTHERS = ["#7F3C8D", "#666666", "#A5AA99", "#11A579"]
QUANTITIES = {
    "mean": "mean E X", "second_moment": "second moment E X²", "fourth_moment": "fourth moment E X⁴",
    "probability_positive": "P(X > 0)", "entropy": "entropy −∫p log p [nat]", "free_energy": "free energy ∫pV + T∫p log p",
    "fisher_information": "Fisher information ∫p|∇log p|²", "ks": "Kolmogorov–Smirnov", "w1": "Wasserstein W1",
    "w2": "Wasserstein W2", "energy": "energy distance",
    "potential_energy": "potential energy ∫pV",
}

# What a check or an order study was judged to be: colour, marker.
VERDICTS = {"pass": ("#0072B2", "o"), "fail": ("#D55E00", "X"), "unresolved": ("#E69F00", "D")}
VERDICT_WORDS = {"pass": "black", "fail": "#C04F00", "unresolved": "#8A6100"}  # dark enough to read
SERIES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#303030"]
MARKERS = "osD^vP*X<>"
DASHES = ["-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5))]

COMPONENTS = {"x": "coordinate x", "y": "coordinate y", "d1": "diagonal 1", "d2": "diagonal 2"}

matplotlib.rcParams.update({
    "figure.dpi": 100, "figure.facecolor": "white", "axes.titley": 1.0, "axes.titlepad": 5,
    "xtick.labelsize": 8, "ytick.labelsize": 8, "path.simplify": True, "path.simplify_threshold": 0.3,
    "font.size": 9, "axes.titlesize": 9.5, "axes.labelsize": 9, "legend.fontsize": 8.5, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6, "axes.axisbelow": True, "lines.linewidth": 1.5, "svg.hashsalt": "kolmo",
    "axes.formatter.useoffset": False,
})


@dataclass
class Picture:
    """A figure with its name (of the file in a gallery), its heading and a sentence that says how to read it.

    `raster`: there is much to draw, a PNG is smaller. `flat`: its colours are few and each of them says something.
    """

    name: str
    heading: str
    caption: str
    figure: Figure
    raster: bool = False
    flat: bool = False

    def encoded(self, gallery=False):
        """The finished picture: a PNG for a gallery or where there is much to draw, else an SVG."""
        width = round(96 * self.figure.get_figwidth())
        buffer = io.BytesIO()
        if gallery or self.raster:
            self.figure.set_dpi(140 if gallery else 125)
            canvas = FigureCanvasAgg(self.figure)
            canvas.draw()
            # 256 colours: a third of the bytes of a full PNG, and no difference to the eye. Median cut is best for maps, but
            # gives up rare colours, such as those of words that stand out.
            method = Image.Quantize.MAXCOVERAGE if self.flat else Image.Quantize.MEDIANCUT
            image = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3]).quantize(256, method, dither=Image.Dither.NONE)
            image.save(buffer, format="png")
            return EncodedPicture(self.name, self.heading, self.caption, "image/png", width, buffer.getvalue())
        self.figure.savefig(buffer, format="svg", metadata={"Date": None})
        return EncodedPicture(self.name, self.heading, self.caption, "image/svg+xml", width, buffer.getvalue())


@dataclass
class EncodedPicture:
    """A picture as the bytes of an image file; `width` is what it takes on the page, in CSS pixels."""

    name: str
    heading: str
    caption: str
    mime: str
    width: int
    content: bytes

    def data_uri(self):
        return f"data:{self.mime};base64,{base64.b64encode(self.content).decode()}"


def road_style(road):
    """Colour, line style and name of a road; roads that are not known get one by their name alone."""
    if road in ROADS:
        return ROADS[road]
    return OTHERS[sum(map(ord, road)) % len(OTHERS)], "-", road.replace("_", " ")


def road_styles(roads):
    """Styles of several roads: those that are not known are numbered, so that they differ."""
    unknown = [road for road in roads if road not in ROADS]
    return {road: road_style(road) if road in ROADS else
            (SERIES[unknown.index(road) % len(SERIES)], "-", road.replace("_", " ")) for road in roads}


def series_style(place):
    """Colour, marker and line style of a numbered curve; 70 of them differ in two of the three."""
    return SERIES[place % len(SERIES)], MARKERS[place % len(MARKERS)], DASHES[place // len(SERIES) % len(DASHES)]


def tapered(count):
    """Sizes of markers and widths of lines that fall from the first drawn to the last: curves which agree are all seen."""
    if count == 1:
        return [(4.0, 1.1)]
    return [(6.0 - 2.5 * place / (count - 1), 2.2 - 1.2 * place / (count - 1)) for place in range(count)]


def quantity_name(name, short=False):
    """What a quantity is called on a figure; the short name has no formula."""
    if short:
        return name.replace("_", " ")
    stem, _, component = name.rpartition("_")
    if component in COMPONENTS and stem in QUANTITIES:
        return f"{QUANTITIES[stem]}, {COMPONENTS[component]}"
    return QUANTITIES.get(name, name.replace("_", " "))


def pair_name(pair):
    return " – ".join(road_style(road)[2] for road in pair.split("~"))


def number(value):
    """A number as text: six digits, no trailing zeros."""
    return f"{value:.6g}"


def plus_minus(value, width):
    """A value with the half width of its interval: two digits of the width, at most four decimals."""
    if not width > 0 or np.isinf(width):
        return f"{value:.3f}" + ("" if width == 0 else " ± ?")
    digits = int(np.clip(1 - np.floor(np.log10(width)), 1, 4))
    return f"{value:.{digits}f} ± " + (f"{width:.{digits}f}" if width >= 5e-5 else "<0.0001")


def wrapped(words, width, lines=2):
    """Words in at most so many lines of so many letters."""
    return textwrap.fill(words, width, max_lines=lines, placeholder=" …")


def selected(count, most):
    """At most `most` indices out of `count`, evenly spread, first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(i * (count - 1) / (most - 1)) for i in range(most)})


def panels(heights, columns, width, *, left=0.65, right=0.15, top=0.3, bottom=0.45, gap_x=0.3, gaps_y=0.3):
    """A figure and its axes[row, column]: panels of these heights and width; all lengths in inches."""
    gaps = [gaps_y] * (len(heights) - 1) if np.isscalar(gaps_y) else list(gaps_y)
    size = (left + columns * width + (columns - 1) * gap_x + right, top + sum(heights) + sum(gaps) + bottom)
    figure = Figure(figsize=size)
    axes = np.empty((len(heights), columns), dtype=object)
    upper = size[1] - top
    for row, height in enumerate(heights):
        upper -= height
        for column in range(columns):
            place = left + column * (width + gap_x)
            axis = figure.add_axes([place / size[0], upper / size[1], width / size[0], height / size[1]])
            for scale in (axis.xaxis, axis.yaxis):
                scale.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
            axis.xaxis.set_label_coords(0.5, -0.28 / height)
            axis.yaxis.set_label_coords(-0.45 / width, 0.5)
            axes[row, column] = axis
        upper -= gaps[row] if row < len(gaps) else 0
    return figure, axes


def same_limits(axes, **limits):
    """The same limits for all of these axes (`x=(…)`, `y=(…)`, or `y=None`: what holds all); only the outer ones say them."""
    for name, limit in limits.items():
        read, write = f"get_{name}lim", f"set_{name}lim"
        if limit is None:
            each = [getattr(axis, read)() for axis in axes.ravel()]
            limit = min(low for low, _ in each), max(high for _, high in each)
        for axis in axes.ravel():
            getattr(axis, write)(*limit)
        for axis in axes[:, 1:].ravel() if name == "y" else axes[:-1].ravel():
            axis.tick_params(axis=name, labelleft=False, labelbottom=False)


class Decades(LogLocator):
    """At most five powers of ten; 1, 2 and 5 of each where the axis is too short for two of them."""

    def tick_values(self, vmin, vmax):
        low, high = np.log10(sorted((max(vmin, 1e-300), max(vmax, 1e-300))))
        exponents = np.arange(np.ceil(low - 1e-9), np.floor(high + 1e-9) + 1)
        if len(exponents) >= 2:
            return 10.0 ** exponents[exponents % -(-len(exponents) // 5) == 0]
        fine = np.outer(10.0 ** np.arange(np.floor(low), np.ceil(high) + 1), [1, 2, 5]).ravel()
        return fine[(fine >= 10 ** (low - 1e-9)) & (fine <= 10 ** (high + 1e-9))]


def power_of_ten(value, _=None):
    """10⁻³, 2·10⁻³."""
    if not value > 0:
        return ""
    exponent = int(np.floor(np.log10(value) + 1e-9))
    factor = number(round(value / 10.0**exponent, 3))
    if -2 < exponent < 3:
        return number(value)
    power = "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return power if factor == "1" else f"{factor}·{power}"


def logarithmic(axis, *names):
    """Make the axes `names` of a panel logarithmic, with few labels and no small ticks."""
    for name in names:
        getattr(axis, f"set_{name}scale")("log")
        scale = getattr(axis, f"{name}axis")
        scale.set_major_locator(Decades())
        scale.set_minor_locator(NullLocator())
        scale.set_major_formatter(FuncFormatter(power_of_ten))


def legend_below(figure, axes, line=0.19):
    """One legend under the whole figure, with each label once; the figure grows by its height."""
    handles = {}
    for axis in axes:
        for handle, label in zip(*axis.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    if not handles:
        return
    longest = max(map(len, handles))
    columns = min(len(handles), max(1, int(figure.get_figwidth() / (1.75 if longest <= 28 else 0.5 + 0.07 * longest))))
    height = figure.get_figheight()
    grown = height + 0.12 + line * -(-len(handles) // columns)
    for axis in figure.axes:
        place = axis.get_position()
        axis.set_position([place.x0, (place.y0 * height + grown - height) / grown, place.width,
                           place.height * height / grown])
    figure.set_figheight(grown)
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncol=columns, borderaxespad=0.2)

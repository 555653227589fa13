"""One look for every figure: colours that a colour-blind reader tells apart (Okabe and Ito), one line style a road."""
import base64
import io
from dataclasses import dataclass

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

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

plt.rcParams.update({
    "figure.dpi": 100, "savefig.dpi": 110, "figure.constrained_layout.use": True, "figure.facecolor": "white",
    "font.size": 9, "axes.titlesize": 9.5, "axes.labelsize": 9, "legend.fontsize": 8.5, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6, "axes.axisbelow": True, "lines.linewidth": 1.5, "svg.hashsalt": "kolmo",
    "axes.formatter.useoffset": False,
})


@dataclass
class Picture:
    """A figure with its name (of the file in a gallery), its heading and a sentence that says how to read it."""

    name: str
    heading: str
    caption: str
    figure: object
    raster: bool = False

    def data_uri(self):
        buffer = io.BytesIO()
        kind = "png" if self.raster else "svg"
        self.figure.savefig(buffer, format=kind, metadata=None if self.raster else {"Date": None})
        plt.close(self.figure)
        mime = "image/png" if self.raster else "image/svg+xml"
        return f"data:{mime};base64,{base64.b64encode(buffer.getvalue()).decode()}"

    def save(self, path):
        self.figure.savefig(path, dpi=140)
        plt.close(self.figure)


def road_style(road):
    """Colour, line style and name of a road; roads that are not known get one by their name alone."""
    if road in ROADS:
        return ROADS[road]
    return OTHERS[sum(map(ord, road)) % len(OTHERS)], "-", road.replace("_", " ")


def quantity_name(name):
    stem, _, component = name.rpartition("_")
    if component in ("x", "y") and stem in QUANTITIES:
        return f"{QUANTITIES[stem]}, coordinate {component}"
    return QUANTITIES.get(name, name.replace("_", " "))


def pair_name(pair):
    return " – ".join(road_style(road)[2] for road in pair.split("~"))


def number(value):
    """A number as text: six digits, no trailing zeros."""
    return f"{value:.6g}"


def selected(count, most):
    """At most `most` indices out of `count`, evenly spread, first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(i * (count - 1) / (most - 1)) for i in range(most)})


def legend_below(figure, axes):
    """One legend under the whole figure, with each label once."""
    handles = {}
    for axis in axes:
        for handle, label in zip(*axis.get_legend_handles_labels()):
            handles.setdefault(label, handle)
    if not handles:
        return
    columns = min(len(handles), max(2, int(figure.get_figwidth() / 1.7)))
    height = (0.12 + 0.19 * -(-len(handles) // columns)) / figure.get_figheight()
    figure.set_layout_engine("constrained", rect=(0, height, 1, 1 - height))
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncol=columns, borderaxespad=0.2)

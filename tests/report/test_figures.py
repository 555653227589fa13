"""Figures can be read: no words leave their cell, every axis has two labels or more, no title is cut."""
import sys
import tempfile
import unittest
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FixedLocator

import synthetic_result
import synthetic_studies

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
from kolmo import result_file  # noqa: E402
from report import page  # noqa: E402
from report.sheet import Sheet  # noqa: E402


def drawn(picture):
    """The renderer of a figure that has been drawn: words have their places then."""
    canvas = FigureCanvasAgg(picture.sheet.figure)
    canvas.draw()
    return canvas.get_renderer()


def words_of(axis):
    """The texts of a panel that show."""
    if not axis.get_visible():
        return []
    ticks = [tick.label1 for scale in (axis.xaxis, axis.yaxis) for tick in scale.get_major_ticks()
             if scale.get_view_interval().min() <= tick.get_loc() <= scale.get_view_interval().max()]
    return [words for words in [axis.title, axis._left_title, axis.xaxis.label, axis.yaxis.label, *axis.texts, *ticks]
            if words.get_visible() and words.get_text()]


def outside(picture, allowed=1.5):
    """The words that leave their cell: (cell, text, by how many pixels)."""
    renderer, figure = drawn(picture), picture.sheet.figure
    dpi, height = figure.dpi, figure.bbox.height
    found = []
    for place, cell in enumerate(picture.sheet.cells):
        left, top = cell.left * dpi, height - cell.top * dpi
        right, bottom = left + cell.width * dpi, top - cell.height * dpi
        titles = [words for words in figure.texts if left <= words.get_position()[0] * figure.bbox.width < right
                  and bottom < words.get_position()[1] * height <= top]
        for words in titles + [words for axis in cell.axes for words in words_of(axis)]:
            box = words.get_window_extent(renderer)
            away = max(left - box.x0, box.x1 - right, box.y1 - top, bottom - box.y0)
            if away > allowed:
                found.append((place, words.get_text(), round(away, 1)))
    return found


def labels(axis, name):
    """The labelled ticks of an axis within what it shows."""
    scale = getattr(axis, f"{name}axis")
    low, high = sorted(getattr(axis, f"get_{name}lim")())
    margin = 1e-9 * (high - low)
    return [tick.label1.get_text() for tick in scale.get_major_ticks()
            if low - margin <= tick.get_loc() <= high + margin and tick.label1.get_text()]


def named_rows(axis, name):
    """Whether the ticks of an axis are names."""
    return isinstance(getattr(axis, f"{name}axis").get_major_locator(), FixedLocator)


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pictures = []
        with tempfile.TemporaryDirectory() as folder:
            for module in (synthetic_result, synthetic_studies):
                path = Path(folder, "result.h5")
                module.write(path)
                cls.pictures += page.figures(result_file.read(path))

    def for_each(self, check):
        for owner, picture in self.pictures:
            with self.subTest(figure=f"{owner}_{picture.name}"):
                check(picture)

    def test_there_are_figures_of_every_painter(self):
        names = {picture.name for _, picture in self.pictures}
        self.assertLessEqual({"densities", "density_maps", "density_differences", "projections", "moments", "distances", "paths",
                              "back_to_data", "orders", "order_errors", "convergence", "work_precision", "levels", "cost",
                              "exit_means", "exit_times", "curves", "lists"}, names)

    def test_no_words_leave_their_cell(self):
        self.for_each(lambda picture: self.assertEqual(outside(picture), []))

    def test_every_axis_has_two_labelled_ticks(self):
        def check(picture):
            drawn(picture)
            for place, cell in enumerate(picture.sheet.cells):
                for axis in filter(lambda axis: axis.get_visible(), cell.axes):
                    shared = axis is not cell.axes[-1] and cell.axes[-1].get_visible()  # the panel below says the numbers
                    for name in "y" if shared else "xy":
                        if getattr(axis, f"{name}axis").get_ticklocs().size:  # rows with names have no numbers
                            self.assertGreaterEqual(len(labels(axis, name)), 2, (place, name))
        self.for_each(check)

    def test_every_axis_says_what_it_measures(self):
        def check(picture):
            for place, cell in enumerate(picture.sheet.cells):
                axis = cell.axes[-1] if cell.axes[-1].get_visible() else cell.axes[0]
                for name in "xy":
                    if getattr(axis, f"{name}axis").get_ticklocs().size and not named_rows(axis, name):
                        words = getattr(axis, f"get_{name}label")().strip()
                        self.assertTrue(words and words != "value" and not words.startswith("["), (place, name, words))
        self.for_each(check)

    def test_every_cell_has_a_title_that_is_whole(self):
        def check(picture):
            titles = [words.get_text() for words in picture.sheet.figure.texts]
            self.assertGreaterEqual(len(titles), 0 if picture.name == "orders" else len(picture.sheet.cells))
            for title in titles:
                self.assertNotIn("…", title)
        self.for_each(check)

    def test_cells_fit_a_telephone(self):
        for _, picture in self.pictures:
            for cell in picture.sheet.cells:
                self.assertLessEqual(96 * cell.width, 362)

    def test_small_and_large_numbers_write_no_power_over_the_label(self):
        sheet = Sheet(1, [1.0])
        axis = sheet.cells[0].axes[0]
        axis.set_xlim(-5e-9, 5e-9)
        drawn(type("Picture", (), {"sheet": sheet}))
        self.assertEqual(axis.xaxis.get_offset_text().get_text(), "")
        self.assertIn("−5·10⁻⁹", labels(axis, "x"))
        self.assertIn("0", labels(axis, "x"))

    def test_this_test_sees_words_that_leave(self):
        sheet = Sheet(2, [1.0])
        sheet.figure.text(0.3, 0.99, "much too long a title for half of the figure that it stands in, and then some", va="top")
        sheet.cells[0].axes[0].set_xlim(0.0, 1.0)
        picture = type("Picture", (), {"sheet": sheet})
        self.assertEqual(len(outside(picture)), 1)


class Slides(unittest.TestCase):
    def test_legends_lie_on_no_panel(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "result.h5")
            synthetic_studies.write(path)
            pictures = [picture for _, picture in page.figures(result_file.read(path))]
        self.assertIn(False, [picture.shared_legend for picture in pictures])
        for picture in pictures:
            with self.subTest(figure=picture.name):
                picture.file("svg")
                renderer, figure = drawn(picture), picture.sheet.figure
                panels = [axis.get_window_extent(renderer) for axis in figure.axes if axis.get_visible()]
                self.assertEqual([axis.get_legend() for axis in figure.axes], [None] * len(figure.axes))
                for legend in figure.legends:
                    box = legend.get_window_extent(renderer)
                    self.assertGreaterEqual(box.y0, -1.5)
                    self.assertLessEqual(box.x1, figure.bbox.width + 1.5)
                    self.assertFalse([panel for panel in panels if box.x0 < panel.x1 and panel.x0 < box.x1
                                      and box.y0 < panel.y1 - 1 and panel.y0 + 1 < box.y1])


if __name__ == "__main__":
    unittest.main()

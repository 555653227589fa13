"""Order studies, work against precision, multilevel, first passage and groups without a painter of their own."""
import copy
import re
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import h5py
import numpy as np

import synthetic_studies
from synthetic_result import scale, variable, write_checks

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
from kolmo import number_text, order_studies, result_file, style  # noqa: E402
from report import curves, exits, forest, levels, orders, page, picture, work  # noqa: E402
from report.sheet import Sheet  # noqa: E402


class Studies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="studies ")
        cls.path = Path(cls.folder.name, "result.h5")
        synthetic_studies.write(cls.path)
        cls.original = result_file.read(cls.path)
        cls.content = page.collect(copy.deepcopy(cls.original))
        cls.page = page.render(cls.content)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.root = copy.deepcopy(self.original)

    def studies(self, part):
        return {study.name: study for study in order_studies.read(self.root.group(part))}

    def shown(self, part):
        return [picture.name for problem in self.content["problems"] if problem["name"] == part
                for picture in problem["pictures"]]

    def test_every_part_has_its_pictures(self):
        self.assertEqual(self.content["not_drawn"], [])
        self.assertEqual(self.shown("catalogue"), ["orders", "order_errors", "work_precision"])
        self.assertEqual(self.shown("chain"), ["orders", "order_errors"])
        self.assertEqual(self.shown("multilevel"), ["levels", "cost"])
        self.assertEqual(self.shown("exits"), ["exit_means", "exit_times"])
        self.assertEqual(self.shown("others"), ["curves", "lists"])

    def test_a_study_is_read_as_the_file_says(self):
        study = self.studies("chain")["mean"]
        self.assertEqual((study.claimed, study.verdict, study.half_width), (1.0, "pass", 0.003))
        self.assertAlmostEqual(study.slack, 0.02, delta=1e-9)
        self.assertAlmostEqual(self.studies("catalogue")["weak_platen_cosine"].slack, 0.1, delta=1e-9)
        self.assertEqual(self.studies("chain")["without_errors"].slack, 0)
        self.assertEqual((study.check, study.source), ("chain/order/mean", "synthetic"))

    def test_points_that_did_not_enter_the_fit_are_pale(self):
        study = self.studies("catalogue")["strong_stochastic_heun"]
        resolved = self.root.group("catalogue").group("convergence").group(study.name).variables["resolved"].values
        self.assertFalse(resolved.all())
        np.testing.assert_array_equal(study.used, resolved > 0)

    def test_what_is_exact_has_no_order(self):
        study = self.studies("catalogue")["strong_exact_linear"]
        self.assertEqual((study.exact, study.claim, study.observed), (True, "exact", "error ≤ 3e-16"))

    def test_an_order_that_was_not_fitted_is_none(self):
        group = self.root.group("chain").group("convergence").group("mean")
        group.attributes.update(order="0", verdict="unresolved")
        del group.attributes["half_width"]
        self.assertEqual(self.studies("chain")["mean"].observed, "no order")

    def test_kinds_are_what_the_names_begin_with(self):
        kinds = {study.kind for study in order_studies.read(self.root.group("catalogue"))}
        self.assertEqual(kinds, {"strong", "weak"})
        study = self.studies("catalogue")["weak_exact_linear_cosine"]
        self.assertEqual(study.label, "exact linear cosine")
        self.assertEqual(self.studies("chain")["mean"].kind, "mean")

    def test_the_list_holds_every_study_once_and_repeats_no_other_heading(self):
        studies = order_studies.read(self.root.group("catalogue"))
        columns = forest._columns(studies)
        listed = [study.name for column in columns for row in column for study in row.studies]
        self.assertEqual(sorted(listed), sorted(study.name for study in studies))
        self.assertEqual([row.words for column in columns for row in column if not row.studies], ["strong", "weak"])

    def test_a_heading_stands_above_what_it_names_wherever_a_column_ends(self):
        studies, continued = order_studies.read(self.root.group("catalogue")), 0
        for most in range(3, 20):
            with mock.patch.object(forest, "MOST_ROWS", most):
                columns = forest._columns(studies)
            for column in columns:
                self.assertTrue(column[-1].studies, most)
                self.assertFalse(column[0].studies, most)
                continued += column[0].words.endswith("(continued)")
        self.assertGreater(continued, 10)

    def test_a_row_is_a_scheme_and_its_worst_verdict_colours_it(self):
        rows = {(row.studies[0].kind, row.words): row for row in forest.rows_of(order_studies.read(self.root.group("catalogue")))
                if row.studies}
        self.assertEqual((rows["strong", "tamed euler"].verdict, rows["strong", "tamed euler"].claim), ("fail", "0.5"))
        self.assertEqual(len(rows["weak", "platen"].studies), 2)
        self.assertRegex(rows["weak", "platen"].observed, r"^2\.00 \(2\)$|^\d\.\d\d – \d\.\d\d \(2\)$")

    def test_hundreds_of_studies_are_one_picture_of_readable_rows(self):
        studies = 20 * order_studies.read(self.root.group("catalogue"))
        self.assertGreater(len(studies), 1000)
        picture = forest.draw(studies)
        self.assertLessEqual(len(picture.sheet.cells), 3)
        for column in forest._columns(studies):
            self.assertLessEqual(len(column), forest.MOST_ROWS + 1)

    def test_the_axis_of_the_list_holds_all_judged_intervals(self):
        studies = order_studies.read(self.root.group("catalogue"))
        self.assertGreaterEqual(forest._limit(studies), 0.21 + 0.02)  # tamed Euler: 0.71 where 0.5 is claimed
        self.assertLess(forest._limit(studies), 0.34)                 # the unresolved one does not stretch it

    def test_a_panel_holds_all_studies_of_a_kind(self):
        studies = [study for study in order_studies.read(self.root.group("catalogue")) if not study.exact]
        kinds = orders.kinds_of(studies)
        self.assertEqual(list(kinds), ["strong", "weak"])
        self.assertEqual(sum(map(len, kinds.values())), len(studies))
        picture = orders._together(studies)
        self.assertIn("tamed euler 0.710 ± 0.020: fail", picture.alternatives[0])

    def test_broken_studies_are_named_and_end_nothing(self):
        chain = next(problem for problem in self.content["problems"] if problem["name"] == "chain")
        self.assertIn("without_errors, broken", chain["pictures"][-1].caption)
        self.assertIn("/chain/convergence/broken/error", self.page)

    def test_a_broken_group_is_said_on_the_page(self):
        path = Path(self.folder.name, "broken.h5")
        with h5py.File(path, "w", track_order=True) as file:
            file.attrs.update(experiment="other", kolmo_version="0.1.0")
            part = file.create_group("part")
            cost = part.create_group("cost/milstein")
            scale(cost, "accuracy", np.array(["a", "b"]))
            variable(cost, "cost", ["accuracy"], np.array([1.0, 2.0]))
            write_checks(part, [("part/x", 0.0, 0.0, 0.0, 0.0, 1.0, 0, np.nan, "", "", "")])
        content = page.collect(result_file.read(path))
        self.assertIn("levels of /part", content["not_drawn"][0])
        self.assertIn("Could not be drawn", page.render(content))

    def test_seconds_need_a_timing_and_the_steps(self):
        catalogue = self.root.group("catalogue")
        groups = catalogue.group("work_precision").groups
        seconds = work._seconds(catalogue, groups["strong_euler_maruyama"])
        h = catalogue.group("convergence").group("strong_euler_maruyama").variables["h"].values
        np.testing.assert_allclose(seconds, 1e-8 / h, rtol=1e-12)
        self.assertIsNone(work._seconds(catalogue, groups["strong_baoab"]))
        self.assertEqual(work._kind("strong_baoab", groups["strong_baoab"]), ("strong", "baoab"))

    def test_timings_are_listed(self):
        self.assertEqual(self.content["timings"][1], ("catalogue/milstein: path steps", "2", "1e+08", "2e-08"))
        self.assertIn("4 timings", self.page)

    def test_eighteen_schemes_differ(self):
        styles = [style.series_style(place) for place in range(18)]
        self.assertEqual(len(set(styles)), 18)
        self.assertEqual(len({(colour, marker) for colour, marker, _ in styles}), 18)

    def test_survival_is_what_the_histogram_leaves(self):
        density, width = np.array([2.0, 1.0, 0.5]), 0.25
        np.testing.assert_allclose(exits._survival(density, width), [1, 0.5, 0.25, 0.125], rtol=1e-15)
        np.testing.assert_array_equal(exits._survival(np.array([4.0]), 0.25), [1, np.nan])

    def test_an_exact_value_stands_beside_each_curve_of_a_family(self):
        found = curves._panels(self.root.group("others").group("survival"), "survival")
        self.assertEqual([list(panel.curves) for panel in found], [["time = 0.5", "time = 1", "time = 2"]])
        np.testing.assert_array_equal(found[0].exact["time = 1"][0], np.full(6, 0.4))

    def panel(self, name):
        """The only panel of a group, and its axis once it is drawn."""
        (panel,) = curves._panels(self.root.group("others").group(name), name)
        sheet = Sheet(1, [2.2])
        axis = sheet.axes[0, 0]
        curves._panel(sheet, axis, panel)
        return panel, axis

    def test_an_axis_says_the_quantity_of_its_curves_and_the_unit(self):
        self.assertEqual(self.panel("law_after_steps")[1].get_ylabel(), "density [1/m]")
        self.assertEqual(self.panel("survival")[1].get_ylabel(), "inside")
        self.assertEqual(self.panel("decay")[1].get_ylabel(), "one of W, other of W")

    def test_exact_curves_are_in_the_legend_once(self):
        axis = self.panel("law_after_steps")[1]
        self.assertEqual([entry.label for entry in picture.legend([axis])],
                         ["mirror scheme", "clipping scheme", "exact"])
        self.assertEqual(picture.legend([axis])[2].colour, "#000000")

    def test_a_standard_error_without_a_name_belongs_to_the_only_curve(self):
        panel, _ = self.panel("inflation")
        self.assertEqual(list(panel.curves), ["variance over sigma^2"])
        np.testing.assert_array_equal(panel.curves["variance over sigma^2"][1], np.full(3, 0.02))

    def test_rounding_does_not_take_the_length_of_an_axis(self):
        axis = self.panel("decay")[1]
        self.assertEqual(axis.get_yscale(), "log")
        self.assertAlmostEqual(axis.get_ylim()[0], 0.5 * np.exp(-11), delta=1e-9)

    def test_errors_of_an_order_their_fit_and_the_claimed_slope_are_in_a_legend(self):
        (found,) = [p for p in orders.draw(self.root.group("chain")) if p.name == "order_errors"]
        self.assertEqual([entry.label for entry in found.encoded().legend],
                         ["errors, their fit", "claimed slope"])

    def test_figures_write_formulas_and_names(self):
        (drawn,) = [p for p in curves.draw(self.root.group("others")) if p.name == "curves"]
        self.assertIn("variance over σ²", [axis.get_ylabel() for axis in drawn.sheet.figure.axes])
        words = " ".join(tile.alternative for tile in drawn.encoded().tiles)
        self.assertIn("mirror scheme 1.9 to 0.1", words)
        self.assertNotIn("_", words)

    def test_what_has_no_figure_is_listed(self):
        self.assertIn("/others/factors/cube", self.page)
        self.assertNotIn("<code>/others/factors/factor</code>", self.page)
        self.assertEqual([row[0] for row in self.content["unused"]],
                         ["/chain/convergence/broken/error", "/others/factors/cube"])

    def test_rates_on_levels_use_every_variable_that_they_show(self):
        group = self.root.group("multilevel")
        levels.draw(group)
        self.assertEqual(set(group.group("levels").group("milstein").variables), group.group("levels").group("milstein").used)

    def test_hundreds_of_checks_stay_out_of_the_way(self):
        rows = len(re.findall(r'<tr class=(?:pass|fail|unresolved)>', self.page))
        self.assertEqual(rows, sum(self.content["total"][verdict] for verdict in ("pass", "fail", "unresolved")))
        self.assertRegex(self.page, r"<details><summary>\d+ passed</summary>")

    def test_hundreds_of_studies_are_read_and_drawn_in_seconds(self):
        """When HDF5 looked for the name of every scale in the whole file, reading these alone took over half a minute."""
        path, rng = Path(self.folder.name, "many.h5"), np.random.default_rng(3)
        with h5py.File(path, "w", track_order=True) as file:
            file.attrs.update(experiment="many", kolmo_version="0.1.0")
            part = file.create_group("part")
            write_checks(part, [synthetic_studies.study(part, f"{kind}_platen_{number}", 1, rng) for kind in ("weak", "strong")
                                for number in range(200)])
        start = time.process_time()
        content = page.render(page.collect(result_file.read(path)))
        self.assertLess(time.process_time() - start, 10)
        self.assertLess(len(content.encode()), 1_500_000)
        self.assertIn("weak: 200 studies", content)

    def test_the_gallery_writes_each_figure_once(self):
        paths = page.write_gallery(self.root, Path(self.folder.name, "gallery"))
        self.assertEqual(len(paths), len(set(paths)))
        self.assertLessEqual({"catalogue_orders", "catalogue_work_precision", "multilevel_cost"}, {path.stem for path in paths})


if __name__ == "__main__":
    unittest.main()

"""The report of a synthetic result holds every section, is self-contained, and says what is wrong with bad input."""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

import synthetic_result

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tools"))
from report import convergence, page, result_file, style  # noqa: E402


def report(*arguments):
    return subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", *arguments], capture_output=True, text=True)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="a report ")
        cls.path = Path(cls.folder.name, "result.h5")
        synthetic_result.write(cls.path)
        cls.run_ = report(cls.folder.name)
        cls.page = Path(cls.folder.name, "report.html").read_text(encoding="utf-8") if cls.run_.returncode == 0 else ""

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_it_is_drawn_beside_the_result(self):
        self.assertEqual((self.run_.returncode, self.run_.stderr), (0, ""))
        self.assertNotIn("Could not be drawn", self.page)

    def test_every_section_is_there(self):
        headings = ["The densities of the roads", "Moments, entropies", "Distances between the roads", "Sample paths", "Facts",
                    "How the roads converge", "The densities as maps", "Differences to the exact density", "The densities of each coordinate",
                    "Back to the data", "Provenance", "Configuration", "Other variables"]
        for heading in headings:
            with self.subTest(heading=heading):
                self.assertIn(heading, self.page)

    def test_failed_checks_come_first_then_unresolved(self):
        verdicts = re.findall(r'<tr class="check (\w+)"', self.page)
        self.assertEqual(verdicts, ["fail", "unresolved"] + 5 * ["pass"] + ["pass"])

    def test_a_tolerance_wider_than_the_effect_of_2_percent_is_marked(self):
        self.assertEqual(self.page.count('class="vague"'), 3)
        self.assertIn("4 of 7 checks", self.page)

    def test_a_variable_that_it_does_not_know_is_listed_with_its_range(self):
        self.assertIn("/line/surprise", self.page)
        self.assertIn("a variable that the report does not know", self.page)
        self.assertNotIn("<code>/line/time</code>", self.page)

    def test_the_clock_stands_in_the_header_of_the_problem(self):
        self.assertIn("clock of the process: τ(t) = t", self.page)
        self.assertIn("τ(0) = 0, τ(0.2) = 0.418, τ(0.5) = 2.537, τ(1) = 10.05", self.page)
        self.assertNotIn("/clock</code>", self.page)

    def test_an_order_is_pooled_over_the_times_of_its_quantity(self):
        study = result_file.read(self.path).group("line").group("convergence").group("sde_step")
        gaps = np.abs(np.diff(study.variables["value"].values, axis=1))
        square, mean = convergence._pools(study, gaps)
        self.assertEqual((square.quantity, square.status, square.order), ("second_moment", "as_claimed", 2.0))
        self.assertEqual((mean.quantity, mean.status), ("mean", "below_noise"))
        expected = 3 * np.sqrt(1e-8 + 4e-8 + 2.25e-8 + 1e-10)  # 4 − 1 times the root of the squares of the coefficients
        np.testing.assert_allclose(square.gaps, [expected, 4 * expected], rtol=1e-9)  # cancellation: 1e-16 / 3e-5
        self.assertAlmostEqual(square.error, 6e-7, delta=1e-15)
        self.assertEqual(convergence._observed([square, mean]), ", observed 2.00")
        self.assertEqual(convergence._observed([mean]), ", below noise everywhere")

    def test_the_worst_status_speaks_for_a_quantity_whose_times_differ(self):
        study = result_file.read(self.path).group("line").group("convergence").group("sde_step")
        study.variables["status"].values[2] = 2
        gaps = np.abs(np.diff(study.variables["value"].values, axis=1))
        self.assertEqual(convergence._pools(study, gaps)[0].status, "wrong")

    def test_a_page_drawn_on_one_processor_is_the_same(self):
        root = result_file.read(self.path)
        tasks = [("plane", painter) for painter in page.PAINTERS]
        together = page._painted(root, tasks, False)
        for task in tasks:
            self.assertEqual(together[task], page._paint(root, task, False)[:2])

    def test_the_page_is_small(self):
        self.assertLess(len(self.page), 2_500_000)

    def test_labels_of_logarithmic_axes(self):
        for value, words in {1e-3: "10⁻³", 2e-3: "2·10⁻³", 0.1: "0.1", 50.0: "50", 1e6: "10⁶", 0.0: ""}.items():
            self.assertEqual(style.power_of_ten(value), words)
        np.testing.assert_allclose(style.Decades().tick_values(2e-4, 3e-2), [1e-3, 1e-2])
        np.testing.assert_allclose(style.Decades().tick_values(1.5e-3, 8e-3), [2e-3, 5e-3])

    def test_it_needs_nothing_from_outside(self):
        self.assertIsNone(re.search(r'(src|href)="(?!data:|#)', self.page))
        self.assertIsNone(re.search(r"https?://|@import|url\(", self.page))

    def test_text_from_the_file_is_escaped(self):
        self.assertIn("synthetic &lt;&amp;&gt; result", self.page)

    def test_the_gallery_holds_every_figure(self):
        folder = Path(self.folder.name, "gallery")
        self.assertEqual(report(self.path, "--gallery", folder).returncode, 0)
        names = {path.stem for path in folder.glob("*.png")}
        self.assertLessEqual({"line_densities", "line_distances", "line_moments", "plane_density_maps"}, names)

    def test_a_missing_file_is_66(self):
        empty = Path(self.folder.name, "an empty directory")
        empty.mkdir()
        for argument in (empty / "none.h5", empty):
            run = report(argument)
            self.assertEqual(run.returncode, 66, run.stderr)
            self.assertTrue(run.stderr.startswith("report.py: "))

    def test_a_damaged_or_foreign_file_is_65(self):
        whole = self.path.read_bytes()
        cases = {"truncated": whole[: len(whole) // 2], "text": b"t,x\n0,1\n", "empty": b""}
        for name, content in cases.items():
            path = Path(self.folder.name, f"{name}.h5")
            path.write_bytes(content)
            run = report(path)
            with self.subTest(name):
                self.assertEqual(run.returncode, 65, run.stderr)
                self.assertNotIn("Traceback", run.stderr)
                self.assertFalse(path.with_name("report.html.partial").exists())
        foreign = Path(self.folder.name, "foreign.h5")
        with h5py.File(foreign, "w") as file:
            file["x"] = 1
        self.assertEqual(report(foreign).returncode, 65)

    def test_an_output_that_cannot_be_written_is_73(self):
        run = report(self.path, "-o", Path(self.folder.name, "no", "such", "folder.html"))
        self.assertEqual(run.returncode, 73, run.stderr)

    def test_a_file_with_unknown_groups_alone_is_still_a_page(self):
        path = Path(self.folder.name, "other.h5")
        with h5py.File(path, "w") as file:
            file.attrs.update(experiment="other", kolmo_version="0.1.0")
            file["study/deep/values"] = [1.0, 2.5]
            file["study/name"] = "text"
        output = Path(self.folder.name, "other.html")
        self.assertEqual(report(path, "-o", output).returncode, 0)
        text = output.read_text(encoding="utf-8")
        self.assertIn("/study/deep/values", text)
        self.assertIn("1 … 2.5", text)

    def test_problems_come_in_the_order_of_the_file(self):
        path = Path(self.folder.name, "order.h5")
        with h5py.File(path, "w", track_order=True) as file:
            file.attrs.update(experiment="other", kolmo_version="0.1.0")
            for name in ("zebra", "ant", "mole"):
                file[f"{name}/values"] = [1.0]
        self.assertEqual(report(path, "-o", path.with_suffix(".html")).returncode, 0)
        text = path.with_suffix(".html").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r'<section id="(\w+)"', text)[:3], ["zebra", "ant", "mole"])

    def test_the_synthetic_file_opens_everywhere(self):
        run = subprocess.run([sys.executable, "-B", Path(__file__).with_name("opens_everywhere.py"), self.path],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()

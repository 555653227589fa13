"""The report of a synthetic result holds every section, is self-contained, and says what is wrong with bad input."""
import hashlib
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import h5py
import numpy as np

import in_process
import synthetic_result

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
from kolmo import manifest, result_file, roads, units  # noqa: E402
from report import convergence, page, sheet, summary  # noqa: E402


PROGRAM = in_process.load(TOP / "tools" / "report.py")


def report(*arguments):
    return in_process.run(PROGRAM.main, "report.py", arguments)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="a report ")
        cls.path = Path(cls.folder.name, "result.h5")
        synthetic_result.write(cls.path)
        cls.run_ = subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", cls.folder.name], capture_output=True, text=True)
        cls.page = Path(cls.folder.name, "report.html").read_text(encoding="utf-8") if cls.run_.returncode == 0 else ""

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_it_is_drawn_beside_the_result(self):
        self.assertEqual((self.run_.returncode, self.run_.stderr), (0, ""))
        self.assertNotIn("Could not be drawn", self.page)

    def test_every_section_is_there(self):
        headings = ["The densities of the roads", "Moments, entropies", "Distances between the roads", "Sample paths", "Facts",
                    "How the roads converge", "The densities as maps", "Differences of the maps to the road “exact”", "The densities of each coordinate",
                    "Back to the data", "Provenance", "Configuration", "Other variables", "What each road gave"]
        for heading in headings:
            with self.subTest(heading=heading):
                self.assertIn(heading, self.page)

    def test_failed_checks_come_first_then_unresolved(self):
        verdicts = re.findall(r'<tr class=(\w+)>', self.page)
        self.assertEqual(verdicts, ["fail", "unresolved"] + 5 * ["pass"] + ["pass"])

    def test_a_tolerance_wider_than_the_effect_of_2_percent_is_marked(self):
        self.assertEqual(self.page.count('class=vague'), 3)
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
        self.assertEqual((square.quantity, square.status, square.order), ("second_moment", "as claimed", 2.0))
        self.assertEqual((mean.quantity, mean.status), ("mean", "below noise"))
        expected = 3 * np.sqrt(1e-8 + 4e-8 + 2.25e-8 + 1e-10)  # 4 − 1 times the root of the squares of the coefficients
        np.testing.assert_allclose(square.gaps, [expected, 4 * expected], rtol=1e-9)  # cancellation: 1e-16 / 3e-5
        self.assertAlmostEqual(square.error, 6e-7, delta=1e-15)
        self.assertEqual(convergence._observed([square, mean]), ", observed 2.00")
        self.assertEqual(convergence._observed([mean]), ", below noise")

    def test_the_worst_status_speaks_for_a_quantity_whose_times_differ(self):
        study = result_file.read(self.path).group("line").group("convergence").group("sde_step")
        study.variables["status"].values[2] = 2  # wrong, which flag_verdicts says is a fail
        gaps = np.abs(np.diff(study.variables["value"].values, axis=1))
        pool = convergence._pools(study, gaps)[0]
        self.assertEqual((pool.status, pool.verdict), ("wrong", "fail"))

    def test_a_page_drawn_on_one_processor_is_the_same(self):
        root, names = result_file.read(self.path), ["plane", "line"]
        together = page._painted(root, names)
        for name in names:
            self.assertEqual(together[name], page._paint(result_file.read(self.path), name)[:-1])

    def test_the_head_says_what_was_computed_and_what_came_out(self):
        head = self.page[:self.page.index("</header>")]
        for words in ("Do the four roads agree?", "four_roads at scale quick", "28 November 2026, 09:23 UTC", "computed in 12.5 s",
                      "1 failed (line/sde~exact/mean/t=2) and 1 is unresolved (line/sde~jko/entropy/t=2); 6 passed."):
            self.assertIn(words, head)

    def test_a_sentence_for_each_outcome(self):
        checks = [check for problem in page.collect(result_file.read(self.path))["problems"] for check in problem["checks"]]
        passed = [check for check in checks if check.verdict == "pass"]
        self.assertRegex(page.sentence(passed), r"^All 6 checks passed; the closest to its limit is \S+ with \d+ % of its tolerance\.$")
        self.assertEqual(page.sentence([]), "The file holds no checks.")

    def test_the_quantities_of_the_roads_are_a_table(self):
        tables = summary.road_tables(result_file.read(self.path).group("line"))
        self.assertEqual([table.caption for table in tables], ["t = 2", "t = 1", "t = 0.5", "t = 0.1"])
        self.assertEqual(tables[0].heading[1:3], ["SDE paths", "Fokker–Planck grid"])
        self.assertRegex(tables[0].rows[0][1], r"^0\.40\d{3} ± 0\.00080 \[0\.001\]$")

    def test_a_road_that_could_not_go_is_said_with_its_reason(self):
        self.assertEqual(self.page.count("try initial.deviations = [0.1]"), 2)  # in the head and in the problem
        self.assertIn("could not go: the score has no start", self.page[:self.page.index("</header>")])

    def test_roads_are_called_what_the_file_says(self):
        group = result_file.read(self.path).group("plane").group("marginals")
        self.assertEqual(roads.find(group, "reverse_sde").label, "reverse SDE")
        self.assertEqual(roads.find(group, "unheard_of").label, "unheard of")
        self.assertEqual(roads.reference(group, ["sde", "exact"]), "exact")
        colours = [road.colour for road in roads.of(group).values()]
        self.assertEqual(len(colours), len(set(colours)))

    def test_the_start_is_drawn(self):
        self.assertIn("t = 0: the initial law", self.page)

    def test_units_of_a_density_are_one_over_those_of_its_coordinates(self):
        group = result_file.read(self.path).group("line").group("marginals")
        self.assertEqual(units.density_units([group.variables["x"]]), "1/m")
        plane = result_file.read(self.path).group("plane").group("marginals")
        self.assertEqual(units.density_units([plane.variables["x"], plane.variables["y"]]), "1/(x y)")
        for words, text in {"s-1": "1/s", "m2 s-1": "m²/s", "1": "", "kg m-1 s-2": "kg/(m s²)", "s": "s", "m": "m"}.items():
            self.assertEqual(units.units_text(words), text)

    def test_a_result_that_its_manifest_disowns_is_said(self):
        folder = Path(self.folder.name, "disowned")
        folder.mkdir()
        path = folder / "result.h5"
        path.write_bytes(self.path.read_bytes())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        for lines, word in ((f"{digest}  result.h5\n", ""), (f"{digest[::-1]}  result.h5\n", "Do not rely on this page")):
            (folder / "manifest.txt").write_text(lines, encoding="utf-8")
            self.assertEqual(bool(manifest.disowned(path)), bool(word))
        self.assertEqual(report(path).returncode, 0)
        self.assertIn("Do not rely on this page", path.with_name("report.html").read_text(encoding="utf-8"))

    def test_a_changed_byte_is_a_result_that_the_manifest_disowns(self):
        path = Path(self.folder.name, "changed.h5")
        path.write_bytes(self.path.read_bytes() + b"x")
        path.with_name("manifest.txt").write_text(f"{hashlib.sha256(self.path.read_bytes()).hexdigest()}  changed.h5\n",
                                                  encoding="utf-8")
        try:
            self.assertIn("changed or replaced", manifest.disowned(path))
        finally:
            path.with_name("manifest.txt").unlink()

    def test_the_page_is_small(self):
        self.assertLess(len(self.page.encode()), 1_500_000)

    def test_the_page_has_a_contents_list_whose_links_lead_somewhere(self):
        contents = re.search(r"<nav.*?</nav>", self.page, flags=re.S).group(0)
        targets = re.findall(r'href="#([^"]+)"', contents)
        self.assertGreater(len(targets), 12)
        for target in targets:
            self.assertEqual(self.page.count(f'id="{target}"'), 1, target)

    def test_the_page_suits_a_dark_screen_a_telephone_and_paper(self):
        for rule in ("prefers-color-scheme: dark", "@media print", "max-width: 640px", 'name="viewport"'):
            self.assertIn(rule, self.page)
        for width in map(int, re.findall(r'<div style="width:(\d+)px"><img', self.page)):
            self.assertLessEqual(width, 362)  # 390 less the margins

    def test_every_image_has_an_alternative_with_numbers(self):
        images = re.findall(r"<img[^>]*>", self.page)
        self.assertGreater(len(images), 30)
        for image in images:
            words = re.search(r'alt="([^"]*)"', image)
            self.assertIsNotNone(words)
            self.assertGreater(len(words.group(1)), 20)
            self.assertRegex(words.group(1), r"\d")

    def test_a_figure_for_a_slide(self):
        painted = page.figures(result_file.read(self.path))  # once for all calls
        with mock.patch.object(page, "figures", lambda root: painted):
            for kind, start in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
                output = Path(self.folder.name, f"slide.{kind}")
                run = report(self.path, "--figure", "line_densities", "-o", output)  # in the format of its name
                self.assertEqual((run.returncode, run.stdout.strip()), (0, str(output)), run.stderr)
                self.assertTrue(output.read_bytes().startswith(start))
            run = report(self.path, "--figure", "line_densities", "--format", "pdf", "-o", output)
            self.assertEqual(run.returncode, 64)
            self.assertIn("says png, --format pdf", run.stderr)
            run = report(self.path, "--figure", "line_densities", "--format", "pdf", "-o", output.with_suffix(""))
            self.assertTrue(output.with_suffix("").read_bytes().startswith(b"%PDF"), run.stderr)
            run = report(self.path, "--figure", "line_densites")
            self.assertEqual(run.returncode, 64)
            self.assertIn("there are: line_densities", run.stderr)
            self.assertIn("plane_density_maps", report(self.path, "--figure", "list").stdout)

    def test_labels_of_logarithmic_axes(self):
        for value, words in {1e-3: "10⁻³", 2e-3: "2·10⁻³", 0.1: "0.1", 50.0: "50", 1e6: "10⁶", 0.0: ""}.items():
            self.assertEqual(sheet.power_of_ten(value), words)
        np.testing.assert_allclose(sheet.Decades().tick_values(2e-4, 3e-2), [1e-3, 1e-2])
        np.testing.assert_allclose(sheet.Decades().tick_values(1.5e-3, 8e-3), [2e-3, 5e-3])

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

    def test_sets_of_points_are_drawn_over_the_first(self):
        path, picture = Path(self.folder.name, "sets.h5"), Path(self.folder.name, "sets.svg")
        with h5py.File(path, "w", track_order=True) as file:
            file.attrs.update(experiment="points", kolmo_version="0.1.0")
            group = file.create_group("law").create_group("drawn")
            synthetic_result.scale(group, "set", np.array(["held out", "annealed_langevin"]))
            synthetic_result.scale(group, "component", np.array(["eruptions", "waiting"]))
            synthetic_result.scale(group, "point", np.arange(5))
            synthetic_result.variable(group, "place", ["set", "point", "component"], np.arange(20.0).reshape(2, 5, 2),
                                      long_name="some points")
        run = report(path, "--figure", "law_drawn", "-o", picture)
        self.assertEqual(run.returncode, 0, run.stderr)
        drawn = picture.read_text(encoding="utf-8")
        for text in ("held out, 5 points", "annealed langevin, 5 points", "waiting"):
            self.assertTrue(f">{text}</text>" in drawn, text)

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

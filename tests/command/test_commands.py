"""Each command of tools/kolmo with good and bad input: what it prints, writes and ends with."""
import csv
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "report"))
import in_process  # noqa: E402
import synthetic_result  # noqa: E402
import synthetic_studies  # noqa: E402

TOOL = TOP / "tools" / "kolmo"
PROGRAM = in_process.load(TOP / "tools" / "kolmo")
COMMANDS = ("list", "run", "show", "compare", "plot", "export", "report", "claims", "completion")


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="a kolmo ")
        cls.folder = Path(cls.temporary.name)
        cls.result, cls.studies = cls.folder / "result.h5", cls.folder / "studies.h5"
        synthetic_result.write(cls.result)
        synthetic_studies.write(cls.studies)
        (cls.folder / "text.h5").write_text("no HDF5")
        with h5py.File(cls.folder / "foreign.h5", "w") as file:
            file["x"] = 1.0

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def call(self, *arguments, status=0):
        """What a command prints; its errors where it must fail."""
        if arguments[:1] in (("run",), ("report",)):  # another program takes the place of this one
            run = subprocess.run([sys.executable, "-B", TOOL, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder)
        else:
            run = in_process.run(lambda: PROGRAM.main(PROGRAM.__doc__), "kolmo", arguments, self.folder)
        self.assertEqual(run.returncode, status, run.stderr)
        self.assertEqual(run.stdout == "" if status > 2 else run.stderr == "", True, run.stderr + run.stdout)
        return run.stdout if status <= 2 else run.stderr

    def test_every_command_has_help_with_an_example(self):
        for command in COMMANDS:
            words = self.call(command, "--help")
            self.assertRegex(words, r"example: (eval \"\$\()?tools/kolmo " + command)
        self.assertTrue(all(f"tools/kolmo {command}" in self.call("--help") for command in COMMANDS))

    def test_usage(self):
        for arguments in ((), ("shwo",), ("show",), ("compare", self.result), ("export", self.result, "-o", "a", "--csv", "b"),
                          ("compare", self.result, self.result, "--false-alarm", "2")):
            self.assertIn("usage: kolmo", self.call(*arguments, status=64))

    def test_a_slip_of_the_finger_is_told_the_nearest_command(self):
        self.assertIn("did you mean 'show'?", self.call("shwo", status=64))
        self.assertNotIn("did you mean", self.call("nonsense", status=64))

    def test_list_has_every_experiment_with_its_question(self):
        words = self.call("list")
        names = [path.parent.name for path in (TOP / "experiments").glob("*/experiment.cpp")]
        self.assertGreater(len(names), 7)
        for name in names:
            self.assertRegex(words, rf"(?m)^  {name} +\S[^–]")
        self.assertIn("Do four independent roads lead one diffusion process", words)
        problems = [path.stem for path in (TOP / "data" / "problems").glob("*.toml")]
        self.assertEqual(sorted(self.call("list", "--names").split()), sorted(names + problems))

    def test_claims(self):
        words = self.call("claims")
        self.assertEqual(len(re.findall(r"(?m)^[A-Z]\d?-\d\d  ", words)), 262)
        self.assertIn("262 claims", words)
        words = self.call("claims", "--verdict", "wrong", "--note", "S")
        self.assertIn("S-15", words)
        self.assertNotIn("S-01", words)
        words = self.call("claims", "s-15", "--result", self.result)  # which has none of its checks
        self.assertIn("S-15 (section DSM): wrong as written", words)
        self.assertIn("tools/kolmo run claims --scale quick --set 'run.parts=[\"score_based\"]'", words)
        self.assertIn("there is no claim 'S-27'", self.call("claims", "S-27", status=64))

    def test_bad_files_in_every_command(self):
        for command, more in (("show", ()), ("plot", ("x",)), ("export", ("--csv",)), ("compare", (self.result,)), ("report", ())):
            for name, status, words in (("nothing.h5", 66, "no such file"), ("text.h5", 65, "not an HDF5 file"),
                                        ("foreign.h5", 65, "not a result file of Kolmo")):
                self.assertIn(words, self.call(command, self.folder / name, *more, status=status))

    def test_show(self):
        words = self.call("show", self.result)
        self.assertIn("four_roads: Do the four roads agree?", words)
        self.assertIn("checks: 6 pass, 1 unresolved, 1 fail", words)
        self.assertIn("line/sde~jko/entropy/t=2: too few particles", words)
        self.assertRegex(words, r"(?m)^line/mean +road 5 × time 4 .*± s, budget$")
        table = [line for line in words.splitlines() if re.match(r"line/.* (pass|fail|unresolved)$", line)]
        self.assertEqual(len({re.search(r"(pass|fail|unresolved)$", line).start() for line in table}), 1)  # aligned
        self.assertNotIn("\x1b", words)
        self.assertIn("no measured orders", self.call("show", self.result, "--orders"))
        self.assertRegex(self.call("show", self.studies, "--orders"), r"(?m)^chain/mean +1 +\S+ ± \S+ +pass$")
        self.assertNotIn("checks", self.call("show", self.result, "--quantities"))

    def test_colours_and_widths_on_a_terminal_alone(self):
        primary, secondary = pty.openpty()
        run = subprocess.Popen([sys.executable, "-B", TOOL, "show", self.result, "--checks"], stdout=secondary, stderr=secondary,
                               env={**os.environ, "COLUMNS": "90", "NO_COLOR": ""})
        os.close(secondary)
        words = b""
        try:
            while block := os.read(primary, 65536):
                words += block
        except OSError:
            pass  # the other end is closed
        self.assertEqual(run.wait(), 0)
        text = words.decode()
        self.assertIn("\x1b[1;31mfail\x1b[0m", text)
        lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip("\r") for line in text.split("\n")]
        self.assertLessEqual(max(map(len, (line for line in lines if "/" in line and "too few" not in line))), 90)
        self.assertTrue(any("…" in line for line in lines))

    def test_show_ends_quietly_where_its_reader_stops(self):
        run = subprocess.run(f"'{sys.executable}' -B '{TOOL}' show '{self.result}' | head -n 1", shell=True, capture_output=True, text=True)
        self.assertEqual(run.stderr, "")

    def test_compare(self):
        words = self.call("compare", self.result, self.result)
        self.assertTrue(words.endswith("agree\n"))
        changed = self.folder / "changed.h5"
        shutil.copyfile(self.result, changed)
        with h5py.File(changed, "r+") as file:
            file["line/marginals/mean"][0, 1] += 1
        words = self.call("compare", self.result, changed, status=1)
        self.assertRegex(words, r"line/mean at road = sde, time = 0.5 +quantity .* differ")
        self.assertTrue(words.endswith("differ\n"))
        words = self.call("compare", self.result, self.studies, status=2)
        self.assertIn("only in A: quantity line/", words)
        self.assertTrue(words.endswith("undecided\n"))
        other = self.folder / "other.h5"
        shutil.copyfile(self.result, other)
        with h5py.File(other, "r+") as file:
            text = file.attrs["configuration"]
            file.attrs["configuration"] = (text.decode() if isinstance(text, bytes) else text) + "\n[sphere]\ndimension = 5\n"
        words = self.call("compare", self.result, other)
        self.assertIn("the configurations differ: sphere.dimension = – in A, 5 in B\n(checks are compared by observed", words)
        self.assertIn("exit status\n  0   they agree", self.call("compare", "--help"))

    def test_plot(self):
        for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
            output = self.folder / f"mean.{kind}"
            self.assertEqual(self.call("plot", self.result, "line/mean", "--output", output), f"{output}\n")
            self.assertTrue(output.read_bytes().startswith(start))
        self.call("plot", self.result, "mean_x")
        self.assertTrue((self.folder / "plane_mean_x.png").exists())
        self.assertIn("line/mean", self.call("plot", self.result).split("\n"))

    def test_plot_refuses(self):
        self.assertIn("did you mean line/mean?", self.call("plot", self.result, "line/meann", status=64))
        self.assertIn(".png, .svg, .pdf is wanted", self.call("plot", self.result, "line/mean", "-o", "mean.gif", status=64))
        self.assertIn("no finite number", self.call("plot", self.result, "line/free_energy", status=65))
        self.assertIn("cannot write", self.call("plot", self.result, "line/mean", "-o", "nowhere/mean.png", status=73))

    def test_export(self):
        folder = self.folder / "tables"
        self.call("export", self.result, "--csv", folder)
        with (folder / "line.marginals.road.time.csv").open(encoding="utf-8") as file, h5py.File(self.result) as original:
            rows = list(csv.DictReader(file))
            mean = original["line/marginals/mean"][()]
            self.assertEqual([float(row["mean"]) for row in rows], list(mean.ravel()))
            self.assertEqual([row["road"] for row in rows[:5]], ["sde"] * 4 + ["fokker_planck"])
            self.assertEqual(rows[0]["free_energy"], "")
        self.assertIn("nothing is overwritten", self.call("export", self.result, "--csv", folder, status=73))
        self.call("export", self.result)
        self.assertTrue((self.folder / "csv" / "line.checks.check.csv").exists())

    def test_export_writes_where_output_says(self):
        self.call("export", self.result, "-o", self.folder / "elsewhere")
        self.assertTrue((self.folder / "elsewhere" / "line.checks.check.csv").exists())

    def test_report(self):
        output = self.folder / "page.html"
        self.call("report", self.studies, "-o", output)
        self.assertIn(b"<html", output.read_bytes())

    def test_report_draws_single_figures(self):
        self.assertIn("chain_orders", self.call("report", self.studies, "--figure", "list").split())
        self.call("report", self.studies, "--figure", "chain_orders", "--format", "pdf")
        self.assertEqual((self.folder / "chain_orders.pdf").read_bytes()[:4], b"%PDF")
        self.assertIn("no figure 'chain'", self.call("report", self.studies, "--figure", "chain", status=64))

    def test_a_reader_that_has_gone_is_no_error(self):
        with subprocess.Popen([sys.executable, "-B", TOOL, "report", self.studies, "--figure", "list"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            run.stdout.close()
            self.assertEqual(run.stderr.read(), b"")

    def test_run_refuses_a_name_that_there_is_not(self):
        words = self.call("run", "nonsense", status=64)
        self.assertIn("there is no experiment or problem 'nonsense'; there are claims ", words)
        words = self.call("run", "multilvel", status=64)
        self.assertIn("there is no experiment or problem 'multilvel'; most like it: multilevel ('tools/kolmo list' has all)", words)


if __name__ == "__main__":
    unittest.main()

"""Sweeps of the toy experiment: the file holds what the points' own files hold; points that fail, threads, kills, usage.

`test_sweep.py TOY_EXPERIMENT`
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import h5py
import numpy as np
import xarray

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "python"))
import kolmo  # noqa: E402

TOY = ""
AXES = ("--sweep", "problem.first.sde.step_size=0.01,0.02,0.05", "--sweep", "problem.second.mode=pass,fail,internal")


def numbers(folder):
    return kolmo.open(folder).provenance["numbers_sha256"]


class Sweep(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="a sweep ")
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)

    def run_toy(self, *arguments, status=0):
        run = subprocess.run([TOY, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.returncode, status, run.stderr)
        return run.stdout + run.stderr

    def test_the_file_holds_what_the_points_hold(self):
        words = self.run_toy(*AXES, "--scale", "quick", "--output", "a", status=1)
        self.assertIn("9 points: 3 pass, 3 fail, 0 unresolved, 3 could not be computed", words)
        result = kolmo.open(self.folder / "a")
        self.assertEqual(result.swept, ["step_size", "mode"])
        mean = result["first/ensembles"]["mean"] if "first/ensembles" in result else None
        self.assertIsNone(mean)  # ensembles stay with the points
        checks = result["second/checks"]
        self.assertEqual(dict(checks["observed"].sizes), {"step_size": 3, "mode": 3, "check": 2})
        np.testing.assert_array_equal(checks["observed"].sel(mode="pass"), 1.001)
        np.testing.assert_array_equal(checks["observed"].sel(mode="fail"), 2)
        self.assertTrue(np.isnan(checks["observed"].sel(mode="internal")).all())
        self.assertEqual(checks["verdict"].attrs["flag_meanings"], "pass fail unresolved missing")
        np.testing.assert_array_equal(checks["verdict"].sel(mode="internal"), 3)
        self.assertEqual(len(result.checks), 6 * 6)  # of the points that were computed
        with xarray.open_dataset(self.folder / "a" / "result.h5", group="second/checks", engine="h5netcdf") as other:
            np.testing.assert_array_equal(other["observed"], checks["observed"])
        with h5py.File(self.folder / "a" / "result.h5") as file, h5py.File(self.folder / "a" / "points/004/result.h5") as point:
            np.testing.assert_array_equal(file["second/checks/observed"][1, 1], point["second/checks/observed"][()])
            self.assertEqual(list(file["sweep/status"][0]), [0, 1, 70])
            self.assertIn(b"planted", file["sweep/reason"][2, 2])
            self.assertEqual(file["sweep/directory"][1, 1], b"points/004")

    def test_threads_change_no_byte(self):
        for name, threads in (("a", 1), ("b", 4)):
            self.run_toy(*AXES, "--threads", threads, "--output", name, status=1)
        self.assertEqual(numbers(self.folder / "a"), numbers(self.folder / "b"))

    def test_a_killed_sweep_goes_on_to_the_same_bytes(self):
        arguments = ("--sweep", "run.seed=1,2,3,4", "--set", "run.milliseconds=8")
        self.run_toy(*arguments, "--output", "whole", "--threads", "4")
        for how in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(how=how):
                process = subprocess.Popen([TOY, *arguments, "--output", f"cut {how}", "--threads", "2"], cwd=self.folder,
                                           stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
                while not list(self.folder.glob(f"cut {how}/points/00?.status")) and process.poll() is None:
                    time.sleep(0.01)
                time.sleep(0.1)  # the next points have begun
                process.send_signal(how)
                self.assertIn(process.wait(), (75, -signal.SIGKILL))
                self.assertFalse((self.folder / f"cut {how}" / "result.h5").exists())
                self.assertLess(self.seconds_to_end(process.pid), 0.3)  # of the points, which die with their sweep
                self.kill_a_point_as_it_begins(self.folder / f"cut {how}" / "points")
                self.run_toy("--resume", f"cut {how}", "--threads", "1")
                self.assertEqual(numbers(self.folder / f"cut {how}"), numbers(self.folder / "whole"))

    def kill_a_point_as_it_begins(self, points):
        """The last one that is not finished, as a run leaves it that dies before it has its configuration."""
        last = [name for name in ("000", "001", "002", "003") if not (points / f"{name}.status").exists()][-1]
        shutil.rmtree(points / last, ignore_errors=True)
        (points / last).mkdir()
        (points / last / "manifest.txt").write_text("")

    def seconds_to_end(self, group):
        """Until no process of the group runs (one that ended and waits for its parent's call is no longer running)."""
        def runs(stat):
            try:
                state, _, of = stat.read_text().rpartition(")")[2].split()[:3]
            except (FileNotFoundError, ProcessLookupError):
                return False
            return int(of) == group and state not in "ZX"
        since = time.monotonic()
        while any(map(runs, Path("/proc").glob("[0-9]*/stat"))) and time.monotonic() - since < 5:
            time.sleep(0.01)
        return time.monotonic() - since

    def test_the_wall_time_stops_inside_of_points(self):
        arguments = ("--sweep", "run.seed=1,2", "--set", "run.milliseconds=5", "--threads", "1")
        self.run_toy(*arguments, "--output", "whole")
        self.run_toy(*arguments, "--output", "cut", "--max-wall-time", "0.05", status=75)
        calls = 1
        while not (self.folder / "cut" / "result.h5").exists():
            status = subprocess.run([TOY, "--resume", "cut", "--max-wall-time", "0.05", "--threads", "1"], cwd=self.folder,
                                    capture_output=True).returncode
            self.assertIn(status, (0, 75))
            calls += 1
            self.assertLess(calls, 31)  # of 2 points with 15 pieces each
        self.assertGreater(calls, 2, "a point takes 0.3 s, six times what a call has")
        self.assertEqual(numbers(self.folder / "cut"), numbers(self.folder / "whole"))

    def test_a_sweep_that_was_changed_is_not_resumed(self):
        self.run_toy("--sweep", "run.seed=1,2", "--output", "a")
        with (self.folder / "a" / "sweep.txt").open("a") as file:
            file.write("set run.milliseconds=1\n")
        self.assertIn("it was changed after the sweep began", self.run_toy("--resume", "a", status=65))
        self.assertIn("leave out --config", self.run_toy("--resume", "a", "--seed", "4", status=64))

    def test_usage(self):
        for words, sweeps, status in (("KEY=V1,V2,… is wanted", ["run.seed"], 64), ("a value is empty", ["run.seed=1,,2"], 64),
                                      ("is given twice", ["run.seed=1,1"], 64), ("is swept twice", ["run.seed=1", "run.seed=2"], 64),
                                      ("more than 10000 points", [f"run.seed={','.join(map(str, range(10001)))}"], 64),
                                      ("a scale is no part of the problem", ["run.scale=quick,full"], 64),
                                      ("did you mean 'problem.first.sde.step_size'", ["problem.first.sde.stepsize=1,2"], 78),
                                      ("problem.first.sde.step_size", ["problem.first.sde.step_size=0.1,-1"], 78)):
            with self.subTest(words=words):
                arguments = [argument for sweep in sweeps for argument in ("--sweep", sweep)]
                self.assertIn(words, self.run_toy(*arguments, "--output", "nothing", status=status))
                self.assertFalse((self.folder / "nothing").exists())

    def test_values_with_commas_and_names_that_clash(self):
        self.run_toy("--sweep", "problem.first.domain=[[-1, 1]],[[-2, 2]]", "--sweep", "problem.first.sde.steps=20,40",
                     "--sweep", "problem.second.sde.steps=20", "--output", "a")
        self.assertEqual(kolmo.open(self.folder / "a").swept, ["domain", "problem.first.sde.steps", "problem.second.sde.steps"])

    def test_a_point_that_cannot_be_computed_is_tried_again(self):
        data = self.folder / "data.csv"
        data.write_text("x\n1\n2\n")
        self.run_toy("--sweep", f"problem.first.file={data},{self.folder}/later.csv", "--output", "a", status=2)
        (self.folder / "later.csv").write_text("x\n3\n4\n")
        self.run_toy("--resume", "a")
        self.assertEqual(len(kolmo.open(self.folder / "a").checks), 2 * 6)


if __name__ == "__main__":
    TOY = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()

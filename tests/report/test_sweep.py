"""A sweep in the report and in kolmo.plot: quantities and checks against the swept values, points that are missing."""
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

from synthetic_result import add_roads, scale, variable

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
import kolmo  # noqa: E402
from kolmo import result_file  # noqa: E402
from report import page  # noqa: E402

TEMPERATURES = np.array([0.2, 0.5, 1.0])


def write(path):
    """Three temperatures, the last of which could not be computed."""
    h5py.get_config().track_order = True
    with h5py.File(path, "w") as file:
        file.attrs.update(title="Swept?", experiment="four_roads", format_version=1, kolmo_version="0.2.0", seed=1, swept="T",
                          configuration="[run]\nscale = \"quick\"\n")
        scale(file, "T", TEMPERATURES, "1", "problem.line.parameters.T")
        sweep = file.create_group("sweep")
        variable(sweep, "status", ["T"], np.array([0, 1, 76]))
        variable(sweep, "reason", ["T"], np.array(["", "", "not finite at x = 3"]))
        marginals = file.create_group("line/marginals")
        scale(marginals, "time", np.array([0.5, 2.0]), "s", "time")
        scale(marginals, "x", np.linspace(-3, 3, 80))
        add_roads(marginals, ["sde", "exact"])
        mean = TEMPERATURES[:, None, None] * np.array([1.01, 1.0])[:, None] * np.array([1.0, 3.0])
        mean[2] = np.nan
        variable(marginals, "mean", ["T", "road", "time"], mean)
        variable(marginals, "mean_standard_error", ["T", "road", "time"], 0.02 * np.ones((3, 2, 2)))
        variable(marginals, "density_exact", ["T", "time", "x"], np.ones((3, 2, 80)) * TEMPERATURES[:, None, None])
        checks = file.create_group("line/checks")
        scale(checks, "check", np.arange(2))
        variable(checks, "id", ["check"], np.array(["line/a/mean/t=2", "line/b/mean/t=2"]))
        for name, values in (("expected", [[0, 0], [0, 0], [np.nan] * 2]), ("observed", [[0.1, 0.2], [0.3, 3.0], [np.nan] * 2]),
                             ("tolerance", [[1, 1], [1, 1], [np.nan] * 2]), ("standard_error", [[0.1, 0.1], [0.1, 0.1], [np.nan] * 2])):
            variable(checks, name, ["T", "check"], np.array(values, dtype=float))
        variable(checks, "verdict", ["T", "check"], np.array([[0, 0], [0, 1], [3, 3]], np.int8), flag_values=np.arange(4, dtype=np.int8),
                 flag_meanings="pass fail unresolved missing")
        file.create_group("provenance")


class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="a sweep ")
        cls.path = Path(cls.folder.name, "result.h5")
        write(cls.path)
        cls.content = page.collect(result_file.read(cls.path))
        cls.page = page.render(cls.content)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_report(self):
        self.assertEqual(self.content["not_drawn"], [])
        self.assertEqual([picture.name for picture in self.content["problems"][0]["pictures"]][:2], ["sweep", "sweep_checks"])
        self.assertEqual(self.content["lost"], [("T = 1", "status 76: not finite at x = 3")])
        self.assertIn("Points that could not be computed", self.page)
        self.assertEqual(self.content["problems"][0]["counts"]["fail"], 1)
        self.assertIn("line/b/mean/t=2 [T = 0.5]", self.page)

    def test_checks_of_points_that_were_not_made_are_left_out(self):
        self.assertEqual([check.id for check in kolmo.open(self.path).checks],
                         ["line/a/mean/t=2 [T = 0.2]", "line/b/mean/t=2 [T = 0.2]", "line/a/mean/t=2 [T = 0.5]", "line/b/mean/t=2 [T = 0.5]"])

    def test_a_quantity_of_roads_against_the_swept_values_at_the_last_time(self):
        figure = kolmo.plot(self.path, "line/mean")
        self.assertEqual(figure.axes[0].get_xlabel(), "problem.line.parameters.T")
        np.testing.assert_allclose(figure.axes[0].lines[0].get_ydata()[:2], 1.01 * 3 * TEMPERATURES[:2])
        self.assertIn("time = 2", figure.texts[0].get_text())

    def test_a_density_over_space_for_each_swept_value(self):
        axis = kolmo.plot(self.path, "line/density_exact").axes[0]
        self.assertEqual(axis.get_legend_handles_labels()[1], ["T = 0.2", "T = 0.5", "T = 1"])
        self.assertEqual(axis.get_xlabel(), "x")

    def test_a_check_against_the_swept_values(self):
        axis = kolmo.plot(self.path, "line/b/mean/t=2").axes[0]
        np.testing.assert_allclose(axis.lines[0].get_ydata()[:2], [0.2, 3.0])
        self.assertEqual(axis.get_ylabel(), "observed less expected")


if __name__ == "__main__":
    unittest.main()

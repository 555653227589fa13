"""What `report.py --paraview` writes is read by VTK's own netCDF reader, which is ParaView's: grid, times and values."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonExecutionModel import vtkStreamingDemandDrivenPipeline
from vtkmodules.vtkIONetCDF import vtkNetCDFCFReader

import synthetic_result

TOP = Path(__file__).resolve().parents[2]


def opened(path):
    reader = vtkNetCDFCFReader()
    reader.SphericalCoordinatesOff()
    reader.SetFileName(str(path))
    reader.UpdateInformation()
    return reader


class ParaView(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="a paraview ")
        cls.path = Path(cls.folder.name, "result.h5")
        synthetic_result.write(cls.path)
        cls.run_ = subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", cls.path, "--paraview", cls.folder.name],
                                  capture_output=True, text=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_file_for_each_problem_with_densities(self):
        self.assertEqual((self.run_.returncode, self.run_.stderr), (0, ""))
        self.assertEqual([Path(line).name for line in self.run_.stdout.split("\n") if line], ["line.nc", "plane.nc"])

    def compare(self, problem, shape):
        reader = opened(Path(self.folder.name, f"{problem}.nc"))
        times = reader.GetOutputInformation(0).Get(vtkStreamingDemandDrivenPipeline.TIME_STEPS())
        with h5py.File(self.path) as file:
            marginals = file[problem]["marginals"]
            np.testing.assert_array_equal(times, marginals["time"][()])
            x = marginals["x"][()]
            for place, time in enumerate(times):
                reader.UpdateTimeStep(time)
                grid = reader.GetOutputDataObject(0)
                self.assertEqual(grid.GetDimensions(), shape)
                np.testing.assert_allclose(grid.GetBounds()[:2], (x[0], x[-1]), rtol=1e-12)
                names = {grid.GetPointData().GetArrayName(k) for k in range(grid.GetPointData().GetNumberOfArrays())}
                self.assertEqual(names, {name for name in marginals if marginals[name].ndim == len(shape) - shape.count(1) + 1
                                         and name.startswith("density_")})
                for name in names:
                    values = vtk_to_numpy(grid.GetPointData().GetArray(name))
                    np.testing.assert_array_equal(values, marginals[name][place].T.ravel())  # VTK's x runs fastest

    def test_the_plane(self):
        self.compare("plane", (50, 50, 1))

    def test_the_line(self):
        self.compare("line", (220, 1, 1))

    def test_a_result_file_itself_shows_nothing_to_vtk(self):
        """Why there is another file: variables in groups are invisible to VTK's reader."""
        self.assertEqual(opened(self.path).GetNumberOfVariableArrays(), 0)

    def test_a_result_without_densities_is_said(self):
        path = Path(self.folder.name, "other.h5")
        with h5py.File(path, "w") as file:
            file.attrs.update(experiment="other", kolmo_version="0.1.0")
        run = subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", path, "--paraview", self.folder.name],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0)
        self.assertIn("no densities on a grid", run.stdout)


if __name__ == "__main__":
    unittest.main()

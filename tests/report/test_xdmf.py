"""The description for readers of XDMF: each reference in it, followed as the format says, leads to the densities and the points.

Debian's VTK has no reader of XDMF and its module python3-xdmf does not load, so that the format's words are followed here.
"""
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

import h5py
import numpy as np

import synthetic_result
import synthetic_studies

TOP = Path(__file__).resolve().parents[2]


def dimensions(item):
    return tuple(map(int, item.get("Dimensions").split()))


def values(item, folder):
    """The numbers of a DataItem, in its own dimensions."""
    if item.get("ItemType") == "HyperSlab":
        slab, source = item
        start, stride, count = np.array(slab.text.split(), dtype=int).reshape(dimensions(slab))
        picked = values(source, folder)[tuple(slice(a, a + n * s, s) for a, s, n in zip(start, stride, count))]
        return picked.reshape(dimensions(item))
    name, path = item.text.split(":")
    with h5py.File(folder / name) as file:
        dataset = file[path]
        assert (item.get("NumberType"), item.get("Precision")) == ("Float", str(dataset.dtype.itemsize))
        return dataset[()].reshape(dimensions(item))


class Xdmf(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="an xdmf ")
        self.addCleanup(temporary.cleanup)
        self.path = Path(temporary.name, "result.h5")

    def report(self):
        subprocess.run([sys.executable, "-B", TOP / "tools" / "report.py", self.path], check=True, capture_output=True)

    def test_grids_times_points_and_values(self):
        synthetic_result.write(self.path)
        self.report()
        collections = xml.etree.ElementTree.parse(self.path.with_suffix(".xdmf")).getroot().find("Domain").findall("Grid")
        self.assertEqual([grid.get("Name") for grid in collections], ["plane"])  # the line is no grid over 1-D
        self.assertEqual((collections[0].get("GridType"), collections[0].get("CollectionType")), ("Collection", "Temporal"))
        with h5py.File(self.path) as file:
            marginals = file["plane/marginals"]
            grids = collections[0].findall("Grid")
            self.assertEqual([float(grid.find("Time").get("Value")) for grid in grids], list(marginals["time"]))
            for place, grid in enumerate(grids):
                self.assertEqual(dimensions(grid.find("Topology")), (50, 50))
                points = values(grid.find("Geometry/DataItem"), self.path.parent).reshape(50, 50, 2)
                np.testing.assert_array_equal(points[:, 7, 0], marginals["x"])
                np.testing.assert_array_equal(points[7, :, 1], marginals["y"])
                fields = {field.get("Name"): field for field in grid.findall("Attribute")}
                self.assertEqual(list(fields), [name for name in marginals if name.startswith("density_")])
                for name, field in fields.items():
                    np.testing.assert_array_equal(values(field.find("DataItem"), self.path.parent)[0], marginals[name][place])

    def test_a_result_without_such_grids_has_none(self):
        synthetic_studies.write(self.path)
        self.report()
        self.assertFalse(self.path.with_suffix(".xdmf").exists())


if __name__ == "__main__":
    unittest.main()

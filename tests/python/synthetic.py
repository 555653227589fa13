"""Synthetic results for the tests of the package, and where it is."""
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "python"), str(TOP / "tests" / "report")]
import synthetic_result  # noqa: E402
import synthetic_studies  # noqa: E402


class WithResults(unittest.TestCase):
    """`path` of a result of roads, `studies` of one of order studies; `changed()` gives a changed copy of either."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="kolmo python ")
        cls.path, cls.studies = Path(cls.folder.name, "result.h5"), Path(cls.folder.name, "studies.h5")
        synthetic_result.write(cls.path)
        synthetic_studies.write(cls.studies)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def changed(self, change, path=None):
        """A copy of a result to which `change(file)` was done."""
        copy = Path(self.folder.name, f"{self.id().rsplit('.', 1)[-1]}.h5")
        shutil.copyfile(path or self.path, copy)
        with h5py.File(copy, "r+") as file:
            change(file)
        return copy

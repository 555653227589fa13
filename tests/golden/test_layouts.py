"""What a layout sees and what it does not: synthetic files that differ in one thing."""
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "report")]
import layouts  # noqa: E402
import synthetic_result  # noqa: E402


class Layouts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="a golden ")
        cls.folder = Path(cls.temporary.name)
        cls.path = cls.folder / "result.h5"
        synthetic_result.write(cls.path)
        cls.text = layouts.of_file(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def changed(self, change):
        copy = self.folder / "copy.h5"
        shutil.copyfile(self.path, copy)
        with h5py.File(copy, "r+") as file:
            change(file)
        return layouts.of_file(copy)

    def test_numbers_and_texts_are_no_part(self):
        def change(file):
            file["line/marginals/mean"][0, 0] = 7
            file.attrs.modify("seed", 2)
        self.assertEqual(self.changed(change), self.text)

    def test_every_part_of_a_layout_is_seen(self):
        def other_type(file):
            values = file["line/distances/ks"][()]
            scales = [axis.values()[0] for axis in file["line/distances/ks"].dims]
            del file["line/distances/ks"]
            file["line/distances"].create_dataset("ks", data=values.astype(np.float32))
            for axis, scale in zip(file["line/distances/ks"].dims, scales):
                axis.attach_scale(scale)

        def axis(file):
            dataset = file["line/marginals/mean"]
            dataset.dims[0].detach_scale(file["line/marginals/road"])
        for words, change in (("f4", other_type), ("axis 0", axis),
                              ("further", lambda file: file["line"].create_dataset("further", data=1.0)),
                              ("note:", lambda file: file["line/marginals/mean"].attrs.create("note", "x")),
                              ("", lambda file: file.move("line/facts", "line/numbers")),
                              ("", lambda file: file["line/marginals/mean"].attrs.pop("units")),
                              ("format_version 2", lambda file: file.attrs.modify("format_version", 2))):
            found = self.changed(change)
            self.assertNotEqual(found, self.text)
            self.assertIn(words, found)

    def test_groups_that_are_alike_stand_once(self):
        def change(file):
            file.copy("line/convergence/sde_step", file["line/convergence"], "another_step")
        self.assertIn("      */", self.changed(change))
        self.assertIn("      sde_step/", self.text)

    def test_the_tool_compares_and_writes(self):
        runs = self.folder / "runs" / "nothing_like_it"
        runs.mkdir(parents=True)
        shutil.copyfile(self.path, runs / "result.h5")
        run = subprocess.run([sys.executable, "-B", HERE / "layouts.py", runs.parent], capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("another layout than nothing_like_it.txt; where it is meant: tests/golden/layouts.py --write", run.stdout)
        run = subprocess.run([sys.executable, "-B", HERE / "layouts.py", self.folder / "empty"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 66)


if __name__ == "__main__":
    unittest.main()

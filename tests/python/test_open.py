"""kolmo.open: groups as xarray data sets equal to what xarray itself reads, checks, orders, quantities by name, refusals."""
import unittest
from pathlib import Path

import h5py
import numpy as np
import xarray

from synthetic import WithResults

import kolmo


class Open(WithResults):
    def test_a_group_is_what_xarray_reads(self):
        result = kolmo.open(self.path)
        for group in ("line/marginals", "line/distances", "plane/ensembles", "line/checks", "line/convergence/sde_step"):
            with xarray.open_dataset(self.path, group=group, engine="h5netcdf") as other:
                own = result[group]
                self.assertEqual(set(own.variables), set(other.variables), group)
                self.assertEqual(dict(own.sizes), dict(other.sizes), group)
                for name in other.variables:
                    self.assertEqual(own[name].dims, other[name].dims)
                    np.testing.assert_array_equal(own[name].values, other[name].values)
                    self.assertEqual(own[name].attrs.get("units"), other[name].attrs.get("units"))

    def test_coordinates_select(self):
        marginals = kolmo.open(self.path)["line/marginals"]
        with h5py.File(self.path) as file:
            expected = file["line/marginals/mean"][0, -1]
        self.assertEqual(float(marginals["mean"].sel(road="sde", time=2.0)), expected)
        self.assertEqual(str(marginals["label"].sel(road="jko").values), "JKO steps")
        self.assertIn("label", marginals.coords)

    def test_errors_are_named_as_cf_has_it(self):
        data = kolmo.open(self.path)
        self.assertEqual(data["line/marginals"]["mean"].attrs["ancillary_variables"], "mean_standard_error mean_budget")
        self.assertEqual(data["line/distances"]["ks"].attrs["ancillary_variables"], "ks_budget ks_noise_floor")

    def test_what_the_run_was(self):
        result = kolmo.open(self.path)
        self.assertEqual((result.experiment, result.seed, result.problems), ("four_roads", 1, ["line", "plane"]))
        self.assertEqual(result.configuration, {"run": {"seed": 1, "scale": "quick"}})
        self.assertEqual(result.provenance["threads"], "2")
        self.assertIn("fail", repr(result))

    def test_checks(self):
        result = kolmo.open(self.path)
        self.assertEqual([check.verdict for check in result.checks[:4]], ["pass", "fail", "unresolved", "pass"])
        failed = result.checks[1]
        self.assertAlmostEqual(failed.difference, 0.0011, delta=1e-12)
        self.assertAlmostEqual(failed.used, 0.0011 / 9e-4, delta=1e-9)
        self.assertEqual(kolmo.open(self.studies).problems[0], kolmo.open(self.studies).orders[0].problem)

    def test_quantities_by_name(self):
        result = kolmo.open(self.path)
        self.assertIn("line/mean", result.quantities)
        self.assertNotIn("line/mean_budget", result.quantities)
        whole, short = result.quantity("line/marginals/mean"), result.quantity("line/mean")
        self.assertEqual((whole.name, whole.path), ("line/mean", "/line/marginals/mean"))
        np.testing.assert_array_equal(whole.values, short.values)
        self.assertIsNotNone(short.standard_error)
        self.assertIsNotNone(result.quantity("line/ks").noise_floor)
        self.assertEqual(result.quantity("mean_x").name, "plane/mean_x")  # one problem alone has it

    def refusal(self, function, *arguments):
        with self.assertRaises(kolmo.ResultError) as caught:
            function(*arguments)
        return caught.exception.status, str(caught.exception)

    def test_an_unknown_quantity_is_refused_with_the_nearest(self):
        result = kolmo.open(self.path)
        status, words = self.refusal(result.quantity, "line/second_momnet")
        self.assertEqual(status, 64)
        self.assertIn("did you mean line/second_moment?", words)
        self.assertIn("there are line/", self.refusal(result.quantity, "zzzz")[1])
        self.assertIn("in several problems: line/density_exact, plane/density_exact",
                      self.refusal(result.quantity, "density_exact")[1])
        with self.assertRaises(KeyError) as caught:
            result["line/marginal"]
        self.assertIn("line/marginals", str(caught.exception))

    def test_what_is_no_result_is_refused(self):
        folder = Path(self.folder.name)
        self.assertEqual(self.refusal(kolmo.open, folder / "nothing.h5")[0], 66)
        (folder / "text.h5").write_text("no HDF5")
        self.assertEqual(self.refusal(kolmo.open, folder / "text.h5")[0], 65)
        (folder / "half.h5").write_bytes(self.path.read_bytes()[:5000])
        self.assertEqual(self.refusal(kolmo.open, folder / "half.h5")[0], 65)
        with h5py.File(folder / "foreign.h5", "w") as file:
            file["x"] = 1.0
        status, words = self.refusal(kolmo.open, folder / "foreign.h5")
        self.assertEqual(status, 65)
        self.assertIn("not a result file of Kolmo", words)


if __name__ == "__main__":
    unittest.main()

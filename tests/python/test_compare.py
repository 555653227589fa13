"""kolmo.compare: equal runs are the same, noise within the bars agrees, more than the bars allow differs."""
import unittest

import h5py
import numpy as np

from synthetic import WithResults

import kolmo


def shifted(path, value):
    """A change that adds `value` to a variable."""
    def change(file):
        file[path][()] = file[path][()] + value
    return change


class Compare(WithResults):
    def row(self, comparison, kind, name):
        return next(row for row in comparison.rows if (row.kind, row.name) == (kind, name))

    def test_a_result_is_the_same_as_itself(self):
        for path in (self.path, self.studies):
            comparison = kolmo.compare(path, path)
            self.assertEqual(comparison.verdict, "agree")
            self.assertEqual({row.verdict for row in comparison.rows}, {"same"})

    def test_z_is_that_of_all_numbers_together(self):
        comparison = kolmo.compare(self.path, self.path)
        with h5py.File(self.path) as file:
            errors = [file[f"line/marginals/{name}_standard_error"][()] for name in
                      ("mean", "second_moment", "probability_positive", "entropy", "free_energy")]
            checks = [file[f"{problem}/checks/standard_error"][()] for problem in ("line", "plane")]
            observed = [file[f"{problem}/checks/observed"][()] for problem in ("line", "plane")]
            expected = [file[f"{problem}/checks/expected"][()] for problem in ("line", "plane")]
        count = sum((error > 0).sum() for error in errors)
        count += sum(((error > 0) & np.isfinite(value) & (zero != 0)).sum() for error, value, zero in zip(checks, observed, expected))
        from statistics import NormalDist
        self.assertAlmostEqual(comparison.z, NormalDist().inv_cdf(1 - 1e-3 / (2 * count)), delta=1e-9)

    def test_within_the_bars_agrees_and_beyond_differs(self):
        """The mean on the paths has s = 8e-4 in both files and the budget 1.2e-3: z √2 s + 2 b is allowed."""
        z = kolmo.compare(self.path, self.path).z
        allowed = z * np.sqrt(2) * 8e-4 + 2 * 1.2e-3
        for factor, verdict in ((0.97, "agree"), (1.03, "differ")):
            def change(file):
                file["line/marginals/mean"][0, 1] += factor * allowed
            row = self.row(kolmo.compare(self.path, self.changed(change)), "quantity", "line/mean")
            self.assertEqual(row.verdict, verdict)
            self.assertAlmostEqual(row.share, factor, delta=1e-6)
            self.assertIn("road = sde", row.where)

    def test_distances_have_their_noise_floor(self):
        for value, verdict in ((3e-3, "agree"), (6e-3, "differ")):  # 2 (2e-3 + 8e-4) is allowed where paths are in the pair
            def change(file):
                file["line/distances/ks"][0, 0] += value
            comparison = kolmo.compare(self.path, self.changed(change))
            self.assertEqual(self.row(comparison, "quantity", "line/ks").verdict, verdict)

    def test_a_number_without_bars_is_undecided_unless_equal(self):
        comparison = kolmo.compare(self.path, self.changed(shifted("line/surprise", 1.0)))
        row = self.row(comparison, "quantity", "line/surprise")
        self.assertEqual((row.verdict, row.note), ("undecided", "without error bars"))
        self.assertEqual(comparison.verdict, "agree")

    def test_a_number_that_is_missing_in_one_differs(self):
        def change(file):
            file["line/marginals/mean"][1, 1] = np.nan
        row = self.row(kolmo.compare(self.path, self.changed(change)), "quantity", "line/mean")
        self.assertEqual(row.verdict, "differ")

    def test_other_axes_are_said(self):
        comparison = kolmo.compare(self.path, self.changed(shifted("line/marginals/time", 0.5)))
        row = self.row(comparison, "quantity", "line/mean")
        self.assertEqual((row.verdict, row.note), ("undecided", "on other axes"))

    def test_a_distance_has_the_tolerances_of_both_checks(self):
        for value, verdict in ((5.5e-3, "agree"), (5.7e-3, "differ")):  # 2 · 2.8e-3
            def change(file):
                file["line/checks/observed"][0] += value
            row = self.row(kolmo.compare(self.path, self.changed(change)), "check", "line/sde~fokker_planck/ks/t=2")
            self.assertEqual(row.verdict, verdict)

    def test_a_check_of_a_number_has_its_errors(self):
        """s = 2e-4 and the bound 1e-4 of the bias in both files."""
        z = kolmo.compare(self.path, self.path).z
        for factor, verdict in ((0.97, "agree"), (1.03, "differ")):
            def change(file):
                file["line/checks/observed"][1] += factor * (z * np.sqrt(2) * 2e-4 + 2e-4)
            row = self.row(kolmo.compare(self.path, self.changed(change)), "check", "line/sde~exact/mean/t=2")
            self.assertEqual(row.verdict, verdict)

    def test_a_check_that_fails_in_one_alone_makes_them_differ(self):
        def change(file):
            file["line/checks/verdict"][0] = 1
        comparison = kolmo.compare(self.path, self.changed(change))
        self.assertEqual(comparison.changed, [("line/sde~fokker_planck/ks/t=2", "pass", "fail")])
        self.assertEqual(comparison.verdict, "differ")

    def test_orders(self):
        first = kolmo.open(self.studies).orders[0]
        for value, verdict in ((first.half_width, "agree"), (3 * first.half_width, "differ")):
            def change(file):
                file[f"{first.problem}/convergence/{first.name}"].attrs["order"] = first.order + value
            comparison = kolmo.compare(self.studies, self.changed(change, self.studies))
            self.assertEqual(self.row(comparison, "order", f"{first.problem}/{first.name}").verdict, verdict)

    def test_other_configurations_are_said(self):
        def change(file):
            text = file.attrs["configuration"]
            file.attrs["configuration"] = (text.decode() if isinstance(text, bytes) else text) + "\n[sphere]\ndimension = 5\n"
        comparison = kolmo.compare(self.path, self.changed(change))
        self.assertEqual(comparison.verdict, "agree")
        self.assertEqual(comparison.settings, [("sphere.dimension", "–", "5")])
        self.assertEqual(kolmo.compare(self.path, self.path).settings, [])

    def test_what_one_file_lacks_leaves_it_undecided(self):
        def change(file):
            del file["plane"]
        comparison = kolmo.compare(self.path, self.changed(change))
        self.assertEqual(comparison.verdict, "undecided")
        self.assertIn("quantity plane/mean_x", comparison.only_in_a)
        self.assertEqual(kolmo.compare(self.path, self.studies).verdict, "undecided")


if __name__ == "__main__":
    unittest.main()

"""The table of claims of a report: rows, numbers, search and filter."""
import copy
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

import synthetic_result

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tools"), str(TOP / "python")]
from kolmo import result_file  # noqa: E402
from report import claims, page  # noqa: E402


def write(path):
    """A result whose first two checks show claims: one of them two, the other a number as printed."""
    synthetic_result.write(path)
    with h5py.File(path, "r+") as file:
        checks = file["line/checks"]
        count = len(checks["id"])
        synthetic_result.variable(checks, "claims", ["check"], np.array(["S-15", "S-01 C4-01"] + [""] * (count - 2)))
        synthetic_result.variable(checks, "claimed", ["check"], np.array([7.25] + [np.nan] * (count - 1)))


class Claims(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="a claim ")
        cls.path = Path(cls.folder.name, "result.h5")
        write(cls.path)
        cls.root = result_file.read(cls.path)
        cls.page = page.render(page.collect(copy.deepcopy(cls.root)))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_row_for_each_claim_in_the_order_of_the_ledger(self):
        rows = claims.rows_of(self.root)
        self.assertEqual([row.id for row in rows], ["S-01", "S-15", "C4-01"])
        self.assertEqual([row.verdict for row in rows], ["holds", "wrong", "holds"])
        self.assertEqual(rows[1].numbers[0][2], "7.25")
        self.assertEqual(rows[0].numbers[0][2], "–")
        self.assertEqual(dict(claims.counts_of(rows)), {"wrong": 1, "conditional": 0, "holds": 2})

    def test_the_page_shows_both_numbers_and_the_verdicts_to_filter_by(self):
        self.assertEqual(len(re.findall(r"<tr class=\"\w+\" data-verdict=", self.page)), 3)
        self.assertIn("as printed 7.25", self.page)
        self.assertIn('<option value="wrong">wrong (1)</option>', self.page)
        self.assertNotIn("conditional (", self.page)
        self.assertIn('<a href="#claims">Claims</a>', self.page)

    def test_an_unknown_claim_is_shown_by_its_id(self):
        root = copy.deepcopy(self.root)
        root.groups["line"].group("checks").variables["claims"].values[1] = "S-99"
        self.assertEqual([row.id for row in claims.rows_of(root)], ["S-15", "S-99"])

    def test_a_file_without_claims_has_no_table(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "result.h5")
            synthetic_result.write(path)
            self.assertNotIn('id="claims"', page.render(page.collect(result_file.read(path))))

    def test_search_and_filter(self):
        """The page's own script, on rows that stand for those of the page; where there is no node nothing is said."""
        script = re.search(r"function filterClaims.*?\n}\n", self.page, re.S)[0]
        harness = """
          const row = (text, verdict) => ({textContent: text, dataset: {verdict}, hidden: false});
          const rows = [row("S-15 wrong half", "wrong"), row("S-01 holds half", "holds")];
          const section = {querySelector: name => name === "select" ? {value: VERDICT} : {value: WORDS}, querySelectorAll: () => rows};
          filterClaims({closest: () => section});
          console.log(rows.map(r => r.hidden ? 0 : 1).join(""));
        """
        for verdict, words, shown in (("", "", "11"), ("wrong", "", "10"), ("", "HALF s-01", "01"), ("holds", "s-15", "00")):
            program = script + harness.replace("VERDICT", repr(verdict)).replace("WORDS", repr(words))
            try:
                run = subprocess.run(["node", "-e", program], capture_output=True, text=True)
            except FileNotFoundError:
                self.skipTest("node is not installed")
            self.assertEqual(run.stdout.strip(), shown, run.stderr)


if __name__ == "__main__":
    unittest.main()

"""data/claims.toml against the experiments: test_ledger.py EXPERIMENTS [--all]

EXPERIMENTS is the folder of the built programs. Without --all, `claims` runs at quick scale and twenty planted errors are tried: the
number that a claim as printed says stands in the place of the right one, and the check must fail. With --all every experiment that shows
a claim runs, and every planted error is tried.
"""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import audit  # noqa: E402
from kolmo import checks as kinds, claims as ledger, result_file  # noqa: E402

PROGRAMS = Path()
EVERYTHING = False


def experiments_that_show(claims):
    return sorted({shown.split("/")[0] for claim in claims for shown in claim.shown_by})


def listed_by(experiment):
    answer = subprocess.run([PROGRAMS / experiment, "--list-checks"], capture_output=True, text=True, check=True)
    return [f"{experiment}/{line}" for line in answer.stdout.split()]


def checks_of_run(experiment, folder):
    """"EXPERIMENT/PART/CHECK" → Check of a run at quick scale. Exit status 1 and 2 are checks that did not pass, seen below."""
    output = Path(folder, experiment)
    answer = subprocess.run([PROGRAMS / experiment, "--scale", "quick", "--quiet", "--output", output], capture_output=True, text=True)
    if answer.returncode not in (0, 1, 2):
        raise AssertionError(f"{experiment} ended with status {answer.returncode}: {answer.stderr}")
    root = result_file.read(output / "result.h5")
    return {f"{experiment}/{check.id}": check for part in root.groups.values() for check in kinds.read(part)}


class Ledger(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.claims = ledger.read(audit.TOP / "data" / "claims.toml")
        lines = Path(audit.TOP, "tests/claims/open.txt").read_text(encoding="utf-8").splitlines()
        cls.open = [line for line in lines if line and not line.startswith("#")]
        cls.experiments = experiments_that_show(cls.claims)
        cls.ran = {}
        with tempfile.TemporaryDirectory(prefix="claims ") as folder:
            for experiment in cls.experiments if EVERYTHING else [audit.OWN]:
                cls.ran |= checks_of_run(experiment, folder)

    def test_all_claims_stand_in_it(self):
        self.assertEqual(audit.faults_of_list(self.claims), [])

    def test_each_is_shown_by_a_check_that_exists(self):
        listed = {check for experiment in self.experiments for check in listed_by(experiment)}
        self.assertEqual(audit.faults_of_listing(self.claims, listed, self.open), [])

    def test_checks_that_ran_pass_and_tell_the_claim_from_the_truth(self):
        own = [claim for claim in self.claims if EVERYTHING or audit.OWN in claim.shown_by]
        self.assertEqual(audit.faults_of_results(own, self.ran, self.open), [])

    def test_a_claim_put_in_the_place_of_the_truth_fails(self):
        names = audit.planted(self.ran, None if EVERYTHING else 20)
        self.assertTrue(names)
        for name in names:
            with self.subTest(name):
                self.assertFalse(ledger.planted_passes(self.ran[name]))


if __name__ == "__main__":
    EVERYTHING = "--all" in sys.argv
    PROGRAMS = Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1])

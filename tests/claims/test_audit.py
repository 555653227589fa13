"""What the audit of the ledger sees: one fault each, planted into a ledger that has none."""
import copy
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import audit  # noqa: E402
from kolmo import claims as ledger  # noqa: E402
from kolmo.checks import Check  # noqa: E402

OTHER = "score_matching/identities/linear/best"


def a_ledger():
    claims = [ledger.Claim(id, id.split("-")[0], "1.1", "x = 1", "wrong", "x = 2", ["claims"]) for id in ledger.known_ids()]
    claims[0].shown_by = [OTHER]
    checks = {f"claims/part/{claim.id}/value": Check("", "pass", 2, 2.01, tolerance=0.1, claimed=1, claims=claim.id) for claim in claims[1:]}
    checks[OTHER] = Check("", "pass", 2, 2.01, tolerance=0.1, claimed=1, claims="A-66 S-01")
    return claims, checks


class Audit(unittest.TestCase):
    def setUp(self):
        self.claims, self.checks = a_ledger()

    def sees(self, function, *arguments, words):
        faults = function(*arguments)
        self.assertTrue(any(words in fault for fault in faults), faults)

    def test_a_ledger_without_fault(self):
        self.assertEqual(audit.faults_of_list(self.claims), [])
        self.assertEqual(audit.faults_of_listing(self.claims, set(self.checks), []), [])
        self.assertEqual(audit.faults_of_results(self.claims, self.checks, []), [])
        self.assertEqual(len(audit.planted(self.checks, 20)), 20)
        self.assertEqual(len(audit.planted(self.checks)), 262)

    def test_faults_of_the_list(self):
        for change, words in ((lambda c: c.pop(), "G-21"), (lambda c: c.reverse(), "the order"), (lambda c: setattr(c[3], "verdict", "true"), "S-04"),
                              (lambda c: setattr(c[3], "statement", ""), "S-04"), (lambda c: setattr(c[3], "correct", ""), "S-04"),
                              (lambda c: setattr(c[3], "shown_by", []), "S-04"), (lambda c: setattr(c[3], "correct", r"\frac 1 2"), r"\frac"),
                              (lambda c: setattr(c[3], "note", "A"), "S-04")):
            claims = copy.deepcopy(self.claims)
            change(claims)
            self.sees(audit.faults_of_list, claims, words=words)

    def test_faults_of_the_listing(self):
        everything = set(self.checks)
        self.sees(audit.faults_of_listing, self.claims, everything - {OTHER}, [], words=f"no check {OTHER}")
        self.sees(audit.faults_of_listing, self.claims, everything - {"claims/part/A-05/value"}, [], words="A-05: no check shows it")
        self.assertEqual(audit.faults_of_listing(self.claims, everything - {"claims/part/A-05/value"}, ["A-05"]), [])
        self.sees(audit.faults_of_listing, self.claims, everything, ["A-05"], words="A-05 is shown")
        self.sees(audit.faults_of_listing, self.claims, everything | {"claims/part/A-67/x"}, [], words="no claim")

    def test_faults_of_results(self):
        name = "claims/part/C5-40/value"
        for key, value, words in (("claims", "", "C5-40: no check that ran"), ("verdict", "fail", f"{name}: fail"),
                                  ("claimed", float("nan"), "C5-40 is wrong"), ("claimed", 2.05, "C5-40 is wrong")):
            checks = copy.deepcopy(self.checks)
            setattr(checks[name], key, value)
            self.sees(audit.faults_of_results, self.claims, checks, [], words=words)
        checks = copy.deepcopy(self.checks)
        checks[OTHER].claims = "A-66"
        self.sees(audit.faults_of_results, self.claims, checks, [], words=f"{OTHER} does not carry S-01")

    def test_a_planted_number_passes_only_within_the_tolerance(self):
        check = Check("", "pass", 2, 2.01, tolerance=0.1, claimed=1)
        self.assertIs(ledger.planted_passes(check), False)
        check.claimed = 2.1
        self.assertIs(ledger.planted_passes(check), True)
        check.claimed = float("nan")
        self.assertIsNone(ledger.planted_passes(check))


if __name__ == "__main__":
    unittest.main()

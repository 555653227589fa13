"""The comparison of lists of tests sees a module's test that vanishes, and lets an experiment's go."""
import unittest

import check_tests_stay


class Vanished(unittest.TestCase):
    WHOLE = {"sde_schemes": "tests/sde/CMakeLists.txt", "relaxation": "tests/experiments/CMakeLists.txt"}

    def test_an_experiments_test_may_go(self):
        self.assertEqual(check_tests_stay.vanished(self.WHOLE, {"sde_schemes": "tests/sde/CMakeLists.txt"}), [])

    def test_a_modules_test_may_not(self):
        self.assertEqual(check_tests_stay.vanished(self.WHOLE, {}), ["sde_schemes (tests/sde/CMakeLists.txt)"])


if __name__ == "__main__":
    unittest.main()

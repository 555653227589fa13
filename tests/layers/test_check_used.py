"""check_used.py must find what is declared and not used, and let through what is."""
import tempfile
import unittest
from pathlib import Path

from check_used import violations

CLEAN = {
    "include/kolmo/core/a.hpp": "struct Used {};\ndouble twice(double x);\ninline constexpr int limit = 3;\n",
    "src/core/a.cpp": "double twice(double x) {\n  return 2 * x;\n}\n",
    "tests/core/a.cpp": "TEST(A, B) {\n  Used used;\n  EXPECT_EQ(twice(limit), 6);\n}\n",
}


class CheckUsed(unittest.TestCase):
    def found(self, **planted):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (CLEAN | {key.replace("__", "/").replace("_hpp", ".hpp").replace("_cpp", ".cpp"): text
                                        for key, text in planted.items()}).items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return violations(Path(folder))

    def test_what_is_used_is_let_through(self):
        self.assertEqual(self.found(), [])

    def test_what_is_declared_alone_is_found(self):
        self.assertEqual(self.found(src__b_hpp="struct Lonely {};\n"), ["src/b.hpp: nothing uses 'Lonely'"])

    def test_a_definition_or_a_comment_is_no_use(self):
        self.assertEqual(self.found(src__b_hpp="double thrice(double x);\n",
                                    src__b_cpp="// thrice(2) is 6\ndouble thrice(double x) {\n  return 3 * x;\n}\n"),
                         ["src/b.hpp: nothing uses 'thrice'"])

    def test_members_are_seen(self):
        self.assertEqual(self.found(src__b_hpp="struct Used2 : Used {\n  double value() const;\n  Used2 again() const;\n};\n",
                                    src__b_cpp="double Used2::value() const {\n  return again().value();\n}\n"), [])


if __name__ == "__main__":
    unittest.main()

"""The count of lines sees what has grown too long, whatever stands around it."""
import unittest

import check_sizes


def body(lines):
    return "".join(f"  x += {i};  // }} not the end\n" for i in range(lines))


class Functions(unittest.TestCase):
    def names(self, text):
        return [(name, lines) for name, lines, _ in check_sizes.functions(text)]

    def test_counts_the_lines_between_the_braces(self):
        self.assertEqual(self.names("namespace a {\nint f(int x) {\n" + body(41) + "  return x;\n}\n}\n"), [("f", 42)])

    def test_takes_members_constructors_and_operators(self):
        text = ("class A : public B {\n public:\n  A(int x) : x_(x) {\n" + body(3) + "  }\n  double at(int i) const override {\n" + body(5) +
                "  }\n  bool operator==(const A& a) const {\n" + body(2) + "  }\n};\n")
        self.assertEqual(self.names(text), [("A", 3), ("at", 5), ("operator==", 2)])

    def test_a_lambda_is_of_its_function(self):
        text = "void f() {\n  const auto g = [&](int x) {\n" + body(10) + "  };\n  if (a) {\n" + body(2) + "  }\n}\n"
        self.assertEqual(self.names(text), [("f", 16)])

    def test_a_table_and_a_class_are_no_functions(self):
        self.assertEqual(self.names("constexpr double a[] = {\n" + "1,\n" * 50 + "};\nstruct B {\n  int x;\n};\n"), [])

    def test_braces_in_strings_and_directives_do_not_count(self):
        text = '#define OPEN(x) {\\\n  more {\nvoid f() {\n  s = "}}";\n  c = \'}\';\n}\n'
        self.assertEqual(self.names(text), [("f", 2)])


class Complaints(unittest.TestCase):
    FILE, FUNCTION = ("a.cpp", ""), ("a.cpp", "f")

    def test_what_is_not_listed_may_not_be_long(self):
        self.assertIn("at most 250", check_sizes.complaints({self.FILE: 251}, {})[0])
        self.assertIn("at most 40", check_sizes.complaints({self.FUNCTION: 41}, {})[0])

    def test_what_is_listed_may_not_grow(self):
        self.assertIn("grown from 260 to 261", check_sizes.complaints({self.FILE: 261}, {self.FILE: 260})[0])
        self.assertEqual(check_sizes.complaints({self.FILE: 255}, {self.FILE: 260}), [])

    def test_what_is_short_by_now_may_not_stay_listed(self):
        self.assertIn("take it out", check_sizes.complaints({}, {self.FUNCTION: 50})[0])


if __name__ == "__main__":
    unittest.main()

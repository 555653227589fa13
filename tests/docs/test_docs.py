"""The checks of the book see what they are for: each planted fault is found, and what is right is let through."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tools" / "site")]
import check_snippets  # noqa: E402
import follow  # noqa: E402
import markdown_links  # noqa: E402
import reference  # noqa: E402
import stage  # noqa: E402

COMPILER = ["g++", "-std=c++20"]


class Book(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.write("docs/index.md", "## Methods\n\n* [One](one.md)\n")
        self.write("docs/one.md", "# One page\n\n## What it is\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def test_a_sound_book_has_no_violations(self):
        self.write("README.md", "[a](docs/one.md#what-it-is) ![b](docs/index.md) [c](https://example.org) `[d](nowhere)`\n")
        self.assertEqual(markdown_links.broken(self.root), [])
        self.assertEqual(stage.orphans(self.root, stage.contents(self.root)), [])

    def test_broken_links_are_found_with_their_line(self):
        self.write("README.md", "one\n[a](docs/two.md) [b](docs/one.md#what-it-was)\n[c](docs) [d](../../etc/passwd)\n")
        found = markdown_links.broken(self.root)
        self.assertEqual([violation.split(": ")[0] for violation in found],
                         ["README.md:2", "README.md:2", "README.md:3", "README.md:3"])

    def test_a_source_that_is_named_and_not_there_is_found(self):
        self.write("include/kolmo/sde/noise/bridge.hpp", "")
        good = "`noise/bridge.hpp` `x.csv` `NAME.cpp` `include/kolmo/`\n<!-- code: file src/own.cpp -->\n```cpp\n`no.hpp`\n```\n`src/own.cpp`\n"
        self.write("docs/one.md", good)
        self.assertEqual(markdown_links.missing_files(self.root), [])
        self.write("docs/one.md", good + "`sde/bridge.hpp`, `ridge.hpp`, `src/sde`\n")
        self.assertEqual(markdown_links.missing_files(self.root),
                         [f"docs/one.md:7: there is no file '{name}'" for name in ("sde/bridge.hpp", "ridge.hpp", "src/sde")])

    def test_a_page_in_no_list_of_contents_is_found(self):
        self.write("docs/two.md", "# Two\n")
        self.assertEqual(len(stage.orphans(self.root, stage.contents(self.root))), 1)

    def snippets(self, text):
        self.write("README.md", text)
        return check_snippets.violations(self.root, COMPILER)

    def test_statements_are_compiled_within_their_context(self):
        good = "<!-- code: statements\n#include <cmath>\nconst double x = 2;\n-->\n```cpp\nconst double y = std::sqrt(x);\n```\n"
        self.assertEqual(self.snippets(good), [])
        found = self.snippets(good.replace("sqrt(x)", "sqrt(z)"))
        self.assertEqual(len(found), 1)
        self.assertIn("README.md:6", found[0])

    def test_files_may_include_one_another(self):
        text = ("<!-- code: file include/a.hpp -->\n```cpp\n#pragma once\nint f();\n```\n"
                "<!-- code: file src/a.cpp -->\n```cpp\n#include \"a.hpp\"\nint f() { return 1; }\n```\n")
        self.assertEqual(self.snippets(text), [])
        self.assertEqual(len(self.snippets(text.replace("return 1", "return g()"))), 1)

    def test_a_fence_without_a_mark_is_found(self):
        self.assertEqual(len(self.snippets("```cpp\nint x;\n```\n")), 1)

    def test_a_quotation_is_word_by_word(self):
        self.write("examples/a.cpp", "int main() {}\n")
        text = "<!-- code: quotes examples/a.cpp -->\n```cpp\nint main() {}\n```\n"
        self.assertEqual(self.snippets(text), [])
        self.assertEqual(len(self.snippets(text.replace("int main", "int  main"))), 1)

    def test_quotations_are_written_anew(self):
        self.write("examples/a.cpp", "int main() {}\n")
        self.write("README.md", "before\n<!-- code: quotes examples/a.cpp -->\n```cpp\nold\n```\nafter\n")
        check_snippets.requote(self.root)
        self.assertEqual((self.root / "README.md").read_text(encoding="utf-8"),
                         "before\n<!-- code: quotes examples/a.cpp -->\n```cpp\nint main() {}\n```\nafter\n")

    def test_the_lines_of_a_diff_stand_in_the_file(self):
        self.write("src/list.cpp", "a\nb = {1,  2}\nc\n")
        self.assertEqual(self.snippets("```diff\n // src/list.cpp\n-b = {1, …\n+b = {3, …\n c\n```\n"), [])
        self.assertEqual(len(self.snippets("```diff\n // src/list.cpp\n d\n```\n")), 1)
        self.assertEqual(len(self.snippets("```diff\n // src/missing.cpp\n a\n```\n")), 1)


class Followed(unittest.TestCase):
    TEXT = "head\nlist a b  c\nkeep 1\n  x,\n  y,\nend\n"

    def applied(self, diff):
        return follow.apply_diff(self.TEXT, diff, "page:1")

    def test_lines_replace_and_follow_and_precede(self):
        self.assertEqual(self.applied("-list a …\n+list n a …\n"), self.TEXT.replace("list a", "list n a"))
        self.assertEqual(self.applied(" x,\n+  z,\n"), self.TEXT.replace("  x,\n", "  x,\n  z,\n"))
        self.assertEqual(self.applied("+one\n+two\n end\n"), self.TEXT.replace("end", "one\ntwo\nend"))
        self.assertEqual(self.applied(" head\n …\n+one\n y,\n+  z,\n"),
                         self.TEXT.replace("  y,\n", "one\n  y,\n  z,\n"))

    def test_what_is_not_there_is_an_error(self):
        for diff in (" missing\n", "-list q …\n+list n q …\n", " end\n head\n", "+left over\n"):
            with self.assertRaises(ValueError):
                self.applied(diff)


HEADER = """#pragma once
// Things that are counted.
namespace kolmo::core {
/// A *counted* thing: x_i < y & z.
struct Thing {
  int count = 3;  ///< how many, see twice()
};
struct Bare {};
/// Twice `x`.
int twice(const Thing& x);
}  // namespace kolmo::core
"""


class Pages(unittest.TestCase):
    def setUp(self):
        if subprocess.run(["which", "doxygen"], capture_output=True).returncode:
            self.skipTest("doxygen is not installed (tools/setup --docs)")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "include/kolmo/core").mkdir(parents=True)

    def doxygen(self, text):
        (self.root / "include/kolmo/core/thing.hpp").write_text(text, encoding="utf-8")
        return subprocess.run(["doxygen", str(HERE.parents[1] / "tools/site/Doxyfile")], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "KOLMO_SOURCE": str(self.root), "KOLMO_OUTPUT": str(self.root)})

    def test_a_header_becomes_a_page(self):
        self.assertEqual(self.doxygen(HEADER).returncode, 0)
        made = reference.Reference(self.root / "xml")
        self.assertEqual(made.headers(), ["kolmo/core/thing.hpp"])
        page = made.page("kolmo/core/thing.hpp", reference.opening(self.root / "include/kolmo/core/thing.hpp"))
        for expected in ("Things that are counted.", "## Thing", "x_i &lt; y &amp; z", "int count = 3", "how many", "## twice",
                         "int twice(const Thing &x);", "<code>x</code>"):
            self.assertIn(expected, page)

    def test_a_type_without_a_comment_is_found(self):
        self.doxygen(HEADER)
        self.assertEqual(len(reference.Reference(self.root / "xml").undocumented()), 1)

    def test_a_comment_that_cannot_be_read_is_an_error(self):
        self.assertNotEqual(self.doxygen(HEADER.replace("*counted* thing", "<count> thing")).returncode, 0)


if __name__ == "__main__":
    unittest.main()

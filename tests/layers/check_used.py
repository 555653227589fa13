"""Read the sources and fail where a header declares what nothing uses: `check_used.py [ROOT]`.

A function, type or constant of a header of include/, src/ or experiments/ must be named elsewhere in the C++ of the tree: where it
is called or tested, not only where it is defined. What other libraries call by its name stands in EXPECTED_BY_OTHERS.
"""
import re
import sys
from collections import Counter
from pathlib import Path

from check_layers import code_lines, sources

# Members that LEMON's algorithms ask of a graph, whether they use them here or not.
EXPECTED_BY_OTHERS = {"src/transport/exact/complete_bipartite.hpp"}
WORD = re.compile(r"[A-Za-z_]\w*")
DECLARED = [
    re.compile(r"^[ \t]*(?:template\s*<[^;{]*>\s*)?(?:(?:inline|static|virtual|constexpr|explicit|extern|friend)\s+)*"
               r"[A-Za-z_][\w:<>,&*\s.\[\]]*?[\s&*>]([A-Za-z_]\w*)\s*\(", re.MULTILINE),
    re.compile(r"\b(?:class|struct|enum class|enum|using)\s+([A-Za-z_]\w*)\s*(?:final)?\s*[:{=]"),
    re.compile(r"^[ \t]*(?:inline\s+)?(?:constexpr|const|extern const)\s+[\w:<>,]+\s+([A-Za-z_]\w*)\s*[={;]", re.MULTILINE),
]
# Of a function in a source: it begins at the margin, as no call does.
DEFINED = re.compile(r"^(?!\s)(?:[\w:<>,&*\s\[\]]*?[\s&*>:])?([A-Za-z_]\w*)\s*\(", re.MULTILINE)


def violations(root):
    """"file: name" for every name that a header declares and that occurs nowhere else but in one definition."""
    texts = {path.relative_to(root).as_posix(): "\n".join(code_lines(path.read_text(encoding="utf-8"))) for path in sources(root)}
    count, defined = Counter(), Counter()
    for name, text in texts.items():
        count.update(WORD.findall(text))
        if name.endswith(".cpp"):
            defined.update(DEFINED.findall(text))
    return [f"{name}: nothing uses '{word}'"
            for name, text in texts.items()
            if name.endswith(".hpp") and name.startswith(("include/", "src/", "experiments/")) and name not in EXPECTED_BY_OTHERS
            for word in sorted({word for pattern in DECLARED for word in pattern.findall(text)})
            if count[word] - min(defined[word], 1) == 1]


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    found = violations(root)
    for violation in found:
        print(violation)
    print(f"{len(found)} declarations that nothing uses")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

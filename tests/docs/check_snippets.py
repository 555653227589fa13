"""The C++ of the book, compiled; what it quotes, compared; what its diffs leave alone, found.

usage: check_snippets.py ROOT COMPILER [FLAG …]
       check_snippets.py --requote ROOT           writes the files that are quoted into the pages anew

A fence of C++ says in a comment above it what it is:

    <!-- code: quotes examples/ensemble.cpp -->         the whole file, word by word
    <!-- code: file include/kolmo/process/cubic.hpp --> a file of the reader's, which later fences of the page may include
    <!-- code: statements                               lines within a function, after these lines
    using namespace kolmo;
    -->

A fence of `diff` names its file in its first line, as a comment; its lines that are not new stand in that file, where
"…" stands for anything.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"(?:^<!--\s*code:\s*(?P<mark>.*?)-->\s*\n)?^```(?P<language>[\w+]+)\n(?P<code>.*?)^```\s*$",
                   re.MULTILINE | re.DOTALL)


class Fence:
    def __init__(self, page, text, match):
        self.page, self.language, self.code = page, match["language"], match["code"]
        self.line = text.count("\n", 0, match.start("code")) + 1
        kind, _, rest = (match["mark"] or "").strip().partition(" " if "\n" not in (match["mark"] or "").strip() else "\n")
        self.kind, self.rest = kind.strip(), rest
        if self.kind != "statements":
            self.rest = rest.strip()

    def place(self):
        return f"{self.page}:{self.line}"


def fences(root):
    for page in sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            yield Fence(page.relative_to(root).as_posix(), text, match)


def quote_violation(root, fence):
    source = root / fence.rest
    if not source.is_file():
        return f"{fence.place()}: there is no file '{fence.rest}' to quote"
    if source.read_text(encoding="utf-8") != fence.code:
        return f"{fence.place()}: this is not {fence.rest} word by word"
    return None


def requote(root):
    """Replace every quotation by its file as it is now."""
    def replaced(match):
        mark = (match["mark"] or "").split()
        if mark[:1] != ["quotes"]:
            return match.group(0)
        text, start = match.group(0), match.start()
        new = (root / mark[1]).read_text(encoding="utf-8")
        return text[:match.start("code") - start] + new + text[match.end("code") - start:]
    for page in sorted({fence.page for fence in fences(root) if fence.kind == "quotes"}):
        path = root / page
        path.write_text(FENCE.sub(replaced, path.read_text(encoding="utf-8")), encoding="utf-8")


def diff_violations(root, fence):
    """A diff's first line names the file; all lines but the new ones are parts of it, in their order."""
    lines = fence.code.splitlines()
    name = lines[0].strip(" #/")
    source = root / name
    if not source.is_file():
        return [f"{fence.place()}: the first line of a diff names its file; there is no '{name}'"]
    text = re.sub(r"\s+", " ", source.read_text(encoding="utf-8"))
    found, position = [], 0
    for number, line in enumerate(lines[1:], fence.line + 1):
        if line.startswith("+"):
            continue
        for piece in (re.sub(r"\s+", " ", piece).strip() for piece in line[1:].split("…")):
            at = text.find(piece, position)
            if at < 0:
                found.append(f"{fence.page}:{number}: '{piece}' does not stand in {name}, or not in this place")
            else:
                position = at + len(piece)
    return found


def hoisted(code):
    """(lines to stand at the top, the rest with those lines left empty)."""
    top = re.compile(r"^\s*#\s*include.*$", re.MULTILINE)
    return top.findall(code), top.sub("", code)


def statements_unit(group):
    """One translation unit of all fences of statements: a function each, in a namespace of its own."""
    includes, body = [], []
    for number, fence in enumerate(group):
        top, context = hoisted(fence.rest)
        more, code = hoisted(fence.code)
        includes += top + more
        body.append(f"namespace snippet_{number} {{ [[maybe_unused]] void run() {{\n{context}\n"
                    f"#line {fence.line} \"{fence.page}\"\n{code}\n}} }}\n")
    return "\n".join(dict.fromkeys(includes)) + "\n" + "\n".join(body)


def compile_unit(command, text, name):
    result = subprocess.run([*command, "-fsyntax-only", "-x", "c++", "-"], input=text, text=True, capture_output=True)
    return [] if result.returncode == 0 else [f"{name} does not compile:\n{result.stderr.strip()}"]


def compile_files(command, group, folder):
    """The files of one page, which may include one another."""
    for fence in group:
        path = folder / fence.rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#line {fence.line} \"{fence.page}\"\n{fence.code}", encoding="utf-8")
    own = [flag for inner in ("", "include", "src", "experiments") for flag in ("-I", str(folder / inner))]
    command = [*command, *own]
    return [complaint for fence in group
            for complaint in compile_unit(command, f'#include "{folder / fence.rest}"\n', f"{fence.place()} ({fence.rest})")]


def violations(root, command):
    found, statements, files = [], [], {}
    for fence in fences(root):
        if fence.kind == "quotes":
            found.append(quote_violation(root, fence))
        elif fence.language == "diff":
            found += diff_violations(root, fence)
        elif fence.language == "cpp" and fence.kind == "statements":
            statements.append(fence)
        elif fence.language == "cpp" and fence.kind == "file":
            files.setdefault(fence.page, []).append(fence)
        elif fence.language == "cpp":
            found.append(f"{fence.place()}: a comment above the fence says what it is (tests/docs/check_snippets.py)")
    found += compile_unit(command, statements_unit(statements), "the statements of the book") if statements else []
    for group in files.values():
        with tempfile.TemporaryDirectory() as folder:
            found += compile_files(command, group, Path(folder))
    return [complaint for complaint in found if complaint]


def main(arguments):
    if arguments[0] == "--requote":
        requote(Path(arguments[1]))
        return 0
    root, command = Path(arguments[0]), arguments[1:]
    found = violations(root, command)
    for complaint in found:
        print(complaint)
    print(f"{sum(1 for _ in fences(root))} fences read, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

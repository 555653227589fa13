"""Relative links of Markdown pages: where they lead, and whether anything is there."""
import re
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(\s*<?([^()\s>]+(?:\([^()]*\)[^()\s>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")


def prose(text):
    """The page without its code, line by line as it was."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0))
    return CODE.sub(blank, FENCE.sub(blank, text))


def anchor(heading):
    """The anchor that renderers give to a heading: lower case, words joined by hyphens."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))


def anchors(text):
    return {anchor(heading) for heading in HEADING.findall(prose(text))} | set(ANCHOR.findall(text))


def links(page):
    """(line, target, fragment) of every relative link of the file `page`; target is empty within the page."""
    text = prose(page.read_text(encoding="utf-8"))
    for match in LINK.finditer(text):
        target, _, fragment = match.group(1).partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        yield text.count("\n", 0, match.start()) + 1, unquote(target), fragment


def pages(root):
    """The book and what stands beside it at the root."""
    return sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md"))


def broken(root):
    """"file:line: reason" for every relative link under `root` that leads nowhere."""
    found = []
    for page in pages(root):
        here = page.relative_to(root).as_posix()
        for line, target, fragment in links(page):
            there = (page.parent / target).resolve() if target else page
            if not there.exists():
                found.append(f"{here}:{line}: there is no '{target}'")
            elif not there.is_relative_to(root.resolve()):
                found.append(f"{here}:{line}: '{target}' leads out of the tree")
            elif there.is_dir():
                found.append(f"{here}:{line}: '{target}' is a folder: link a page in it")
            elif fragment and there.suffix == ".md" and fragment not in anchors(there.read_text(encoding="utf-8")):
                found.append(f"{here}:{line}: '{target}' has no heading '{fragment}'")
    return found


def targets(root):
    """Files that the pages link, pages and figures among them."""
    return {Path((page.parent / target).resolve()) for page in pages(root) for _, target, _ in links(page) if target}


TREE = ("include", "src", "experiments", "tests", "examples", "bench", "tools", "python", "cmake", "data", "docs")
NAMED = re.compile(rf"`((?:[\w.-]+/)*[\w.-]+\.(?:hpp|cpp|py|cmake)|(?:{'|'.join(TREE)})/[\w./-]+/?)`")
MADE = re.compile(r"^<!-- code: file (\S+) -->", re.MULTILINE)


def missing_files(root):
    """"file:line: reason" for every source in `backquotes` that is none of the tree, by its path or the end of it, and every
    path from the root; names in capitals stand for any, and a page may name the files that its fences make."""
    paths = [f"/{path.relative_to(root).as_posix()}" for folder in TREE for path in (root / folder).rglob("*")]
    paths.append("/include/kolmo/kolmo.hpp")  # CMake writes it
    found = []
    for page in pages(root):
        if page.name == "CHANGELOG.md":  # of files as they were called then
            continue
        text = page.read_text(encoding="utf-8")
        known = paths + [f"/{path}" for path in MADE.findall(text)]
        plain = FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)
        for match in NAMED.finditer(plain):
            name = match.group(1)
            if not re.search(r"\b[A-Z]{2,}\b", name) and not any(path.endswith(f"/{name.rstrip('/')}") for path in known):
                line = plain.count("\n", 0, match.start()) + 1
                found.append(f"{page.relative_to(root).as_posix()}:{line}: there is no file '{name}'")
    return found

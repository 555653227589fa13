"""Do what the pages of docs/extend say, word by word, in a copy of the tree: write their files, apply their diffs.

usage: follow.py ROOT COPY    COPY is made anew from the files that git knows in ROOT.

A line of a diff that stays is looked for from where the last one stood; "-" and "+" in pairs replace, with "…" for what is left
as it is; further "+" lines come after the line above them, or, where that is "…" or none, before the next.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

import check_snippets

PAGES = ["add_a_process", "add_a_scheme", "add_an_experiment"]


def copy_tree(root, copy):
    shutil.rmtree(copy, ignore_errors=True)
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True,
                            capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copy / name)


def find(text, piece, position, where):
    """(begin, end) of `piece` in the text from `position` on, whatever the white space."""
    pattern = re.compile(r"\s+".join(map(re.escape, piece.split())))
    match = pattern.search(text, position)
    if match is None:
        raise ValueError(f"{where}: '{piece}' does not stand there")
    return match.span()


def pieces(line):
    return [piece.strip() for piece in line.split("…")]


def apply_diff(text, diff, where):
    """The text after the diff (without the line that names the file)."""
    position, after, waiting = 0, None, []
    lines = diff.splitlines()
    number = 0
    while number < len(lines):
        kind, line = lines[number][:1], lines[number][1:]
        number += 1
        if kind == "+":
            if after is None:
                waiting.append(line)
            else:
                text = text[:after] + "\n" + line + text[after:]
                position = after = after + 1 + len(line)
        elif kind == "-":
            new = pieces(lines[number][1:])
            number += 1
            for old, replacement in zip(pieces(line), new, strict=True):
                if old:
                    begin, end = find(text, old, position, where)
                    text = text[:begin] + replacement + text[end:]
                    position = begin + len(replacement)
            after = position
        elif not line.strip("… \t"):
            after = None
        else:
            for piece in filter(None, pieces(line)):
                begin, position = find(text, piece, position, where)
            start = text.rfind("\n", 0, begin) + 1
            block = "".join(new + "\n" for new in waiting)
            text = text[:start] + block + text[start:]
            position += len(block)
            waiting = []
            end = text.find("\n", position)
            after = position = len(text) if end < 0 else end
    if waiting:
        raise ValueError(f"{where}: nothing stands after {waiting}")
    return text


def follow(root, copy):
    copy_tree(root, copy)
    for fence in check_snippets.fences(root):
        if Path(fence.page).stem not in PAGES:
            continue
        if fence.kind == "file":
            (copy / fence.rest).parent.mkdir(parents=True, exist_ok=True)
            (copy / fence.rest).write_text(fence.code, encoding="utf-8")
        elif fence.language == "diff":
            first, _, diff = fence.code.partition("\n")
            target = copy / first.strip(" #/|")
            target.write_text(apply_diff(target.read_text(encoding="utf-8"), diff, fence.place()), encoding="utf-8")


if __name__ == "__main__":
    follow(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())

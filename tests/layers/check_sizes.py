"""Read the sources and fail where a file or a function has grown too long: `check_sizes.py [ROOT]`.

A file holds one concept in at most 250 lines, a function one step of it in at most 40 (of its body). What is longer stands in
sizes_allowed.txt with its length, `LINES PATH` or `LINES PATH NAME`: an entry may not grow, and one that is not needed any more must
be taken out, so that the list only shrinks.
"""
import re
import sys
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 250, 40
FOLDERS = ("include", "src", "experiments", "examples")
# The name before the last list of arguments of a definition: a function, a member, a constructor, an operator.
NAME = re.compile(r"(operator\S+|~?[A-Za-z_]\w*)\s*\($")
NOT_FUNCTIONS = {"if", "for", "while", "switch", "catch", "return", "sizeof", "decltype", "noexcept", "alignas", "requires"}


def blank(text):
    """The text with directives, comments, strings and characters as spaces: lines and columns stay."""
    text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.M)
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def head_name(head):
    """The function that a `{` after this head begins, or None: a class, a namespace, a list, a control statement, a lambda."""
    head = re.sub(r"^\s*(public|private|protected):", "", head).strip()
    depth, at = 0, None
    for i, c in enumerate(head):  # the first list of arguments that is not inside another: what comes before it is the name
        if c == "(":
            if depth == 0 and at is None:
                name = NAME.search(head[:i + 1])
                if name:
                    at = name.group(1)
            depth += 1
        elif c == ")":
            depth -= 1
    if at is None or at in NOT_FUNCTIONS or re.fullmatch(r"[A-Z][A-Z0-9_]+", at) or depth != 0 or re.match(r"(class|struct|namespace|enum|union)\b", head):
        return None
    if re.search(r"(=|\breturn|,|\()\s*$", head) or "](" in head.replace(" ", "") or re.search(r"\belse\b|\bdo\b", head):
        return None
    return at


def functions(text):
    """(name, lines of the body between its braces, first line) of every function that is in no other one."""
    text = blank(text)
    found, stack, start, inside = [], [], 0, None
    for i, c in enumerate(text):
        if c in ";}" and inside is None and c == ";":
            start = i + 1
        if c == "{":
            name = head_name(text[start:i]) if inside is None else None
            stack.append((name, i))
            if name is not None:
                inside = len(stack)
            start = i + 1
        elif c == "}" and stack:
            name, opened = stack.pop()
            if name is not None and inside == len(stack) + 1:
                lines = text.count("\n", opened, i) - 1
                found.append((name, max(lines, 0), text.count("\n", 0, opened) + 1))
                inside = None
            start = i + 1
    return found


def sizes(root):
    """What is longer than allowed: {(path, name or ""): lines}."""
    long = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.?pp")):
            text = path.read_text()
            where = str(path.relative_to(root))
            if text.count("\n") > FILE_LINES:
                long[where, ""] = text.count("\n")
            for name, lines, _ in functions(text):
                if lines > FUNCTION_LINES:
                    long[where, name] = max(lines, long.get((where, name), 0))
    return long


def allowed(path):
    entries = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            lines, where, *name = line.split()
            entries[where, name[0] if name else ""] = int(lines)
    return entries


def complaints(long, entries):
    found = []
    for key in sorted(set(long) | set(entries)):
        what = f"{key[0]}: {key[1] + ' ' if key[1] else ''}"
        limit = FUNCTION_LINES if key[1] else FILE_LINES
        is_, may = long.get(key, 0), entries.get(key, 0)
        if may == 0:
            found.append(f"{what}has {is_} lines: at most {limit} (split it by what it does)")
        elif is_ > may:
            found.append(f"{what}has grown from {may} to {is_} lines")
        elif is_ == 0:
            found.append(f"{what}has at most {limit} lines now, or is gone: take it out of sizes_allowed.txt")
    return found


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = complaints(sizes(root), allowed(Path(__file__).parent / "sizes_allowed.txt"))
    print("\n".join(found) or "no file and no function is longer than it may be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""kolmo list: what there is to run."""
import difflib
import re
import textwrap
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
QUESTION = re.compile(r'\bquestion\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+)[;,]')


def add(commands):
    parser = commands.add_parser("list", help="the experiments with their questions, the problems of the gallery",
                                 description="The experiments with their questions, and the problems of the gallery (data/problems).",
                                 epilog="example: tools/kolmo list")
    parser.add_argument("--names", action="store_true", help="the names alone, one a line")
    parser.add_argument("--like", metavar="NAME", help="the names that are most like this one")
    parser.set_defaults(action=show)


def question(name):
    """The question of an experiment, from its source."""
    for source in sorted((TOP / "experiments" / name).glob("*.cpp")):
        if found := QUESTION.search(source.read_text(encoding="utf-8")):
            return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1]))
    return ""


def experiments():
    """Name → question."""
    return {path.parent.name: question(path.parent.name) for path in sorted((TOP / "experiments").glob("*/experiment.cpp"))}


def problems():
    """Name of a problem of the gallery → its title (`title = "…"` in the file, else its first comment)."""
    found = {}
    for path in sorted((TOP / "data" / "problems").glob("*.toml")):
        words = path.read_text(encoding="utf-8")
        title = re.search(r'^\s*title\s*=\s*"([^"]*)"', words, re.M) or re.search(r"^#\s*(.+)$", words, re.M)
        found[path.stem] = title[1].strip() if title else ""
    return found


def show(arguments):
    groups = {"experiments": experiments(), "problems of the gallery": problems()}
    names = [name for found in groups.values() for name in found]
    if arguments.like:
        names = difflib.get_close_matches(arguments.like, names)
    if arguments.names or arguments.like:
        print("\n".join(names))
        return 0
    width = max(len(name) for found in groups.values() for name in found) + 2
    for heading, found in groups.items():
        if found:
            print(heading)
        for name, words in found.items():
            print(textwrap.fill(words or "–", 118, initial_indent=f"  {name:{width}}", subsequent_indent=" " * (width + 2),
                                break_on_hyphens=False))
    print("\nrun one with: tools/kolmo run NAME --scale quick")
    return 0

"""kolmo claims: what the source notes say, whether it holds, and the numbers that show it."""
import shlex
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import kolmo
from kolmo import ResultError
from kolmo import claims as ledger

from .terminal import number, table

TOP = Path(__file__).resolve().parents[2]
LEDGER = TOP / "data" / "claims.toml"
PROGRAMS = TOP / "build" / "release" / "experiments"
PARTS = {"S": "score_based", "C4": "generative", "C5": "continuous_time", "A": "information", "G": "green_functions"}
WORD = {"wrong": "wrong as written", "conditional": "holds under a condition", "holds": "holds"}


def add(commands):
    parser = commands.add_parser(
        "claims", help="what the source notes say, and whether it holds",
        description="The claims of the notes that Kolmo was built from (data/claims.toml). With an ID: the claim, what is so, the numbers that\n"
                    "show it and the command that computes them. Numbers come from RESULT where it is given, else the experiments that show\n"
                    "the claim run at quick scale, where they are built.",
        epilog="example: tools/kolmo claims C5-40")
    parser.add_argument("id", metavar="ID", nargs="?", help="of a claim; all of them are listed where it is left out")
    parser.add_argument("--verdict", choices=ledger.VERDICTS, help="list those alone")
    parser.add_argument("--note", choices=tuple(ledger.NOTES), help="list those of one note alone")
    parser.add_argument("--result", metavar="RESULT", action="append", default=[], help="a result whose checks are shown; may be given again")
    parser.set_defaults(action=show)


def show(arguments):
    claims = ledger.read(LEDGER)
    if arguments.id is None:
        return _list([claim for claim in claims if arguments.verdict in (None, claim.verdict) and arguments.note in (None, claim.note)])
    found = [claim for claim in claims if claim.id.lower() == arguments.id.lower()]
    if not found:
        raise ResultError(f"there is no claim '{arguments.id}': 'kolmo claims' lists them, S-01 to G-21", 64)
    _one(found[0], arguments.result)
    return 0


def _list(claims):
    print("\n".join(table(("claim", "verdict", "what the note says"), [(claim.id, claim.verdict, claim.statement) for claim in claims], shrink=2)))
    counts = ", ".join(f"{sum(claim.verdict == verdict for claim in claims)} {verdict}" for verdict in ledger.VERDICTS)
    print(f"\n{len(claims)} claims: {counts}")
    return 0


def _one(claim, results):
    print(f"{claim.id} (section {claim.section}): {WORD[claim.verdict]}")
    for name, words in (("says", claim.statement), ("is so", claim.correct)):
        if words:
            print(textwrap.fill(words, 118, initial_indent=f"  {name + ':':7}", subsequent_indent=" " * 9, break_on_hyphens=False))
    checks = _shown(claim, results)
    if checks:
        rows = [(f"{experiment}/{check.id}", number(check.expected), number(check.claimed), number(check.observed), number(check.tolerance, 2),
                 check.verdict) for experiment, check in checks]
        print()
        print("\n".join(table(("check", "right", "as printed", "observed", "tolerance", "verdict"), rows, (1, 2, 3, 4), 5)))
        for _, check in checks:
            if check.note or check.source:
                print(f"  {check.id.rsplit('/', 1)[-1]}: {'; '.join(filter(None, (check.source, check.note)))}")
    print("\ncomputed by")
    for command in commands_of(claim):
        print(f"  {command}")


def commands_of(claim):
    """What a user types to see the claim's checks made."""
    commands = []
    for experiment, part in dict.fromkeys(_places(claim)):
        commands.append(f"tools/kolmo run {experiment} --scale quick --set {shlex.quote(_only(part))}")
    return commands


def _only(part):
    return f'run.parts=["{part}"]'


def _places(claim):
    """(experiment, part) of what shows it."""
    return [("claims", PARTS[claim.note]) if shown == "claims" else tuple(shown.split("/")[:2]) for shown in claim.shown_by]


def _shown(claim, results):
    """(experiment, check) of the results that are given, or of runs of what shows the claim."""
    found = []
    for path in results:
        result = kolmo.open(path)
        found += [(result.experiment, check) for check in ledger.checks_of(claim.id, result.checks)]
    if results:
        return found
    with tempfile.TemporaryDirectory(prefix="kolmo claims ") as folder:
        for place, (experiment, part) in enumerate(dict.fromkeys(_places(claim))):
            program = PROGRAMS / experiment
            if not program.exists():
                print(f"\n{experiment} is not built: the command below builds and runs it")
                continue
            output = Path(folder, str(place))
            run = subprocess.run([program, "--scale", "quick", "--quiet", "--set", _only(part), "--output", output],
                                 capture_output=True, text=True)
            if run.returncode not in (0, 1, 2):
                print(run.stderr.strip(), file=sys.stderr)
                continue
            found += [(experiment, check) for check in ledger.checks_of(claim.id, kolmo.open(output).checks)]
    return found

"""kolmo run: build, run and draw an experiment or a problem of the gallery."""
import os
import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "run"


def add(commands):
    commands.add_parser(
        "run", help="build, run, draw the report", add_help=True,
        usage="kolmo run [NAME] [ARGUMENT …]",
        description="Build an experiment (four_roads if none is named) or take a problem of the gallery, run it and draw its report.\n"
                    "All further arguments are the experiment's: 'kolmo run NAME --help' after the name lists them.\n"
                    "Exit status: 0 all checks passed; 1 one failed; 2 one is unresolved; above 63 an error.",
        epilog="example: tools/kolmo run multilevel --scale quick --seed 2")


def start(arguments):
    """Become tools/run."""
    try:
        os.execv(TOOL, [str(TOOL), *arguments])
    except OSError as error:
        print(f"kolmo run: {TOOL}: {error.strerror}", file=sys.stderr)
        return 70

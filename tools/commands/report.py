"""kolmo report: the HTML page of a result."""
import os
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "report.py"


def add(commands):
    parser = commands.add_parser("report", help="one HTML page of all of it",
                                 description="Draw a result into one self-contained HTML page (tools/report.py, which draws single figures too).",
                                 epilog="example: tools/kolmo report results/four_roads/first -o four_roads.html")
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: report.html beside the result file")
    parser.set_defaults(action=report)


def report(arguments):
    """Become tools/report.py."""
    output = ["--output", arguments.output] if arguments.output else []
    return os.execv(TOOL, [str(TOOL), *output, "--", arguments.result])

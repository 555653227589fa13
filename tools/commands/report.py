"""kolmo report: the HTML page of a result."""
import os
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "report.py"


def add(commands):
    parser = commands.add_parser("report", help="one HTML page of all of it",
                                 description="Draw a result into one self-contained HTML page, or one figure of it for a slide (tools/report.py).",
                                 epilog="example: tools/kolmo report results/four_roads/first -o four_roads.html")
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: report.html beside the result file; of --figure NAME.FORMAT")
    parser.add_argument("--figure", metavar="NAME", help="one figure instead of the page; 'list' prints their names")
    parser.add_argument("--format", metavar="FORMAT", help="of --figure: svg (default), pdf or png")
    parser.set_defaults(action=report)


def report(arguments):
    """Become tools/report.py."""
    options = [f"--{name}={value}" for name in ("output", "figure", "format") if (value := getattr(arguments, name)) is not None]
    return os.execv(TOOL, [str(TOOL), *options, "--", arguments.result])

"""The commands of tools/kolmo: each module adds its parser and does its work."""
import argparse
import difflib
import os
import re
import signal
import sys

from kolmo import ResultError

from . import claims, compare, completion, export, listing, plot, report, run, show

COMMANDS = (listing, run, show, compare, plot, export, report, claims, completion)


class Parser(argparse.ArgumentParser):
    def __init__(self, **options):
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**options)

    def error(self, message):
        self.print_usage(sys.stderr)
        typed = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        near = difflib.get_close_matches(typed[1], re.findall(r"'([^']*)'", typed[2]), 1, 0.5) if typed else []
        self.exit(64, f"{self.prog}: {message}" + (f"; did you mean '{near[0]}'?" if near else "") + "\n")


def main(description):
    """Do what the command line asks for. Gives the exit status."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # what `| head` closes ends the program in silence
    if sys.argv[1:2] == ["run"] and sys.argv[2:3] not in (["--help"], ["-h"]):
        return run.start(sys.argv[2:])  # its arguments are the experiment's
    parser = Parser(prog="kolmo", description=description)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    arguments = parser.parse_args()
    try:
        return arguments.action(arguments)
    except ResultError as error:
        print(f"kolmo {arguments.command}: {error}", file=sys.stderr)
        return error.status
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"kolmo {arguments.command}: cannot write {where}{error.strerror or os.strerror(error.errno or 0)}", file=sys.stderr)
        return 73

"""kolmo completion: the script that makes bash complete commands, names, files and quantities."""
from pathlib import Path


def add(commands):
    parser = commands.add_parser("completion", help="completion for bash", description="Print a script for bash.",
                                 epilog='example: eval "$(tools/kolmo completion)"')
    parser.set_defaults(action=show)


def show(_):
    tool = Path(__file__).resolve().parents[1] / "kolmo"
    print(Path(__file__).with_name("completion.bash").read_text(encoding="utf-8").replace("@KOLMO@", str(tool)), end="")
    return 0

"""kolmo plot: a picture of one quantity."""
from pathlib import Path

import kolmo

FORMATS = (".png", ".svg", ".pdf")


def add(commands):
    parser = commands.add_parser("plot", help="a picture of one quantity",
                                 description="Draw a quantity of a result with its error bars: thin bars are one standard error, pale bands "
                                             "the discretisation budget,\ndashed curves exact values. 'kolmo show RESULT --quantities' names them.",
                                 epilog="example: tools/kolmo plot results/four_roads/first double_well/mean --output mean.pdf")
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("quantity", metavar="QUANTITY", nargs="?", help="problem/variable, or a whole path; without: their names")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="*.png, *.svg or *.pdf (default: PROBLEM_VARIABLE.png)")
    parser.set_defaults(action=plot)


def plot(arguments):
    result = kolmo.open(arguments.result)
    if arguments.quantity is None:
        print("\n".join(result.quantities))
        return 0
    output = arguments.output or Path(result.quantity(arguments.quantity).name.replace("/", "_") + ".png")
    if output.suffix not in FORMATS:
        raise kolmo.ResultError(f"--output {output}: a name that ends with {', '.join(FORMATS)} is wanted", 64)
    figure = kolmo.plot(result, arguments.quantity)
    partial = output.with_name(output.name + ".partial")
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(output.suffix)
    figure.savefig(partial, format=output.suffix[1:], dpi=140, metadata=metadata)
    partial.replace(output)
    print(output)
    return 0

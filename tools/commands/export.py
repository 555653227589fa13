"""kolmo export: the groups of a result as CSV files."""
import csv
import itertools
from pathlib import Path

import numpy as np

import kolmo


def add(commands):
    parser = commands.add_parser("export", help="its groups as CSV files",
                                 description="A file for all variables of a group that share their axes: a column for each axis, one for each "
                                             "variable,\na row for each place; numbers with all their digits, nothing where a number is missing.",
                                 epilog="example: tools/kolmo export results/four_roads/first --output tables")
    parser.add_argument("result", metavar="RESULT")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="DIR", type=Path, dest="folder",
                       help="where they go, new or empty (default: csv beside the result)")
    where.add_argument("--csv", metavar="DIR", type=Path, nargs="?", dest="folder", help="the same, as it was called first")
    parser.set_defaults(action=export)


def export(arguments):
    result = kolmo.open(arguments.result)
    folder = arguments.folder or result.path.parent / "csv"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise kolmo.ResultError(f"{folder}: is there and not an empty directory; nothing is overwritten", 73)
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for group in result:
        for dimensions, variables in _tables(result[group]).items():
            _write(folder / f"{'.'.join([*group.split('/'), *map(str, dimensions)])}.csv", dimensions, variables)
            count += 1
    print(f"{folder}: {count} files")
    return 0


def _tables(data):
    """Axes → the variables on them."""
    found = {}
    for name, variable in data.variables.items():
        if variable.dims != (name,):
            found.setdefault(variable.dims, {})[name] = data[name]
    return found


def _text(value):
    if isinstance(value, (float, np.floating)):
        return "" if np.isnan(value) else repr(float(value))
    return str(value)


def _write(path, dimensions, variables):
    first = next(iter(variables.values()))
    axes = [first.coords[name].values if name in first.coords else np.arange(first.sizes[name]) for name in dimensions]
    columns = [np.asarray(variable).ravel() for variable in variables.values()]
    with path.open("x", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*dimensions, *variables])
        for place, row in zip(itertools.product(*axes), zip(*columns)):
            writer.writerow([*map(_text, place), *map(_text, row)])

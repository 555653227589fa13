#!/usr/bin/python3
"""The layout of each experiment's result file – groups, variables with axes and types, attributes – against the stored text.

  layouts.py RUNS            compare RUNS/NAME/result.h5 with tests/golden/NAME.txt for every experiment
  layouts.py --write RUNS    store them anew: after a change of the layout that is meant, format_version is raised where
                             a reader of the old one would fail
  layouts.py --print FILE    the layout of one file

Numbers, sizes and texts are no part of a layout. Groups side by side that have the same layout (studies, parts) stand once, as
"*". Exit status: 0 all are the same; 1 one is not, as the lines with + (new) and - (gone) say; 66 no results.
"""
import difflib
import sys
from pathlib import Path

import h5py

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "python"))
from kolmo import result_file  # noqa: E402

NETCDF = ("CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_NCProperties")
RUN_ALONE = ("provenance",)  # libraries and machines may say more or less there


def type_of(dtype):
    return "text" if h5py.check_string_dtype(dtype) is not None else dtype.str.lstrip("<|")


def attributes(item):
    """Names and types of the attributes of an item of h5py, in the order of the file, without those that netCDF needs."""
    found = [f"{name}:{type_of(item.attrs.get_id(name).dtype)}" for name in item.attrs if name not in NETCDF]
    return f" ({', '.join(found)})" if found else ""


def merged(children):
    """The lines of groups side by side; those that are alike stand once, as "*"."""
    same = {}
    for key, own in children:
        same.setdefault((tuple(own[1:]), own[0][len(key):]), []).append(key)
    lines = []
    for (below, head), keys in same.items():
        lines += ["  " + line for line in [("*" if len(keys) > 1 else keys[0]) + head, *below]]
    return lines


def variables(group, file):
    """A line for each variable of a group (as the package reads it): type, axes, attributes."""
    lines = []
    for name, variable in group.variables.items():
        item = file[variable.path]
        axes = "scale" if variable.dimensions == (name,) else f"[{', '.join(variable.dimensions)}]"
        lines.append(f"  {name}: {type_of(item.dtype)} {axes}{attributes(item)}")
    return lines


def layout(group, name, file):
    """Lines of a group and of what is in it."""
    children = [(key, layout(child, key, file)) for key, child in group.groups.items()]
    return [f"{name}/{attributes(file[group.path])}", *variables(group, file), *merged(children)]


def of_file(path):
    root = result_file.read(path)
    with h5py.File(path, "r") as file:
        children = [(name, layout(group, name, file)) for name, group in root.groups.items() if name not in RUN_ALONE]
        lines = [f"format_version {root.attributes['format_version']}", f"/{attributes(file)}", *variables(root, file), *merged(children)]
    return "\n".join(lines) + "\n"


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--print":
        print(of_file(arguments[1]), end="")
        return 0
    writes = arguments[:1] == ["--write"]
    if len(arguments) != 1 + writes or arguments[-1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 64
    paths = sorted(Path(arguments[-1]).glob("*/result.h5"))
    if not paths:
        print(f"layouts.py: no results in {arguments[-1]}", file=sys.stderr)
        return 66
    status = 0
    for path in paths:
        stored, found = HERE / f"{path.parent.name}.txt", of_file(path)
        if writes:
            stored.write_text(found, encoding="utf-8")
            print(f"{stored}: {found.count(chr(10))} lines")
            continue
        before = stored.read_text(encoding="utf-8") if stored.exists() else ""
        if before != found:
            status = 1
            print(f"{path}: another layout than {stored.name}; where it is meant: tests/golden/layouts.py --write {arguments[-1]}")
            print("\n".join(list(difflib.unified_diff(before.splitlines(), found.splitlines(), lineterm="", n=1))[2:60]))
    if not writes:
        print(f"{len(paths)} layouts, {'the same' if status == 0 else 'not the same'}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

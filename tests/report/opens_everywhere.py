"""Open a result file in h5py and in xarray with both engines; fail unless all three show the same variables.

`opens_everywhere.py FILE`
"""
import sys

import h5py
import xarray


def groups_of(path):
    """Group → names of its datasets, netCDF's placeholders for axes without coordinate left out."""
    found = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            if not bytes(item.attrs.get("NAME", b"")).startswith(b"This is a netCDF dimension"):
                found.setdefault(item.parent.name, set()).add(name.rsplit("/", 1)[-1])
    with h5py.File(path, "r") as file:
        file.visititems(visit)
    return found


def main(path):
    expected = groups_of(path)
    if not expected:
        print(f"{path}: no dataset in it")
        return 1
    missing = []
    for engine in ("h5netcdf", "netcdf4"):
        for group, names in expected.items():
            with xarray.open_dataset(path, group=group, engine=engine) as data:
                missing += [f"{engine}: {group}/{name}" for name in names - set(map(str, data.variables))]
    for line in missing:
        print(f"{path}: not seen by {line}")
    print(f"{sum(map(len, expected.values()))} variables in {len(expected)} groups, {len(missing)} not seen")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Open a result file in h5py, h5netcdf, netCDF4 and xarray with both engines; fail unless all show the same variables.

`opens_everywhere.py FILE`. xarray takes 20 ms a group: of a file with many, 100 spread evenly.
"""
import sys

import h5netcdf
import h5py
import netCDF4
import xarray
from xarray.backends import H5NetCDFStore, NetCDF4DataStore


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
    missing, every = [], -(-len(expected) // 100)
    # Each library reads the file once: opened by name, every group would cost a pass over all of them.
    for engine, library, store in (("h5netcdf", h5netcdf.File, H5NetCDFStore), ("netcdf4", netCDF4.Dataset, NetCDF4DataStore)):
        with library(path, "r") as file:
            for number, (group, names) in enumerate(expected.items()):
                opened = file[group] if group != "/" else file
                seen = set(opened.variables)
                if number % every == 0:
                    seen &= set(map(str, xarray.open_dataset(store(opened)).variables))
                missing += [f"{engine}: {group}/{name}" for name in names - seen]
    for line in missing:
        print(f"{path}: not seen by {line}")
    print(f"{sum(map(len, expected.values()))} variables in {len(expected)} groups, {len(missing)} not seen")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

#!/usr/bin/python3
"""Open a result file with xarray (both engines), h5py, ncdump and netCDF-C, compare every variable, and recompute its digest.

usage: open_result_file.py WRITE_SAMPLE_FILE DIRECTORY
"""

import hashlib
import math
import shutil
import subprocess
import sys

import h5py
import netCDF4
import numpy as np
import xarray as xr

BARE = "This is a netCDF dimension but not a netCDF variable."


def expected():
    """Group -> variable -> (dimensions, values, attributes), as tests/io/sample_tree.hpp writes them."""
    time = np.array([0.5, 1.0, 1.5])
    x = -1 + 0.5 * np.arange(5)
    errors = np.array([[math.ldexp(1.0 + i, -j) for j in range(4)] for i in range(3)])
    errors[1, 2] = np.nan
    notes = np.array(["", "a", "ß", "", "four", "", "", "", "", "", "", "∞"], dtype=object).reshape(3, 4)
    return {
        "double_well": {"time": (("time",), time, {"long_name": "time", "units": "s"})},
        "double_well/marginals": {
            "x": (("x",), x, {"units": "m"}),
            "y": (("y",), np.array([10.0, 20.0]), {"long_name": "second position"}),
            "density_grid": (("time", "x"), 100.0 * np.arange(3)[:, None] + np.arange(5)[None, :],
                             {"long_name": "density of the grid", "units": "m-1", "source": "spec, table 1"}),
            "density_2d": (("time", "x", "y"), np.sqrt(np.arange(30.0)).reshape(3, 5, 2), {"units": "m-2"}),
            "entropy": ((), np.array(1.25), {"long_name": "entropy", "units": "1"}),
        },
        "double_well/convergence/strong": {
            "scheme": (("scheme",), np.array(["euler_maruyama", "heun", "Itô"], dtype=object), {}),
            "level": (("level",), np.arange(4), {"units": "1"}),
            "error": (("scheme", "level"), errors, {"long_name": "strong error"}),
            "paths": (("level",), np.array([1, 1 << 40, -3, 0]), {}),
            "note": (("scheme", "level"), notes, {"long_name": "note"}),
            "verdict": (("scheme",), np.array([0, 2, 1], dtype=np.int8),
                        {"flag_meanings": "pass fail unresolved", "flag_values": [0, 1, 2]}),
        },
        "double_well/ensembles": {
            "sde": (("particle", "coordinate"), np.stack([np.arange(2500.0), -0.25 * np.arange(2500)], axis=1),
                    {"units": "m"}),
        },
    }


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def same(found, wanted):
    found = np.asarray(found)
    assert found.shape == wanted.shape, (found.shape, wanted.shape)
    if wanted.dtype == object:
        assert [text(v) for v in found.ravel()] == list(wanted.ravel()), found
    else:
        assert found.dtype.kind == wanted.dtype.kind and found.dtype.itemsize == wanted.dtype.itemsize, found.dtype
        assert np.array_equal(found, wanted, equal_nan=wanted.dtype.kind == "f"), found


def same_attributes(found, wanted, where):
    for name, value in wanted.items():
        assert name in found, (where, name)
        if isinstance(value, str):
            assert text(found[name]) == value, (where, name, found[name])
        else:
            assert list(found[name]) == value, (where, name, found[name])


def check_xarray(path, engine):
    root = xr.open_dataset(path, engine=engine)
    assert root.attrs["title"] == 'A sample: Δ, ½ and "quotes"', root.attrs["title"]
    assert root.attrs["configuration"] == "x" * 100000 + "é"
    assert root.attrs["seed"] == 1 << 60
    problem = xr.open_dataset(path, engine=engine, group="double_well")
    assert problem.attrs["temperature"] == 0.5 and "empty" not in problem.attrs
    for group, variables in expected().items():
        data = xr.open_dataset(path, engine=engine, group=group)
        assert set(data.variables) == set(variables), (engine, group, set(data.variables))
        for name, (dimensions, values, attributes) in variables.items():
            assert data[name].dims == dimensions, (engine, name, data[name].dims)
            same(data[name].values, values)
            same_attributes(data[name].attrs, attributes, (engine, name))


def check_h5py(path):
    with h5py.File(path, "r") as file:
        for group, variables in expected().items():
            for name, (dimensions, values, attributes) in variables.items():
                dataset = file[group][name]
                same(dataset[()], values)
                same_attributes(dataset.attrs, attributes, name)
                if not h5py.h5ds.is_scale(dataset.id):
                    scales = [dataset.dims[i][0].name.split("/")[-1] for i in range(dataset.ndim)]
                    assert tuple(scales) == dimensions, (name, scales)
        assert file["double_well/ensembles/particle"].attrs["NAME"].decode() == BARE
        assert list(file["double_well"]) == ["time", "marginals", "convergence", "ensembles"], "order of creation"
        assert list(file["double_well/marginals/density_grid"].attrs)[:3] == ["long_name", "units", "source"]
        for name in ("double_well", "double_well/marginals/x", "double_well/marginals/density_2d"):
            assert h5py.h5g.get_objinfo(file[name].id).mtime == 0, "times of objects are tracked"
        assert file["provenance"].attrs["numbers_sha256"].decode() == digest(file), "digest"


def check_ncdump(path):
    head = subprocess.run(["ncdump", "-h", path], check=True, capture_output=True, text=True).stdout
    for variables in expected().values():
        for name, (dimensions, _, _) in variables.items():
            assert f" {name}({', '.join(dimensions)}) ;" in head or (not dimensions and f" {name} ;" in head), name
    assert "particle = 2500 ;" in head and "phony" not in head


def check_append(path):
    """netCDF-C may add to the file, and everything that was there stays readable."""
    copy = path + ".appended"
    shutil.copyfile(path, copy)
    with netCDF4.Dataset(copy, "a") as file:
        group = file["double_well/marginals"]
        group.createVariable("added", "f8", ("time", "x"))[:] = 7.0
        group.title = "changed"
    check_xarray_values = xr.open_dataset(copy, engine="netcdf4", group="double_well/marginals")
    assert (check_xarray_values["added"].values == 7.0).all()
    same(check_xarray_values["density_2d"].values, np.sqrt(np.arange(30.0)).reshape(3, 5, 2))


# The digest as include/kolmo/io/group.hpp defines it, from the file alone.

HIDDEN = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"}


def type_and_bytes(values, dtype):
    if h5py.check_string_dtype(dtype) is not None:
        raw = [v if isinstance(v, bytes) else str(v).encode() for v in np.ravel(np.asarray(values, dtype=object))]
        return "str", b"".join(str(len(v)).encode() + b":" + v for v in raw)
    code = {("f", 8): "f8", ("i", 1): "i1", ("i", 8): "i8"}[dtype.kind, dtype.itemsize]
    return code, np.ascontiguousarray(values).astype(dtype.newbyteorder("<")).tobytes()


def feed_attributes(sha, owner):
    for name in sorted(set(owner.attrs) - HIDDEN, key=lambda s: s.encode()):
        value = owner.attrs[name]
        code, raw = type_and_bytes(value, owner.attrs.get_id(name).dtype)
        sha.update(f"attribute {name} {code} {np.size(value)}\n".encode() + raw)


def feed_group(sha, group, name, leave_out=None):
    sha.update(f"group {name}\n".encode())
    feed_attributes(sha, group)
    names = sorted(group, key=lambda s: s.encode())
    for child in (n for n in names if isinstance(group[n], h5py.Dataset)):
        dataset = group[child]
        bare = text(dataset.attrs.get("NAME", b"")) == BARE
        code, raw = ("none", b"") if bare else type_and_bytes(dataset[()], dataset.dtype)
        sizes = ""
        for axis, size in enumerate(dataset.shape):
            scale = child if h5py.h5ds.is_scale(dataset.id) else dataset.dims[axis][0].name.split("/")[-1]
            sizes += f" {scale}={size}"
        sha.update(f"dataset {child} {code} {dataset.ndim}{sizes}\n".encode() + raw)
        feed_attributes(sha, dataset)
    for child in (n for n in names if isinstance(group[n], h5py.Group) and n != leave_out):
        feed_group(sha, group[child], child)
    sha.update(b"end\n")


def digest(file):
    sha = hashlib.sha256()
    feed_group(sha, file["/"], "", leave_out="provenance")
    return sha.hexdigest()


def main():
    written = subprocess.run([sys.argv[1], sys.argv[2]], check=True, capture_output=True, text=True).stdout.strip()
    for engine in ("h5netcdf", "netcdf4"):
        check_xarray(written, engine)
    check_h5py(written)
    check_ncdump(written)
    check_append(written)
    subprocess.run(["sha256sum", "-c", "--quiet", "manifest.txt"], check=True, cwd=sys.argv[2])
    print("all readers agree")


if __name__ == "__main__":
    main()

"""Densities of a result as files that ParaView and VTK open: netCDF variables on (time, y, x), one file a problem.

VTK's readers show the variables of a file's root group alone, and a result file has all of them in groups. ParaView: open
the .nc file with the netCDF reader and switch "Spherical Coordinates" off.
"""
import netCDF4
import numpy as np

PREFIX = "density_"


def write(root, folder):
    """`folder`/PROBLEM.nc for each problem with densities on a grid. Gives the paths."""
    paths = []
    for name, problem in root.groups.items():
        found = _densities(problem.group("marginals"))
        if found:
            folder.mkdir(parents=True, exist_ok=True)
            paths.append(folder / f"{name}.nc")
            _write(paths[-1], problem.attributes.get("title", name), found)
    return paths


def _densities(group):
    return {name: variable for name, variable in group.variables.items()
            if name.startswith(PREFIX) and variable.dimensions in (("time", "x"), ("time", "x", "y"))}


def _write(path, title, found):
    first = next(iter(found.values()))
    spatial = tuple(reversed(first.dimensions[1:]))  # ParaView wants the fastest coordinate to be x
    with netCDF4.Dataset(path, "w", format="NETCDF4") as file:
        file.setncatts({"title": title, "Conventions": "CF-1.10"})
        for name in ("time", *spatial):
            values = np.asarray(first.coordinate(name), dtype=float)
            file.createDimension(name, len(values))
            scale = file.createVariable(name, "f8", (name,))
            known = first.coordinates[name].attributes if name in first.coordinates else {}
            scale.setncatts({"long_name": known.get("long_name", name), "units": known.get("units", "1")})
            scale[:] = values
        for name, variable in found.items():
            if variable.dimensions != first.dimensions or variable.values.shape != first.values.shape:
                continue  # another grid: ParaView shows one grid a file
            density = file.createVariable(name, "f8", ("time", *spatial), fill_value=np.nan)
            density.setncatts({"long_name": variable.attributes.get("long_name", name), "units": "1"})
            density[:] = np.moveaxis(variable.values, 1, -1)

"""A description of the densities on planes and in space for readers of XDMF (ParaView, VisIt): no number is copied.

`result.xdmf` beside a result file refers to its densities, a grid for each time; `result.points.h5` holds the points of the grids, as
XDMF's own rectilinear grids have the first axis run fastest, and the densities of a result have the last.
"""
from xml.sax.saxutils import quoteattr

import h5py
import numpy as np

PREFIX = "density_"
TOPOLOGY = {2: ("2DSMesh", "XY"), 3: ("3DSMesh", "XYZ")}


def write(root, path):
    """Write both files beside the result file `path`, from its root group. Gives the path of result.xdmf; None without such grids."""
    found = {name: fields for name, problem in root.groups.items() if (fields := _fields(problem.group("marginals")))}
    if not found:
        return None
    points, target = path.with_suffix(".points.h5"), path.with_suffix(".xdmf")
    with h5py.File(points.with_name(points.name + ".partial"), "w") as file:
        for name, fields in found.items():
            file[f"{name}/points"] = _points(next(iter(fields.values())))
    points.with_name(points.name + ".partial").replace(points)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<Xdmf Version="3.0">', "<Domain>"]
    for name, fields in found.items():
        lines += _collection(name, fields, path.name, points.name)
    partial = target.with_name(target.name + ".partial")
    partial.write_text("\n".join([*lines, "</Domain>", "</Xdmf>", ""]), encoding="utf-8")
    partial.replace(target)
    return target


def _fields(group):
    """The densities over time on the grid of the first of them."""
    found = {name: variable for name, variable in group.variables.items()
             if name.startswith(PREFIX) and variable.dimensions[:1] == ("time",) and len(variable.dimensions) - 1 in TOPOLOGY
             and all(dimension in variable.coordinates for dimension in variable.dimensions)}
    first = next(iter(found.values()), None)
    return {name: variable for name, variable in found.items()
            if variable.dimensions == first.dimensions and variable.values.shape == first.values.shape}


def _points(variable):
    """The points of the grid in the order of a density's numbers, a row each."""
    axes = [np.asarray(variable.coordinate(name), dtype=float) for name in variable.dimensions[1:]]
    return np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")], axis=-1)


def _numbers(values):
    return " ".join(map(str, values))


def _item(dimensions, content, form="HDF"):
    kind = 'NumberType="Float" Precision="8" ' if form == "HDF" else ""
    return f'<DataItem Dimensions="{_numbers(dimensions)}" {kind}Format="{form}">{content}</DataItem>'


def _collection(name, fields, result, points):
    first = next(iter(fields.values()))
    shape = first.values.shape
    topology, geometry = TOPOLOGY[len(shape) - 1]
    lines = [f'<Grid Name={quoteattr(name)} GridType="Collection" CollectionType="Temporal">']
    for place, time in enumerate(first.coordinate("time")):
        lines += [f'<Grid Name={quoteattr(f"{name} {place}")} GridType="Uniform">', f'<Time Value="{float(time)!r}"/>',
                  f'<Topology TopologyType="{topology}" Dimensions="{_numbers(shape[1:])}"/>',
                  f'<Geometry GeometryType="{geometry}">',
                  _item((int(np.prod(shape[1:])), len(shape) - 1), f"{points}:/{name}/points"), "</Geometry>"]
        slab = [place, *[0] * (len(shape) - 1), *[1] * len(shape), 1, *shape[1:]]
        for field, variable in fields.items():
            lines += [f'<Attribute Name={quoteattr(field)} AttributeType="Scalar" Center="Node">',
                      f'<DataItem ItemType="HyperSlab" Dimensions="{_numbers((1, *shape[1:]))}">',
                      _item((3, len(shape)), _numbers(slab), "XML"), _item(shape, f"{result}:{variable.path}"),
                      "</DataItem>", "</Attribute>"]
        lines.append("</Grid>")
    return [*lines, "</Grid>"]

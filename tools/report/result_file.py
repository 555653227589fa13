"""Read a result file: groups, variables with their dimensions and coordinates, attributes."""
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np


class ReportError(Exception):
    """What stops a report, and the exit status that says so."""

    def __init__(self, message, status):
        super().__init__(message)
        self.status = status


def text(value):
    """An attribute or an element as str."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray):
        return ", ".join(text(v) for v in value.ravel())
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    return str(value)


@dataclass
class Variable:
    """A dataset: values on named dimensions; coordinates[name] is the scale attached to that axis."""

    path: str
    dimensions: tuple
    values: np.ndarray
    attributes: dict
    coordinates: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    @property
    def label(self):
        """What an axis that shows it says: long name and units."""
        units = self.attributes.get("units", "")
        title = self.attributes.get("long_name") or self.name.replace("_", " ")
        return title if units in ("", "1") else f"{title} [{units}]"

    def has(self, *dimensions):
        return self.dimensions == dimensions

    def coordinate(self, dimension):
        """The coordinate values along a dimension; the index where the axis has none."""
        if dimension in self.coordinates:
            return self.coordinates[dimension].values
        return np.arange(self.values.shape[self.dimensions.index(dimension)])


class Group:
    """A group: its variables by name, its subgroups by name, its attributes. `used` holds what was drawn."""

    def __init__(self, path, variables, groups, attributes):
        self.path, self.variables, self.groups, self.attributes = path, variables, groups, attributes
        self.used = set()
        self.parent = None
        for child in groups.values():
            child.parent = self

    @property
    def root(self):
        """The group of the whole file."""
        return self if self.parent is None else self.parent.root

    def use(self, name):
        """The variable of that name, or None; it counts as shown."""
        variable = self.variables.get(name)
        if variable is not None:
            self.used.add(name)
        return variable

    def number(self, name):
        """An attribute as a number; NaN where there is none."""
        try:
            return float(self.attributes.get(name, "nan"))
        except ValueError:
            return float("nan")

    def group(self, name):
        return self.groups.get(name) or Group(f"{self.path}/{name}", {}, {}, {})


def _values(dataset):
    kind = dataset.dtype.kind
    if h5py.check_string_dtype(dataset.dtype) is not None:
        return np.array(dataset.asstr("utf-8", "replace")[()], dtype=object)
    if kind == "f":
        values = dataset[()].astype(float)
        fill = dataset.attrs.get("_FillValue")
        return values if fill is None else np.where(values == np.asarray(fill).ravel()[0], np.nan, values)
    return dataset[()]


def _attributes(item):
    hidden = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates",
              "_NCProperties", "_nc3_strict", "DIMENSION_LABELS"}
    return {key: text(value) for key, value in item.attrs.items() if key not in hidden}


def _is_placeholder(dataset):
    return text(dataset.attrs.get("NAME", b"")).startswith("This is a netCDF dimension but not a netCDF variable")


def _read_variable(dataset):
    names, coordinates = [], {}
    for axis, dimension in enumerate(dataset.dims):
        if len(dimension) > 0:
            scale = dimension[0]
            name = scale.name.rsplit("/", 1)[-1]
            if not _is_placeholder(scale):
                coordinates[name] = Variable(scale.name, (name,), _values(scale), _attributes(scale))
        elif h5py.h5ds.is_scale(dataset.id) and dataset.ndim == 1:
            name = dataset.name.rsplit("/", 1)[-1]
        else:
            name = f"axis {axis}"
        names.append(name)
    return Variable(dataset.name, tuple(names), _values(dataset), _attributes(dataset), coordinates)


def _read_group(group):
    variables, groups = {}, {}
    for name, item in group.items():
        if isinstance(item, h5py.Group):
            groups[name] = _read_group(item)
        elif isinstance(item, h5py.Dataset) and not _is_placeholder(item):
            variables[name] = _read_variable(item)
    result = Group(group.name.rstrip("/"), variables, groups, _attributes(group))
    # A scale shows as an axis of what is drawn on it.
    result.used = {name for name, item in group.items() if isinstance(item, h5py.Dataset) and h5py.h5ds.is_scale(item.id)}
    return result


def locate(argument):
    """The result file that a directory or a path names. Raises ReportError (66) where there is none."""
    path = Path(argument)
    if path.is_dir():
        files = [path / "result.h5"] if (path / "result.h5").exists() else sorted(path.glob("*.h5"))
        if len(files) != 1:
            raise ReportError(f"{path}: no result.h5 in this directory", 66)
        path = files[0]
    if not path.exists():
        raise ReportError(f"{path}: no such file", 66)
    return path


def read(path):
    """The root group. Raises ReportError (65) for what is truncated, not HDF5 or not of Kolmo."""
    try:
        with open(path, "rb") as raw:
            start = raw.read(8)
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}", 66) from error
    if start != b"\x89HDF\r\n\x1a\n":
        raise ReportError(f"{path}: not an HDF5 file", 65)
    try:
        with h5py.File(path, "r") as file:
            # h5py lists the links of a File by name; those of its root group come in the order of the file.
            root = _read_group(h5py.Group(h5py.h5g.open(file.id, b"/")))
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read; it is truncated or damaged ({error})", 65) from error
    if "kolmo_version" not in root.attributes or "experiment" not in root.attributes:
        raise ReportError(f"{path}: not a result file of Kolmo (no attributes kolmo_version and experiment)", 65)
    return root

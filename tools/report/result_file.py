"""Read a result file: groups, variables with their dimensions and coordinates, attributes."""
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

from .units import with_units


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
        title = self.attributes.get("long_name") or self.name
        return with_units(title.replace("_", " "), self.attributes.get("units", ""))

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
        self.roads = None  # of the whole file: filled by roads.of
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


HIDDEN = frozenset(("CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates",
                    "_NCProperties", "_nc3_strict", "DIMENSION_LABELS", "_FillValue"))


def _values(dataset, attributes):
    dtype = dataset.dtype
    if h5py.check_string_dtype(dtype) is not None:
        return np.array(dataset.asstr("utf-8", "replace")[()], dtype=object)
    values = np.asarray(dataset[()])
    if dtype.kind != "f":
        return values
    values = values.astype(float)
    fill = attributes["_FillValue"] if "_FillValue" in attributes else None
    return values if fill is None else np.where(values == np.asarray(fill).ravel()[0], np.nan, values)


def _attributes(attributes):
    return {key: text(attributes[key]) for key in attributes if key not in HIDDEN}


def _address(identifier):
    return h5py.h5o.get_info(identifier).addr


class _Reader:
    """Reads the groups of a file in one pass.

    Scales are known by their addresses: HDF5 finds the name of a dataset that it met through a reference by a search of
    the whole file, which made a file of a thousand studies take minutes.
    """

    def __init__(self, file):
        self.file = file
        self.scales = {}    # address → Variable, or the name alone where the axis has no coordinate
        self.attached = []  # (variable, addresses of the scales of its axes)

    def group(self, group):
        variables, groups, scales = {}, {}, set()
        for name, item in group.items():
            if isinstance(item, h5py.Group):
                groups[name] = self.group(item)
            elif isinstance(item, h5py.Dataset):
                variable, is_scale = self._variable(name, f"{group.name.rstrip('/')}/{name}", item)
                if variable is not None:
                    variables[name] = variable
                if is_scale:
                    scales.add(name)
        result = Group(group.name.rstrip("/"), variables, groups, _attributes(group.attrs))
        result.used = scales & set(variables)  # a scale shows as an axis of what is drawn on it
        return result

    def _variable(self, name, path, dataset):
        """The variable, None for an axis without coordinate; whether it is a scale."""
        attributes = dataset.attrs
        is_scale = "CLASS" in attributes and text(attributes["CLASS"]) == "DIMENSION_SCALE"
        if is_scale and text(attributes["NAME"]).startswith("This is a netCDF dimension but not a netCDF variable"):
            self.scales[_address(dataset.id)] = name
            return None, True
        variable = Variable(path, (), _values(dataset, attributes), _attributes(attributes))
        if is_scale:
            variable.dimensions = (name,) if dataset.ndim == 1 else tuple(f"axis {k}" for k in range(dataset.ndim))
            self.scales[_address(dataset.id)] = variable
        else:
            attached = attributes["DIMENSION_LIST"] if "DIMENSION_LIST" in attributes else [()] * dataset.ndim
            self.attached.append((variable, [self._target(references) for references in attached]))
        return variable, is_scale

    def _target(self, references):
        return _address(h5py.h5r.dereference(references[0], self.file.id)) if len(references) else None

    def attach(self):
        """Give every variable the names and coordinates of its axes."""
        for variable, addresses in self.attached:
            names = []
            for axis, address in enumerate(addresses):
                scale = self.scales.get(address, f"axis {axis}")
                if isinstance(scale, Variable):
                    variable.coordinates[scale.name] = scale
                    scale = scale.name
                names.append(scale)
            variable.dimensions = tuple(names)


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
            reader = _Reader(file)
            root = reader.group(h5py.Group(h5py.h5g.open(file.id, b"/")))
            reader.attach()
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read; it is truncated or damaged ({error})", 65) from error
    if "kolmo_version" not in root.attributes or "experiment" not in root.attributes:
        raise ReportError(f"{path}: not a result file of Kolmo (no attributes kolmo_version and experiment)", 65)
    return root

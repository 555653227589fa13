"""Read a result file: groups, variables with their dimensions and coordinates, attributes."""
import itertools
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

from .units import with_units


class ResultError(Exception):
    """What is wrong with a file or with what was asked of it, and the exit status that says so."""

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


def plain(value):
    """An attribute as Python has it: texts as str, arrays of one element as that element."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray):
        return plain(value.ravel()[0]) if value.size == 1 else np.array([plain(v) for v in value.ravel()])
    return value.item() if isinstance(value, np.generic) else value


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


def _values(identifier):
    dtype = identifier.dtype
    if h5py.check_string_dtype(dtype) is not None:
        return np.array(h5py.Dataset(identifier).asstr("utf-8", "replace")[()], dtype=object)
    values = np.empty(identifier.shape, dtype)
    if values.size:
        identifier.read(h5py.h5s.ALL, h5py.h5s.ALL, values)
    if dtype.kind != "f":
        return values
    values = values.astype(float)
    if not h5py.h5a.exists(identifier, b"_FillValue"):
        return values
    fill = np.asarray(h5py.Dataset(identifier).attrs["_FillValue"]).ravel()[0]
    return np.where(values == fill, np.nan, values)


class Attributes(MutableMapping):
    """The attributes of an item as texts, read when the first is asked for.

    Three quarters of them are labels of variables that no figure shows by name, and reading one takes 0.1 ms.
    """

    def __init__(self, identifier):
        self.id, self._texts, self._raw = identifier, None, {}

    @property
    def raw(self):
        """The attributes as the file has them: numbers, arrays, texts."""
        self._all()
        return {key: plain(value) for key, value in self._raw.items()}

    def _all(self):
        if self._texts is None:
            try:
                source = h5py.AttributeManager(self)  # which asks its owner for the id alone
                self._raw = {key: source[key] for key in source if key not in HIDDEN}
                self._texts = {key: text(value) for key, value in self._raw.items()}
            except (OSError, RuntimeError, KeyError, ValueError) as error:
                raise ResultError(f"the attributes of an item cannot be read; the file is damaged ({error})", 65) from error
            self.id = None
        return self._texts

    def __getitem__(self, key):
        return self._all()[key]

    def __setitem__(self, key, value):
        self._all()[key] = value

    def __delitem__(self, key):
        del self._all()[key]

    def __iter__(self):
        return iter(self._all())

    def __len__(self):
        return len(self._all())

    def __deepcopy__(self, memory):
        return dict(self._all())


def _address(identifier):
    return h5py.h5o.get_info(identifier).addr


def _attached(identifier, axis):
    """The address of the first scale of an axis, or None."""
    if not h5py.h5ds.get_num_scales(identifier, axis):
        return None
    return h5py.h5ds.iterate(identifier, axis, lambda scale: _address(scale))


class _Reader:
    """Reads the groups of a file in one pass, by h5py's low-level calls: its objects take longer than the reading.

    Scales are known by their addresses: HDF5 finds the name of a dataset that it met through a reference by a search of
    the whole file, which made a file of a thousand studies take minutes.
    """

    def __init__(self):
        self.scales = {}    # address → Variable, or the name alone where the axis has no coordinate
        self.attached = []  # (variable, addresses of the scales of its axes)

    def group(self, identifier, path=""):
        variables, groups, scales = {}, {}, set()
        for name in h5py.Group(identifier):
            item = h5py.h5o.open(identifier, name.encode())
            if isinstance(item, h5py.h5g.GroupID):
                groups[name] = self.group(item, f"{path}/{name}")
            elif isinstance(item, h5py.h5d.DatasetID):
                variable, is_scale = self._variable(name, f"{path}/{name}", item)
                if variable is not None:
                    variables[name] = variable
                if is_scale:
                    scales.add(name)
        result = Group(path, variables, groups, Attributes(identifier))
        result.used = scales & set(variables)  # a scale shows as an axis of what is drawn on it
        return result

    def _variable(self, name, path, identifier):
        """The variable, None for an axis without coordinate; whether it is a scale."""
        if not h5py.h5ds.is_scale(identifier):
            variable = Variable(path, (), _values(identifier), Attributes(identifier))
            self.attached.append((variable, [_attached(identifier, axis) for axis in range(identifier.rank)]))
            return variable, False
        if h5py.h5ds.get_scale_name(identifier).startswith(b"This is a netCDF dimension but not a netCDF variable"):
            self.scales[_address(identifier)] = name
            return None, True
        names = (name,) if identifier.rank == 1 else tuple(f"axis {axis}" for axis in range(identifier.rank))
        variable = Variable(path, names, _values(identifier), Attributes(identifier))
        self.scales[_address(identifier)] = variable
        return variable, True

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
    """The result file that a directory or a path names. Raises ResultError (66) where there is none."""
    path = Path(argument)
    if path.is_dir():
        files = [path / "result.h5"] if (path / "result.h5").exists() else sorted(path.glob("*.h5"))
        if len(files) != 1:
            raise ResultError(f"{path}: no result.h5 in this directory", 66)
        path = files[0]
    if not path.exists():
        raise ResultError(f"{path}: no such file", 66)
    return path


_images = itertools.count()  # HDF5 tells open files in memory apart by their names


def _open(content):
    """The bytes of a file as an HDF5 file in memory: no lock, and processes that draw may share it."""
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_fapl_core(backing_store=False)
    access.set_file_image(content)
    return h5py.h5f.open(f"result {next(_images)}".encode(), h5py.h5f.ACC_RDONLY, access)


def read(path):
    """The root group. Raises ResultError (65) for what is truncated, not HDF5 or not of Kolmo."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ResultError(f"{path}: {error.strerror}", 66) from error
    if not content.startswith(b"\x89HDF\r\n\x1a\n"):
        raise ResultError(f"{path}: not an HDF5 file", 65)
    try:
        reader = _Reader()
        # h5py lists the links of a File by name; those of its root group come in the order of the file.
        root = reader.group(h5py.h5g.open(_open(content), b"/"))
        reader.attach()
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise ResultError(f"{path}: cannot be read; it is truncated or damaged ({error})", 65) from error
    if "kolmo_version" not in root.attributes or "experiment" not in root.attributes:
        raise ResultError(f"{path}: not a result file of Kolmo (no attributes kolmo_version and experiment)", 65)
    return root

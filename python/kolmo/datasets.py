"""A group of a result file as an xarray data set."""
import numpy as np
import xarray

from . import error_bars


def _dimensions(variable):
    """The names of its axes. An axis without a scale is of this variable alone; a name that comes twice is numbered."""
    names = []
    for place, name in enumerate(variable.dimensions):
        before = variable.dimensions[:place].count(name)
        names.append((f"{variable.name} {name}" if name.startswith("axis ") else name) + (f"_{before + 1}" if before else ""))
    return tuple(names)


def _values(variable):
    return variable.values.astype(str) if variable.values.dtype == object else variable.values


def _attributes(variable):
    return dict(getattr(variable.attributes, "raw", variable.attributes))


def data_array(variable):
    """A variable of a group as a DataArray with the scales of its axes as coordinates."""
    names = _dimensions(variable)
    scales = {name: variable.coordinates[known] for name, known in zip(names, variable.dimensions) if known in variable.coordinates}
    coordinates = {name: ((name,), _values(scale), _attributes(scale)) for name, scale in scales.items() if scale.values.ndim == 1}
    return xarray.DataArray(_values(variable), coordinates, names, variable.name, _attributes(variable))


def data_set(group):
    """The variables of a group (without those of its subgroups) as a Dataset.

    Texts along an axis are coordinates beside it ("label" along "road"). `ancillary_variables`, as CF has it, names the
    variables that hold the errors of another: standard errors, discretisation budgets, noise floors.
    """
    arrays = {name: data_array(variable) for name, variable in group.variables.items()}
    for name, array in arrays.items():
        beside = [other for other in error_bars.beside(group, name).values()]
        if beside:
            array.attrs["ancillary_variables"] = " ".join(variable.name for variable in beside)
    texts = [name for name, array in arrays.items() if array.ndim == 1 and array.dtype.kind == "U" and name not in array.dims]
    data = xarray.Dataset(arrays, attrs=_attributes(group))
    return data.set_coords(texts)


def is_scale(variable):
    """Whether a variable is the coordinate of its own axis."""
    return variable.dimensions == (variable.name,)


def is_number(variable):
    return variable.values.dtype.kind in "fiu" and not np.issubdtype(variable.values.dtype, np.int8)

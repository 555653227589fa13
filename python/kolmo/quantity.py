"""A number or a field of a result with its errors, found by name."""
import difflib
from dataclasses import dataclass

import xarray

from . import error_bars
from .datasets import data_array, is_number, is_scale
from .result_file import ResultError
from .units import with_units

APART = ("checks", "convergence", "provenance", "benchmarks", "sweep")  # groups with readers of their own


@dataclass
class Quantity:
    """`values` with what stands beside them in the file, each a DataArray of the same shape or None.

    `standard_error`: of sampling. `budget`: a bound of the discretisation error. `noise_floor`: what a distance between equal
    laws may be. `exact`: the exact value.
    """

    name: str   # as it is asked for: "double_well/mean"
    path: str   # in the file: "/double_well/marginals/mean"
    values: xarray.DataArray
    standard_error: xarray.DataArray = None
    budget: xarray.DataArray = None
    noise_floor: xarray.DataArray = None
    exact: xarray.DataArray = None

    @property
    def label(self):
        """Long name and units."""
        title = self.values.attrs.get("long_name") or self.values.name
        return with_units(str(title).replace("_", " "), str(self.values.attrs.get("units", "")))


def _walk(group, apart):
    for name in group.variables:
        yield group, name
    for name, child in group.groups.items():
        if name not in apart:
            yield from _walk(child, apart)


class Catalogue:
    """The quantities of a file by name: the problem and the variable, with what is between where that is not enough."""

    def __init__(self, root):
        self._root = root
        self._places = {f"{group.path}/{name}".strip("/"): (group, name) for group, name in _walk(root, ())
                        if is_number(group.variables[name]) and not is_scale(group.variables[name])}
        listed = [f"{group.path}/{name}".strip("/") for group, name in _walk(root, APART)
                  if f"{group.path}/{name}".strip("/") in self._places and not error_bars.stands_beside(group, name)]
        self.names = {self._short(path, listed): path for path in listed}

    @staticmethod
    def _short(path, all_paths):
        """problem/variable where no other path is of this problem and variable; else the whole path."""
        first, *_, last = parts = path.split("/")
        same = sum(other.startswith(f"{first}/") and other.endswith(f"/{last}") for other in all_paths)
        return f"{first}/{last}" if same == 1 and len(parts) > 2 else path

    def find(self, name):
        """The Quantity of a name: as in `names`, a whole path, or its last parts where one alone ends with them."""
        wanted = name.strip("/")
        path = self.names.get(wanted, wanted)
        if path not in self._places and (check := self._check(wanted)) is not None:
            return check
        if path not in self._places:
            ending = [short for short in self.names if short.endswith("/" + wanted)]
            if len(ending) > 1:
                raise ResultError(f"'{name}' is in several problems: {', '.join(ending)}", 64)
            if not ending:
                raise ResultError(f"no quantity '{name}'{self._nearest(wanted)}", 64)
            path = self.names[ending[0]]
        group, variable = self._places[path]
        short = next((key for key, value in self.names.items() if value == path), path)
        beside = {kind: data_array(other) for kind, other in error_bars.beside(group, variable).items()}
        return Quantity(short, "/" + path, data_array(group.variables[variable]), **beside)

    def _check(self, wanted):
        """Observed less expected of the check of this id, its standard error, and its tolerance as the budget; else None."""
        group = self._root.group(wanted.split("/")[0]).group("checks")
        ids = group.variables.get("id")
        if ids is None or wanted not in (names := list(map(str, ids.values))):
            return None
        place = names.index(wanted)

        def column(name):
            variable = group.variables.get(name)
            return None if variable is None else data_array(variable)[..., place]
        difference = column("observed") - column("expected")
        difference.attrs = {"long_name": "observed less expected", "units": "1"}
        return Quantity(wanted, f"{group.path}/observed", difference.rename("difference"), column("standard_error"), column("tolerance"))

    def _nearest(self, wanted):
        problem, last = wanted.split("/")[0], wanted.rsplit("/", 1)[-1]
        own = [name for name in self.names if name.startswith(problem + "/")] or list(self.names)
        lasts = {name.rsplit("/", 1)[-1]: name for name in reversed(own)}
        near = [lasts[word] for word in difflib.get_close_matches(last, lasts, 3, 0.7)]
        near = near or difflib.get_close_matches(wanted, own, 3, 0.7)
        if near:
            return f"; did you mean {' or '.join(near)}?"
        few = list(self.names)[:8]
        return f" (there are {', '.join(few)}{', …' if len(self.names) > len(few) else ''})" if few else " (the file has none)"

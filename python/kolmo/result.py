"""A result file, open for analysis."""
import tomllib
from collections.abc import Mapping
from functools import cached_property

from . import checks, order_studies
from .datasets import data_set
from .quantity import Catalogue
from .result_file import ResultError


class Result(Mapping):
    """The groups of a result file by path, each an xarray Dataset: result["double_well/marginals"].

    `path` of the file; `experiment`, `question`, `seed`; `configuration` (resolved, as dictionaries) and `provenance`.
    `problems`: names of the parts. `checks`: list of Check. `orders`: list of Study, `order.problem` says of which part.
    """

    def __init__(self, path, root):
        self.path, self._root, self._sets = path, root, {}
        self._groups = {}
        self._collect(root)

    def _collect(self, group):
        if group.variables:
            self._groups[group.path.strip("/")] = group
        for child in group.groups.values():
            self._collect(child)

    def __getitem__(self, path):
        path = path.strip("/")
        if path not in self._groups:
            raise KeyError(f"no group '{path}' with variables in {self.path}; there are {', '.join(self._groups)}")
        if path not in self._sets:
            self._sets[path] = data_set(self._groups[path])
        return self._sets[path]

    def __iter__(self):
        return iter(self._groups)

    def __len__(self):
        return len(self._groups)

    @property
    def root(self):
        """The group of the whole file, as the report reads it."""
        return self._root

    @property
    def experiment(self):
        return self._root.attributes["experiment"]

    @property
    def question(self):
        return self._root.attributes.get("title", "")

    @property
    def seed(self):
        return int(self._root.attributes.get("seed", 0))

    @property
    def problems(self):
        return [name for name in self._root.groups if name not in ("provenance", "benchmarks", "sweep")]

    @property
    def swept(self):
        """The names of the swept axes; none where the file is of one run."""
        return self._root.attributes.get("swept", "").split()

    @cached_property
    def configuration(self):
        try:
            return tomllib.loads(self._root.attributes.get("configuration", ""))
        except tomllib.TOMLDecodeError as error:
            raise ResultError(f"{self.path}: its configuration is no TOML ({error})", 65) from error

    @property
    def provenance(self):
        return dict(self._root.group("provenance").attributes)

    @cached_property
    def checks(self):
        return [check for name in self.problems for check in checks.read(self._root.groups[name])]

    @cached_property
    def orders(self):
        found = []
        for name in self.problems:
            for study in order_studies.read(self._root.groups[name]):
                study.problem = name
                found.append(study)
        return found

    @cached_property
    def _catalogue(self):
        return Catalogue(self._root)

    @property
    def quantities(self):
        """The names of the quantities, in the order of the file."""
        return list(self._catalogue.names)

    def quantity(self, name):
        """The Quantity of this name ("double_well/mean", or "mean" where one problem has it). Raises ResultError (64)."""
        return self._catalogue.find(name)

    def __repr__(self):
        return (f"<kolmo.Result of {self.experiment}: {self.path}; problems {', '.join(self.problems)}; {len(self.checks)} checks, "
                f"{checks.worst(self.checks) or 'none'}>")

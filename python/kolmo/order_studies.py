"""Read the order studies of a problem: what is claimed, what was observed, how it was judged."""
from dataclasses import dataclass

import numpy as np

from .number_text import plus_minus
from .wording import without_small_words


WORDS = ("pass", "fail", "unresolved", "none")


@dataclass
class Study:
    """One measured order.

    `used` says which points entered the fit and `slack` what its check allows beyond the interval, both in the file's own
    words (`resolved`, `slack`); `rounding` that the file gives a bound of rounding errors instead of an order.
    """

    name: str
    kind: str   # what its name and those of its like begin with
    label: str  # and what follows
    title: str
    step_label: str
    claimed: float
    order: float
    half_width: float
    verdict: str
    slack: float
    rounding: bool
    scheme: str
    check: str
    source: str
    h: np.ndarray
    error: np.ndarray
    standard_error: np.ndarray
    fitted: np.ndarray
    used: np.ndarray
    problem: str = ""

    @property
    def exact(self):
        """Whether only rounding is left of the errors: there is no order to measure."""
        return np.isinf(self.claimed) or self.rounding

    @property
    def claim(self):
        """The claim as text."""
        return "exact" if self.exact else "none" if np.isnan(self.claimed) else f"{self.claimed:.3g}"

    @property
    def observed(self):
        """The order with its interval as text; the largest error where there is no order."""
        if self.exact:
            largest = np.max(self.error, initial=0.0, where=np.isfinite(self.error))
            return f"error ≤ {largest:.1g}"
        if not np.isfinite(self.order):
            return "no order"
        return plus_minus(self.order, self.half_width)


def _column(group, name, shape, empty):
    """The values of a variable of this shape as floats; `empty` everywhere where there is none."""
    variable = group.variables.get(name)
    if variable is None or variable.values.shape != shape or variable.values.dtype.kind not in "fiu":
        return np.full(shape, empty)
    return variable.values.astype(float)


def _study(name, group):
    """A study from its group. Without a variable `error` on one axis it has no points, but keeps its order."""
    error, h, step_label = np.empty(0), np.empty(0), "step h"
    variable = group.variables.get("error")
    if variable is not None and variable.values.ndim == 1 and variable.dimensions[0] in variable.coordinates:
        scale = variable.coordinates[variable.dimensions[0]]
        error, h, step_label = variable.values.astype(float), np.asarray(scale.values, dtype=float), scale.label
    fitted, spread = (_column(group, column, error.shape, empty) for column, empty in (("fitted", np.nan), ("standard_error", 0)))
    claimed, order, half_width = (group.number(number) for number in ("order_claimed", "order", "half_width"))
    if order == 0 and not half_width > 0:
        order = np.nan  # nothing was fitted
    verdict, words = group.attributes.get("verdict", "unresolved"), name.replace("_", " ")
    scheme, check, source = (group.attributes.get(attribute, "") for attribute in ("scheme", "check", "source"))
    return Study(name, name.partition("_")[0], words, group.attributes.get("long_name") or words, step_label, claimed, order,
                 half_width, verdict if verdict in WORDS else "unresolved", np.nan_to_num(group.number("slack")),
                 group.number("exact_below") > 0, scheme, check, source, h, error, spread, fitted,
                 _column(group, "resolved", error.shape, 1) > 0)


def _by_scheme(study):
    """What is measured, of which scheme: "joint_bdf2_central" of the scheme "bdf2" is ("joint", "bdf2 central")."""
    before, found, after = f"_{study.name}_".partition(f"_{study.scheme}_")
    if not study.scheme or not found or not before.strip("_"):
        return False
    study.kind = before.strip("_").replace("_", " ")
    study.label = f"{study.scheme}_{after}".strip("_").replace("_", " ")
    return True


def _name_kinds(studies):
    """A study is of the kind that its name says before its scheme; else of that with which names of several begin."""
    found = {}
    for study in studies:
        if not _by_scheme(study):
            found.setdefault(study.kind, []).append(study)
    for members in found.values():
        if len(members) == 1:
            members[0].kind = members[0].label
            continue
        names = [study.label.split() for study in members]
        common = 1
        while all(len(name) > common + 1 for name in names) and len({name[common] for name in names}) == 1:
            common += 1
        for study, name in zip(members, names):
            study.kind = without_small_words(name[:common]) or name[0]
            study.label = " ".join(name[common:]) or study.label
    return studies


def read(problem):
    """The studies of a problem that state an order, in the order of the file."""
    return _name_kinds([_study(name, group) for name, group in problem.group("convergence").groups.items()
                        if "verdict" in group.attributes or ("order" in group.attributes and "error" in group.variables)])

"""The checks of a problem: what was expected, what was observed, how far the two may be apart."""
from dataclasses import dataclass

import numpy as np

WORDS = ("fail", "unresolved", "pass")  # the order in which people want to see them
NUMBERS = ("expected", "observed", "standard_error", "bias_bound", "tolerance", "effect_of_2_percent", "claimed")
TEXTS = ("depends_on", "source", "note", "claims")


@dataclass
class Check:
    """One comparison; numbers that the file leaves out are NaN.

    `standard_error` and `bias_bound` are of observed − expected; `effect_of_2_percent` is what a drift wrong by 2 % would do;
    `claims` are ids of data/claims.toml with blanks between, and `claimed` is what they, as printed, say instead of `expected`.
    """

    id: str
    verdict: str  # pass, fail or unresolved
    expected: float = np.nan
    observed: float = np.nan
    standard_error: float = np.nan
    bias_bound: float = np.nan
    tolerance: float = np.nan
    effect_of_2_percent: float = np.nan
    claimed: float = np.nan
    depends_on: str = ""
    source: str = ""
    note: str = ""
    claims: str = ""

    @property
    def difference(self):
        """observed − expected."""
        return self.observed - self.expected

    @property
    def used(self):
        """The share of the tolerance that the difference takes; NaN where one of them is not known."""
        return abs(self.difference) / self.tolerance if self.tolerance > 0 else np.nan


def read(problem):
    """The checks of a problem (a Group), in the order of the file."""
    group = problem.group("checks")
    verdicts, ids = group.variables.get("verdict"), group.variables.get("id")
    if verdicts is None or ids is None:
        return []
    if verdicts.values.ndim > 1:
        return _swept(group, verdicts, ids)
    meanings = verdicts.attributes.get("flag_meanings", "").split()
    count = len(verdicts.values)

    def column(name, empty):
        variable = group.variables.get(name)
        return [empty] * count if variable is None else variable.values

    def word(flag):
        return meanings[flag] if 0 <= flag < len(meanings) and meanings[flag] in WORDS else "unresolved"

    columns = [column(name, np.nan) for name in NUMBERS] + [column(name, "") for name in TEXTS]
    return [Check(str(identity), word(verdict), *map(float, row[:len(NUMBERS)]), *map(str, row[len(NUMBERS):]))
            for identity, verdict, *row in zip(ids.values, verdicts.values, *columns)]


def _swept(group, verdicts, ids):
    """The checks of every point of a sweep, the point after the name: "double_well/…/t=2 [T = 0.5]"; those not made left out."""
    meanings = verdicts.attributes.get("flag_meanings", "").split()
    axes = verdicts.dimensions[:-1]

    def at(name, place, empty):
        variable = group.variables.get(name)
        if variable is None:
            return empty
        return variable.values[place] if variable.values.ndim == verdicts.values.ndim else variable.values[place[-1]]
    found = []
    for place in np.ndindex(verdicts.values.shape):
        word = meanings[verdicts.values[place]]
        if word == "missing":
            continue
        point = ", ".join(f"{name} = {_said(verdicts.coordinate(name)[index])}" for name, index in zip(axes, place))
        found.append(Check(f"{ids.values[place[-1]]} [{point}]", word if word in WORDS else "unresolved",
                           *(float(at(name, place, np.nan)) for name in NUMBERS), *(str(at(name, place, "")) for name in TEXTS)))
    return found


def _said(value):
    return f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)


def counts(checks):
    """How many checks have each verdict."""
    return {word: sum(check.verdict == word for check in checks) for word in WORDS}


def worst(checks):
    """The verdict on all of them: fail before unresolved before pass; None where there are none."""
    return next((word for word in WORDS if any(check.verdict == word for check in checks)), None)

"""The checks of a problem as rows of a table, and how many of them say what."""
from dataclasses import dataclass

import numpy as np

FIRST = ("fail", "unresolved", "pass")


@dataclass
class Check:
    """A row of the table; numbers are texts already."""

    verdict: str
    id: str
    expected: str
    observed: str
    difference: str
    tolerance: str
    used: float
    standard_error: str
    bias_bound: str
    effect: str
    vague: bool
    depends_on: str
    source: str
    note: str


def checks_of(problem):
    """The checks of a problem: failed first, then unresolved, then passed, each in the order of the file."""
    group = problem.group("checks")
    if "verdict" not in group.variables:
        return []
    verdicts = group.variables["verdict"]
    count = len(verdicts.values)
    meanings = verdicts.attributes.get("flag_meanings", "").split()
    group.used.update(name for name, v in group.variables.items() if len(v.dimensions) == 1)

    def column(name, empty):
        variable = group.variables.get(name)
        return [empty] * count if variable is None else variable.values

    rows = []
    names = ("id", "expected", "observed", "standard_error", "bias_bound", "tolerance", "effect_of_2_percent")
    texts = ("depends_on", "source", "note")
    for verdict, identity, *rest in zip(verdicts.values, *(column(n, np.nan) for n in names), *(column(n, "") for n in texts)):
        expected, observed, error, bias, tolerance, effect, depends_on, source, note = rest
        difference = observed - expected
        word = meanings[verdict] if 0 <= verdict < len(meanings) else "unresolved"
        rows.append(Check(
            verdict=word if word in FIRST else "unresolved", id=identity, expected=_number(expected),
            observed=_number(observed), difference=_number(difference, 3), tolerance=_number(tolerance, 3),
            used=float(min(abs(difference) / tolerance, 1.5)) if tolerance > 0 and np.isfinite(difference) else 0.0,
            standard_error=_number(error, 2), bias_bound=_number(bias, 2), effect=_number(effect, 2),
            vague=bool(np.isfinite(effect) and np.isfinite(tolerance) and tolerance > abs(effect)),
            depends_on=depends_on, source=source, note=note))
    return sorted(rows, key=lambda row: FIRST.index(row.verdict))


def _number(value, digits=6):
    return "–" if not np.isfinite(value) else f"{value:.{digits}g}"


def counts_of(checks):
    counts = {verdict: sum(check.verdict == verdict for check in checks) for verdict in FIRST}
    judged = [check for check in checks if check.effect != "–"]
    return counts | {"sharp": sum(not check.vague for check in judged), "judged": len(judged)}


def sentence(checks):
    """What the checks say, in one sentence."""
    if not checks:
        return "The file holds no checks."
    bad = {verdict: [check.id for check in checks if check.verdict == verdict] for verdict in ("fail", "unresolved")}
    if not bad["fail"] and not bad["unresolved"]:
        closest = max(checks, key=lambda check: check.used)
        near = f"; the closest to its limit is {closest.id} with {100 * closest.used:.0f} % of its tolerance" if closest.used else ""
        return f"All {len(checks)} checks passed{near}." if len(checks) > 1 else f"The one check passed{near}."
    parts = [f"{len(ids)} {'failed' if verdict == 'fail' else 'are unresolved' if len(ids) > 1 else 'is unresolved'} "
             f"({', '.join(ids[:3])}{', …' if len(ids) > 3 else ''})" for verdict, ids in bad.items() if ids]
    return f"Of {len(checks)} checks {' and '.join(parts)}; {len(checks) - sum(map(len, bad.values()))} passed."

"""The checks of a problem as rows of a table, and how many of them say what."""
from dataclasses import dataclass

import numpy as np

from kolmo import checks


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
    group.used.update(name for name, v in group.variables.items() if len(v.dimensions) == 1)
    return [_row(check) for check in sorted(checks.read(problem), key=lambda check: checks.WORDS.index(check.verdict))]


def _row(check):
    effect, used = check.effect_of_2_percent, check.used
    return Check(
        verdict=check.verdict, id=check.id, expected=_number(check.expected), observed=_number(check.observed),
        difference=_number(check.difference, 3), tolerance=_number(check.tolerance, 3),
        used=float(min(used, 1.5)) if np.isfinite(used) else 0.0, standard_error=_number(check.standard_error, 2),
        bias_bound=_number(check.bias_bound, 2), effect=_number(effect, 2),
        vague=bool(np.isfinite(effect) and np.isfinite(check.tolerance) and check.tolerance > abs(effect)),
        depends_on=check.depends_on, source=check.source, note=check.note)


def _number(value, digits=6):
    return "–" if not np.isfinite(value) else f"{value:.{digits}g}"


def counts_of(rows):
    judged = [row for row in rows if row.effect != "–"]
    return checks.counts(rows) | {"sharp": sum(not row.vague for row in judged), "judged": len(judged)}


def sentence(rows):
    """What the checks say, in one sentence."""
    if not rows:
        return "The file holds no checks."
    bad = {verdict: [row.id for row in rows if row.verdict == verdict] for verdict in ("fail", "unresolved")}
    if not bad["fail"] and not bad["unresolved"]:
        closest = max(rows, key=lambda row: row.used)
        near = f"; the closest to its limit is {closest.id} with {100 * closest.used:.0f} % of its tolerance" if closest.used else ""
        return f"All {len(rows)} checks passed{near}." if len(rows) > 1 else f"The one check passed{near}."
    parts = [f"{len(ids)} {'failed' if verdict == 'fail' else 'are unresolved' if len(ids) > 1 else 'is unresolved'} "
             f"({', '.join(ids[:3])}{', …' if len(ids) > 3 else ''})" for verdict, ids in bad.items() if ids]
    return f"Of {len(rows)} checks {' and '.join(parts)}; {len(rows) - sum(map(len, bad.values()))} passed."

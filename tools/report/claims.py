"""The claims that a file's checks show, as one table: what is said, what is so, and the numbers beside each other."""
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kolmo import checks as kinds
from kolmo import claims as ledger

LEDGER = Path(__file__).resolve().parents[2] / "data" / "claims.toml"


@dataclass
class Row:
    """One claim; `numbers` are (check, expected, as printed, observed, verdict of the check), texts already."""

    id: str
    verdict: str
    statement: str
    correct: str
    numbers: list


def rows_of(root):
    """A row for each claim that a check of the file carries, in the order of the ledger; one that the ledger does not know has its id alone."""
    shown = {}
    for part in root.groups.values():
        for check in kinds.read(part):
            for claim in check.claims.split():
                shown.setdefault(claim, []).append(check)
    if not shown:
        return []
    known = {claim.id: claim for claim in _ledger()}
    order = [claim for claim in known if claim in shown] + [claim for claim in shown if claim not in known]
    return [_row(known.get(claim) or ledger.Claim(claim, "", "", "", "unknown"), shown[claim]) for claim in order]


def _ledger():
    try:
        return ledger.read(LEDGER)
    except OSError:
        return []


def _row(claim, checks):
    numbers = [(check.id.rsplit("/", 1)[-1].replace("_", " "), _number(check.expected), _number(check.claimed), _number(check.observed),
                check.verdict) for check in checks]
    return Row(claim.id, claim.verdict, claim.statement, claim.correct, numbers)


def _number(value):
    return "–" if not np.isfinite(value) else f"{value:.6g}"


def counts_of(rows):
    """How many of the claims have each verdict."""
    return [(verdict, sum(row.verdict == verdict for row in rows)) for verdict in ledger.VERDICTS]

"""Claims of the source notes: data/claims.toml, and the checks of a result that show them."""
import math
import tomllib
from dataclasses import dataclass, field

VERDICTS = ("wrong", "conditional", "holds")  # the order in which people want to see them
NOTES = {"S": 26, "C4": 50, "C5": 99, "A": 66, "G": 21}  # how many claims each note makes


@dataclass
class Claim:
    """What a note says, whether it holds, and what shows it ("claims", or "EXPERIMENT/PART/CHECK")."""

    id: str
    note: str
    section: str
    statement: str
    verdict: str
    correct: str = ""
    shown_by: list = field(default_factory=list)


def known_ids():
    """Every id, in the order of the ledger: "S-01" … "G-21"."""
    return [f"{note}-{number:02}" for note, count in NOTES.items() for number in range(1, count + 1)]


def read(path):
    """The claims of a ledger, in its order. Raises ValueError (of TOML) or TypeError for keys that it should not have."""
    with open(path, "rb") as file:
        return [Claim(**row) for row in tomllib.load(file).get("claim", [])]


def planted_passes(check):
    """Whether a check would pass with what its claims, as printed, say in the place of what it expects; None where they say no
    other number."""
    if not math.isfinite(check.claimed):
        return None
    return abs(check.observed - check.claimed) <= check.tolerance


def checks_of(claim_id, checks):
    """Those of the checks that carry the claim."""
    return [check for check in checks if claim_id in check.claims.split()]

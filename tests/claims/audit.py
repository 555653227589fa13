"""What is wrong with a ledger of claims, as lines of text: of the list itself, of the checks that are listed, of the checks that ran."""
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "python"))
from kolmo import claims as ledger  # noqa: E402

OWN = "claims"  # the experiment whose checks' ids bear the claim's


def claim_in(check_id):
    """The claim that a check of the experiment `claims` is named after: "claims/generative/C4-01/…" gives C4-01."""
    words = check_id.split("/")
    return words[2] if len(words) > 3 else ""


def faults_of_list(claims):
    """Ids, order, verdicts and words."""
    faults = []
    ids = [claim.id for claim in claims]
    if ids != ledger.known_ids():
        odd = sorted(set(ids) ^ set(ledger.known_ids())) or sorted({i for i in ids if ids.count(i) > 1}) or ["the order"]
        faults.append(f"ids are not the {len(ledger.known_ids())} known ones, in order: {', '.join(odd)}")
    for claim in claims:
        if claim.note != claim.id.split("-")[0]:
            faults.append(f"{claim.id}: note = {claim.note!r}")
        if claim.verdict not in ledger.VERDICTS:
            faults.append(f"{claim.id}: verdict = {claim.verdict!r} is none of {', '.join(ledger.VERDICTS)}")
        if not claim.statement or not claim.section:
            faults.append(f"{claim.id}: statement and section must say something")
        if claim.verdict != "holds" and not claim.correct:
            faults.append(f"{claim.id}: what does not simply hold needs `correct`")
        if not claim.shown_by:
            faults.append(f"{claim.id}: shown_by is empty")
        faults += [f"{claim.id}: {text!r} is a piece of LaTeX"
                   for text in re.findall(r"\\\w+|\$", claim.statement + claim.correct)]
    return faults


def unshown(claims, listed):
    """Ids that no listed check shows. `listed`: "EXPERIMENT/PART/CHECK" of all experiments."""
    own = {claim_in(check) for check in listed if check.startswith(OWN + "/")}
    return [claim.id for claim in claims
            if not any(shown in listed or (shown == OWN and claim.id in own) for shown in claim.shown_by)]


def faults_of_listing(claims, listed, still_open):
    """Listed checks that do not exist; claims that nothing shows and that are not known to be open, and the contrary."""
    faults = [f"{claim.id}: there is no check {shown}" for claim in claims for shown in claim.shown_by
              if shown != OWN and shown not in listed]
    missing = unshown(claims, listed)
    faults += [f"{claim}: no check shows it" for claim in missing if claim not in still_open]
    faults += [f"{claim} is shown, or no claim: it must leave open.txt" for claim in still_open if claim not in missing]
    known = set(ledger.known_ids())
    faults += [f"{check}: its third word is no claim" for check in listed
               if check.startswith(OWN + "/") and claim_in(check) not in known]
    return faults


def faults_of_results(claims, checks, still_open):
    """Of checks that ran, "EXPERIMENT/PART/CHECK" → Check: that each passed, carries its claim, and can tell it from the truth."""
    faults = []
    for claim in claims:
        if claim.id in still_open:
            continue
        own = {name: check for name, check in checks.items()
               if name in claim.shown_by or (OWN in claim.shown_by and claim.id in check.claims.split() and name.startswith(OWN + "/"))}
        if not own:
            faults.append(f"{claim.id}: no check that ran shows it")
        faults += [f"{name} does not carry {claim.id}" for name, check in own.items() if claim.id not in check.claims.split()]
        faults += [f"{name}: {check.verdict}" for name, check in own.items() if check.verdict != "pass"]
        if claim.verdict == "wrong" and own and all(ledger.planted_passes(check) is not False for check in own.values()):
            faults.append(f"{claim.id} is wrong, and no check has the number that it says")
    return faults


def planted(checks, most=None):
    """Names of checks with a number as printed; of many, `most` that stand evenly among them."""
    names = [name for name, check in checks.items() if ledger.planted_passes(check) is not None]
    if most is None or len(names) <= most:
        return names
    return [names[i * len(names) // most] for i in range(most)]

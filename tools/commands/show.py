"""kolmo show: checks, orders and quantities of a result."""
import numpy as np

import kolmo
from kolmo import checks as kinds
from kolmo import manifest

from .terminal import coloured, number, table

MOST = 40  # checks that are listed wholly


def add(commands):
    parser = commands.add_parser("show", help="checks, orders and quantities in the terminal",
                                 description="What a result holds: its checks, its measured orders, its quantities. Without an option "
                                             f"checks are listed wholly where there are at most {MOST}, else those that did not pass.",
                                 epilog="example: tools/kolmo show results/four_roads/2026-11-28T09-23-59Z-4c1f0a77 --checks")
    parser.add_argument("result", metavar="RESULT")
    parser.add_argument("--checks", action="store_true", help="the checks alone, all of them")
    parser.add_argument("--orders", action="store_true", help="the orders alone, all of them")
    parser.add_argument("--quantities", action="store_true", help="the quantities alone")
    parser.set_defaults(action=show)


def show(arguments):
    result = kolmo.open(arguments.result)
    chosen = arguments.checks or arguments.orders or arguments.quantities
    if not chosen:
        _head(result)
    if arguments.checks or not chosen:
        _checks(result, arguments.checks)
    if arguments.orders or not chosen:
        _orders(result, arguments.orders)
    if arguments.quantities or not chosen:
        _quantities(result)
    return 0


def _head(result):
    run = result.configuration.get("run", {})
    when = result.provenance.get("start_time", "an unknown time")
    print(f"{result.experiment}: {result.question}")
    print(f"{result.path}, scale {run.get('scale', '–')}, seed {result.seed}, begun {when}")
    if words := manifest.disowned(result.path):
        print(f"WARNING: {words}")


def _words(counts):
    return ", ".join(coloured(word, f"{counts[word]} {word}") for word in reversed(kinds.WORDS) if counts[word])


def _checks(result, everything):
    print(f"\nchecks: {_words(kinds.counts(result.checks)) or 'none'}")
    listed = result.checks
    if not everything and len(listed) > MOST:
        for problem in result.problems:
            own = [check for check in listed if check.id.startswith(problem + "/")]
            print(f"  {problem}: {_words(kinds.counts(own)) or 'no checks'}")
        listed = [check for check in listed if check.verdict != "pass"]
        if not listed:
            print("  (--checks lists them all)")
    if listed:
        rows = [(check.id, number(check.expected), number(check.observed), number(check.standard_error, 2),
                 number(check.tolerance, 2), check.verdict) for check in listed]
        print("\n".join(table(("check", "expected", "observed", "± error", "tolerance", "verdict"), rows, (1, 2, 3, 4), 5)))
        for check in listed:
            if check.note and check.verdict != "pass":
                print(f"  {check.id}: {check.note}")


def _orders(result, everything):
    if not result.orders:
        if everything:
            print("\nno measured orders")
        return
    listed = result.orders if everything or len(result.orders) <= MOST else \
        [study for study in result.orders if study.verdict in ("fail", "unresolved")]
    print(f"\nmeasured orders: {_words(kinds.counts(result.orders)) or len(result.orders)}"
          + ("" if listed else " (--orders lists them all)"))
    if listed:
        rows = [(f"{study.problem}/{study.name}", study.claim, study.observed, study.verdict) for study in listed]
        print("\n".join(table(("study", "claimed", "observed", "verdict"), rows, (1,), 3)))


def _range(values):
    values = np.asarray(values, dtype=float)
    finite = values[np.isfinite(values)]
    if not finite.size:
        return "nothing finite"
    low, high = finite.min(), finite.max()
    return number(low) if low == high else f"{number(low, 4)} … {number(high, 4)}"


def _quantities(result):
    names = result.quantities
    print(f"\nquantities: {len(names)}")
    if not names:
        return
    rows = []
    for name in names:
        quantity = result.quantity(name)
        bars = [words for words, bar in (("± s", quantity.standard_error), ("budget", quantity.budget),
                                         ("noise floor", quantity.noise_floor)) if bar is not None]
        axes = " × ".join(f"{dimension} {size}" for dimension, size in quantity.values.sizes.items())
        rows.append((name, axes or "–", _range(quantity.values), str(quantity.values.attrs.get("units", "–")), ", ".join(bars) or "–"))
    print("\n".join(table(("quantity", "axes", "values", "units", "errors"), rows)))

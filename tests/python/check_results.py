"""The package on real results: every group opens, a result agrees with itself, one quantity of each group is drawn.

`check_results.py DIR`, DIR/NAME/result.h5 for each experiment. Exit status 77: there is none (no run in this build tree yet).
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))
import kolmo  # noqa: E402


def check(path):
    """What is wrong with what the package makes of a result."""
    result = kolmo.open(path)
    wrong = [f"{group}: empty" for group in result if not result[group].variables]
    if not result.checks:
        wrong.append("no checks")
    comparison = kolmo.compare(result, result)
    if comparison.verdict != "agree" or any(row.verdict != "same" and not row.note for row in comparison.rows):
        wrong.append(f"it does not agree with itself: {[row.name for row in comparison.rows if row.verdict != 'same'][:5]}")
    drawn = set()
    for name in result.quantities:
        quantity = result.quantity(name)
        if (kind := (quantity.path.split("/")[2], quantity.values.dims)) in drawn or len(drawn) >= 12:
            continue
        drawn.add(kind)
        try:
            kolmo.plot(result, name)
        except kolmo.ResultError as error:
            if "no finite number" not in str(error):
                wrong.append(str(error))
    print(f"{path}: {len(result)} groups, {len(result.quantities)} quantities, {len(result.checks)} checks, {len(result.orders)} orders")
    return wrong


def main(folder):
    paths = sorted(Path(folder).glob("*/result.h5"))
    if not paths:
        print(f"no results in {folder}")
        return 77
    wrong = [f"{path}: {words}" for path in paths for words in check(path)]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

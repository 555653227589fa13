"""kolmo compare: two results within their error bars."""
import kolmo

from .terminal import coloured, number, table

STATUS = {"agree": 0, "differ": 1, "undecided": 2}
MOST = 100   # characters of the names that stand in one file only, and of the keys that differ
LONGEST = 30  # characters of one value of a configuration


def add(commands):
    parser = commands.add_parser(
        "compare", help="whether two results agree within their error bars",
        description="Quantities, checks and measured orders that both results hold, within the error bars of both: standard errors\n"
                    "and discretisation budgets. Two runs that differ in their random numbers alone are called different once in 1/ALPHA.\n\n"
                    "exit status\n  0   they agree: nothing differs by more than its error bars allow\n"
                    "  1   they differ: a quantity, a check or an order does, or a check fails in one of them alone\n"
                    "  2   undecided: some names are in one of them only, or nothing in both has error bars\n"
                    "  64  usage; 65 not a result; 66 no such file",
        epilog="example: tools/kolmo compare results/four_roads/first results/four_roads/second")
    parser.add_argument("a", metavar="A")
    parser.add_argument("b", metavar="B")
    parser.add_argument("--false-alarm", metavar="ALPHA", type=_probability, default=1e-3,
                        help="probability that equal laws are called different (default: 0.001)")
    parser.add_argument("--all", action="store_true", help="every row, not those alone that differ or are undecided")
    parser.set_defaults(action=compare)


def _probability(words):
    value = float(words)
    if not 0 < value < 1:
        raise ValueError(words)
    return value


def compare(arguments):
    comparison = kolmo.compare(arguments.a, arguments.b, arguments.false_alarm)
    if comparison.settings:
        said = _shortened([f"{key} = {_words(one)} in A, {_words(other)} in B" for key, one, other in comparison.settings], "; ")
        print(f"the configurations differ: {said}")
        if any(not key.startswith("run.") for key, _, _ in comparison.settings):
            print("(checks are compared by observed − expected, each with the expected value of its own run)")
        print()
    rows = comparison.rows if arguments.all else comparison.differing
    if rows:
        texts = [(row.name + (f" at {row.where}" if row.where and row.verdict == "differ" else ""), row.kind, number(row.a), number(row.b),
                  number(abs(row.a - row.b), 3), number(row.allowed, 3), row.verdict) for row in rows]
        print("\n".join(table(("name", "kind", "A", "B", "|A − B|", "allowed", "verdict"), texts, (2, 3, 4, 5), 6)), "\n")
    for name, before, after in comparison.changed:
        print(f"check {name}: {coloured(before)} in A, {coloured(after)} in B")
    for words, names in (("A", comparison.only_in_a), ("B", comparison.only_in_b)):
        if names:
            print(f"only in {words}: {_shortened(names)}")
    _last(comparison)
    return STATUS[comparison.verdict]


def _words(value):
    """A value of a configuration, cut where it is long."""
    return value if len(value) <= LONGEST else value[:LONGEST - 2] + " …"


def _shortened(names, between=", "):
    """The first of the names, one at least, in a line that a terminal shows; how many more there are."""
    shown = 1
    while shown < len(names) and len(between.join(names[:shown + 1])) <= MOST:
        shown += 1
    more = len(names) - shown
    return between.join(names[:shown]) + (f" and {more} more" if more else "")


def _last(comparison):
    if comparison.same_numbers:
        print("the numbers of the two files are the same bytes (numbers_sha256)")
    counts = {word: sum(row.verdict == word for row in comparison.rows) for word in ("same", "agree", "differ", "undecided")}
    print(f"{len(comparison.compared)} quantities, checks and orders compared: {counts['same']} same, {counts['agree']} agree, "
          f"{counts['differ']} differ (z = {comparison.z:.2f}); {counts['undecided']} not judged (no error bars, or other axes)")
    print(coloured(comparison.verdict))

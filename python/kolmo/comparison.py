"""Two results side by side: what both hold must agree within the error bars of both.

For a number with standard errors s and discretisation budgets b in both files, |x_a − x_b| ≤ z √(s_a² + s_b²) + b_a + b_b is
allowed: the first term is what sampling does, the others what discretisation may do. z = Φ⁻¹(1 − α/2m) for the m numbers with
standard errors that are compared, so that all of them together raise a false alarm with probability α at most (Bonferroni;
numbers that share noise only lower it). A distance d between roads has a noise floor f: by the triangle inequality
|d_a − d_b| ≤ f_a + f_b + b_a + b_b. Checks have s and the bound of their bias; one that expects 0
of what cannot be negative is a distance, whose noise its tolerance holds: t_a + t_b is allowed. Two orders agree when their intervals meet.
A check is compared by observed − expected: each run has the expected value of its own configuration, and `settings` says where the two differ.
"""
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np


ROUNDING = 1e-12  # relative: another instruction set, another order of sums


@dataclass
class Row:
    """One name in both files. The numbers are those of the place where the difference is the largest share of what is allowed."""

    kind: str      # quantity, check or order
    name: str
    verdict: str   # same (the same numbers), agree, differ, undecided (no error bars, or other axes)
    a: float = np.nan
    b: float = np.nan
    allowed: float = np.nan
    where: str = ""
    note: str = ""

    @property
    def share(self):
        """The difference as a share of what is allowed."""
        return abs(self.a - self.b) / self.allowed if self.allowed > 0 else np.nan


@dataclass
class Comparison:
    rows: list
    only_in_a: list
    only_in_b: list
    changed: list = field(default_factory=list)  # (check, verdict in a, verdict in b), where the two are not the same
    z: float = 0.0
    same_numbers: bool = False
    settings: list = field(default_factory=list)  # (key of the configuration, text in a, text in b), where the two are not the same

    @property
    def differing(self):
        return [row for row in self.rows if row.verdict == "differ"]

    @property
    def compared(self):
        """The rows that were judged."""
        return [row for row in self.rows if row.verdict != "undecided"]

    @property
    def verdict(self):
        """differ; undecided where names are in one file only or nothing was judged; else agree."""
        if self.differing or any("fail" in (before, after) for _, before, after in self.changed):
            return "differ"
        return "undecided" if self.only_in_a or self.only_in_b or not self.compared else "agree"

    @staticmethod
    def of(a, b, false_alarm=1e-3):
        """Compare two results (kolmo.Result)."""
        pairs = _quantities(a, b) + _checks(a, b)
        sampled = sum(pair.sampled for pair in pairs)
        z = NormalDist().inv_cdf(1 - false_alarm / (2 * max(sampled, 1)))
        rows = [pair.judged(z) for pair in pairs] + _orders(a, b)
        (only_a, only_b), changed = _unpaired(a, b), _changed(a, b)
        digests = [result.provenance.get("numbers_sha256") for result in (a, b)]
        return Comparison(rows, only_a, only_b, changed, z, digests[0] is not None and digests[0] == digests[1], _settings(a, b))


@dataclass
class _Pair:
    """Numbers of one name in both files, flattened; `spread` is √(s_a² + s_b²), `bound` what else is allowed."""

    kind: str
    name: str
    a: np.ndarray
    b: np.ndarray
    spread: np.ndarray
    bound: np.ndarray
    places: object = None  # place → words
    note: str = ""
    has_bars: bool = True

    @property
    def sampled(self):
        return int(np.count_nonzero(self.spread > 0))

    def judged(self, z):
        if self.note:
            return Row(self.kind, self.name, "undecided", note=self.note)
        both_nan = np.isnan(self.a) & np.isnan(self.b)
        difference = np.where(both_nan, 0.0, np.abs(self.a - self.b))
        with np.errstate(invalid="ignore"):
            allowed = z * self.spread + self.bound + ROUNDING * np.maximum(np.abs(self.a), np.abs(self.b))
            share = np.where(difference == 0, 0.0, difference / np.where(allowed > 0, allowed, np.nan))
        share = np.where(np.isnan(share) & (difference != 0), np.inf, share)
        place = int(np.argmax(share)) if share.size else 0
        if not share.size:
            return Row(self.kind, self.name, "same")
        verdict = "same" if not difference.any() else "agree" if share.max() <= 1 else "differ" if self.has_bars else "undecided"
        note = "without error bars" if verdict == "undecided" else ""
        return Row(self.kind, self.name, verdict, float(self.a[place]), float(self.b[place]), float(allowed[place]),
                   self.places(place) if self.places else "", note)


def _or_zero(array, like):
    return np.zeros(like.shape) if array is None else np.nan_to_num(np.asarray(array, dtype=float))


def _same_axes(a, b):
    """Whether two arrays stand on the same axes."""
    if a.dims != b.dims or a.shape != b.shape:
        return False
    for name in a.dims:
        if (name in a.coords) != (name in b.coords):
            return False
        if name in a.coords:
            one, other = a.coords[name].values, b.coords[name].values
            if not (np.allclose(one, other, rtol=1e-9, atol=0) if one.dtype.kind == "f" else np.array_equal(one, other)):
                return False
    return True


def _words(array):
    def words(place):
        index = np.unravel_index(place, array.shape)
        return ", ".join(f"{name} = {_coordinate(array, name, k)}" for name, k in zip(array.dims, index))
    return words


def _coordinate(array, name, place):
    value = array.coords[name].values[place] if name in array.coords else place
    return f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)


def _quantities(a, b):
    pairs = []
    for name in (name for name in a.quantities if name in set(b.quantities)):
        one, other = a.quantity(name), b.quantity(name)
        if not _same_axes(one.values, other.values):
            pairs.append(_Pair("quantity", name, *[np.empty(0)] * 4, note="on other axes"))
            continue
        x, y = (np.asarray(q.values, dtype=float) for q in (one, other))
        spread = np.hypot(*(_or_zero(q.standard_error, x) for q in (one, other)))
        bound = sum(_or_zero(bar, x) for q in (one, other) for bar in (q.budget, q.noise_floor))
        bars = any(bar is not None for bar in (one.standard_error, one.budget, one.noise_floor))
        pairs.append(_Pair("quantity", name, x.ravel(), y.ravel(), spread.ravel(), bound.ravel(), _words(one.values),
                           has_bars=bars))
    return pairs


def _checks(a, b):
    others = {check.id: check for check in b.checks}
    pairs = []
    for check in a.checks:
        other = others.get(check.id)
        if other is None or not np.isfinite([check.observed, other.observed]).all():
            continue
        numbers = [np.array([value]) for value in (check.observed - check.expected, other.observed - other.expected)]
        spread = np.hypot(*np.nan_to_num([check.standard_error, other.standard_error]))
        bound = np.nan_to_num(check.bias_bound) + np.nan_to_num(other.bias_bound)
        if check.expected == other.expected == 0 and min(check.observed, other.observed) >= 0:
            spread, bound = 0.0, max(bound, np.nan_to_num(check.tolerance) + np.nan_to_num(other.tolerance))
        pairs.append(_Pair("check", check.id, *numbers, np.array([spread]), np.array([bound]), has_bars=spread + bound > 0))
    return pairs


def _orders(a, b):
    others = {(study.problem, study.name): study for study in b.orders}
    rows = []
    for study in a.orders:
        other = others.get((study.problem, study.name))
        if other is None or not np.isfinite([study.order, other.order]).all():
            continue
        allowed = float(np.nan_to_num(study.half_width) + np.nan_to_num(other.half_width)) + ROUNDING * abs(study.order)
        apart = abs(study.order - other.order)
        verdict = "same" if apart == 0 else "agree" if apart <= allowed else "differ"
        rows.append(Row("order", f"{study.problem}/{study.name}", verdict, study.order, other.order, allowed))
    return rows


def _names(result):
    return [f"quantity {name}" for name in result.quantities] + [f"check {check.id}" for check in result.checks] + \
        [f"order {study.problem}/{study.name}" for study in result.orders]


def _unpaired(a, b):
    names = [_names(result) for result in (a, b)]
    sets = [set(each) for each in names]
    return [[name for name in mine if name not in theirs] for mine, theirs in zip(names, reversed(sets))]


def _flat(table, before=""):
    """The keys of nested tables, joined by points, with their values."""
    flat = {}
    for name, value in table.items():
        flat.update(_flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value})
    return flat


def _settings(a, b):
    """Where the configurations are not the same: two such runs agree about what they share, and need not be of one problem."""
    one, other = (_flat(result.configuration) for result in (a, b))
    absent = object()
    return [(key, *("–" if each.get(key, absent) is absent else str(each[key]) for each in (one, other)))
            for key in {**one, **other} if one.get(key, absent) != other.get(key, absent)]


def _changed(a, b):
    """The checks whose verdicts are not the same."""
    after = {check.id: check.verdict for check in b.checks}
    return [(check.id, check.verdict, after[check.id]) for check in a.checks
            if check.id in after and after[check.id] != check.verdict]

"""The head of a page and of each problem: what was computed, when, with which result; what each road gave."""
import tomllib
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kolmo import order_studies, roads
from kolmo.number_text import number, value_text

from . import quantities


@dataclass
class Table:
    """Rows of texts under a heading; the first of a row is its name."""

    caption: str
    heading: list
    rows: list


def scale_of(root):
    """The scale of a run as its configuration says; nothing where it does not."""
    try:
        return str(tomllib.loads(root.attributes.get("configuration", "")).get("run", {}).get("scale", ""))
    except tomllib.TOMLDecodeError:
        return ""


def date_of(provenance):
    """When the run began, as 28 November 2026, 09:23 UTC; the file's own words where they are no ISO date."""
    words = provenance.attributes.get("start_time", "")
    try:
        return datetime.fromisoformat(words.replace("Z", "+00:00")).strftime("%-d %B %Y, %H:%M UTC")
    except ValueError:
        return words


def seconds_of(provenance):
    """How long the run took, as text."""
    seconds = provenance.number("wall_time_seconds")
    return f"{seconds:.3g} s" if np.isfinite(seconds) else ""


def missing_roads(problem):
    """The roads that were asked for and could not go: (road, why and what to change), from the attributes missing_ROAD."""
    return [(roads.find(problem, name.removeprefix("missing_")).label, words) for name, words in problem.attributes.items()
            if name.startswith("missing_")]


def road_tables(problem):
    """The quantities of the roads, a table for each time, the last time first."""
    group = problem.group("marginals")
    names = quantities.names_of(group, ("road", "time"))
    if not names:
        return []
    first = group.variables[names[0]]
    order, times = list(map(str, first.coordinate("road"))), first.coordinate("time")
    tables = []
    for place in reversed(range(len(times))):
        rows = []
        for name in names:
            values = group.variables[name].values[:, place]
            if not np.isfinite(values).any():
                continue
            errors, budgets = (_column(group, name + suffix, place, len(order)) for suffix in ("_standard_error", "_budget"))
            rows.append([group.variables[name].label, *(_cell(*numbers) for numbers in zip(values, errors, budgets))])
        if rows:
            tables.append(Table(f"t = {number(times[place])}", ["", *(roads.find(group, road).label for road in order)], rows))
    return tables


def _column(group, name, place, count):
    variable = group.variables.get(name)
    return np.full(count, np.nan) if variable is None else variable.values[:, place]


def _cell(value, error, budget):
    """A value with its standard error, and what discretisation may have done to it in brackets."""
    words = value_text(value, error)
    return f"{words} [{budget:.1g}]" if np.isfinite(value) and np.isfinite(budget) and budget > 0 else words


def order_table(problem):
    """The orders of a problem, a row for each kind and claim; None where it measured none."""
    studies = order_studies.read(problem)
    found = {}
    for study in studies:
        found.setdefault((study.kind, study.claim), []).append(study)
    rows = []
    for (kind, claim), members in found.items():
        known = [study for study in members if np.isfinite(study.order) and not study.exact]
        orders = [study.order for study in known]
        if len(members) == 1 or not known:
            observed = members[0].observed if len(members) == 1 else "error at rounding" if members[0].exact else "no order"
        else:
            observed = f"{min(orders):.3f} to {max(orders):.3f}"
        verdicts = [sum(study.verdict == verdict for study in members) for verdict in ("pass", "fail", "unresolved")]
        rows.append([members[0].name.replace("_", " ") if len(members) == 1 else kind, str(len(members)), claim, observed,
                     *map(str, verdicts)])
    heading = ["what was measured", "studies", "claimed", "observed", "pass", "fail", "unresolved"]
    return Table("Measured orders", heading, rows) if rows else None

"""Put the pictures, the tables of checks and the provenance of a result file together into one HTML page."""
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import jinja2
import numpy as np

from . import benchmarks, convergence, curves, densities, ensembles, exits, levels, orders, quantities, work
from .style import number

VERDICTS = ("pass", "fail", "unresolved")
PAINTERS = (densities, quantities, ensembles, orders, convergence, work, levels, exits, curves)
RESERVED = ("provenance", "benchmarks")


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
    count = len(group.variables["verdict"].values)
    group.used.update(name for name, v in group.variables.items() if len(v.dimensions) == 1)

    def column(name, empty):
        variable = group.variables.get(name)
        return [empty] * count if variable is None else variable.values

    rows = []
    names = ("id", "expected", "observed", "standard_error", "bias_bound", "tolerance", "effect_of_2_percent")
    texts = ("depends_on", "source", "note")
    for verdict, identity, *rest in zip(column("verdict", 2), *(column(n, np.nan) for n in names),
                                        *(column(n, "") for n in texts)):
        expected, observed, error, bias, tolerance, effect, depends_on, source, note = rest
        difference = observed - expected
        rows.append(Check(
            verdict=VERDICTS[verdict] if 0 <= verdict < 3 else "unresolved", id=identity, expected=_number(expected),
            observed=_number(observed), difference=_number(difference, 3), tolerance=_number(tolerance, 3),
            used=float(min(abs(difference) / tolerance, 1.5)) if tolerance > 0 and np.isfinite(difference) else 0.0,
            standard_error=_number(error, 2), bias_bound=_number(bias, 2), effect=_number(effect, 2),
            vague=bool(np.isfinite(effect) and np.isfinite(tolerance) and tolerance > abs(effect)),
            depends_on=depends_on, source=source, note=note))
    return sorted(rows, key=lambda row: ("fail", "unresolved", "pass").index(row.verdict))


def _number(value, digits=6):
    return "–" if not np.isfinite(value) else f"{value:.{digits}g}"


def _counts(checks):
    counts = {verdict: sum(check.verdict == verdict for check in checks) for verdict in VERDICTS}
    judged = [check for check in checks if check.effect != "–"]
    return counts | {"sharp": sum(not check.vague for check in judged), "judged": len(judged)}


def _paint(root, task, gallery):
    """The encoded pictures of a task (group path, painter), what it could not draw, and what it has shown.

    What cannot be drawn is said on the page instead of ending the report.
    """
    path, painter = task
    group = root.group(path)
    reasons, pictures = [], []
    try:
        pictures = [picture.encoded(gallery) for picture in painter.draw(group)]
    except Exception as error:  # whatever a file does to a painter, the rest of the page is drawn
        reasons.append(f"{painter.__name__.rsplit('.', 1)[-1]} of {group.path}: {error!r}")
    return pictures, reasons, _used(group)


def _used(group):
    return {group.path: group.used} | {path: used for child in group.groups.values() for path, used in _used(child).items()}


def _mark(group, used):
    group.used |= used.get(group.path, set())
    for child in group.groups.values():
        _mark(child, used)


_work = ()  # (root, tasks, gallery): what a forked painter finds in its memory


def _paint_forked(place):
    root, tasks, gallery = _work
    return _paint(root, tasks[place], gallery)


def _painted(root, tasks, gallery):
    """Task → (pictures, reasons); drawn on as many processors as there are."""
    global _work
    processors = min(len(os.sched_getaffinity(0)), len(tasks))
    results = []
    if processors > 1:
        _work = (root, tasks, gallery)
        try:
            with ProcessPoolExecutor(processors, multiprocessing.get_context("fork")) as pool:
                results = list(pool.map(_paint_forked, range(len(tasks))))
        except BrokenProcessPool:
            results = []  # a painter was killed: once more, here
        _work = ()
    results = results or [_paint(root, task, gallery) for task in tasks]
    for _, _, used in results:
        _mark(root, used)
    return {task: result[:2] for task, result in zip(tasks, results)}


def _unused(group):
    """Variables that nothing on the page has shown, in this group and below."""
    rows = []
    for name, variable in group.variables.items():
        if name not in group.used:
            rows.append((variable.path, " × ".join(f"{d} {n}" for d, n in zip(variable.dimensions, variable.values.shape)),
                         variable.label, _range(variable.values)))
    for child in group.groups.values():
        rows += _unused(child)
    return rows


def _range(values):
    if values.size == 0:
        return "empty"
    if values.dtype.kind in "OSU":
        return ", ".join(map(str, values.ravel()[:6])) + (" …" if values.size > 6 else "")
    if values.size == 1:
        return number(float(values.ravel()[0]))
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    return f"{number(float(finite.min()))} … {number(float(finite.max()))}" if finite.size else "nothing finite"


def _clock(group):
    """The process's own clock at the stored times, in words; nothing where there is none."""
    variable = group.variables.get("clock")
    if variable is None or not variable.has("time"):
        return ""
    group.used.add("clock")
    times = variable.coordinate("time")
    if np.allclose(times, variable.values, rtol=1e-12):
        return "τ(t) = t"
    return ", ".join(f"τ({number(time)}) = {value:.4g}" for time, value in zip(times, variable.values))


def _timings(provenance):
    """What the run timed: (name, seconds, count, seconds of one)."""
    group = provenance.group("timings")
    columns = [group.use(name) for name in ("timing", "seconds", "count")]
    if any(column is None for column in columns):
        return []
    return [(what, f"{seconds:.3g}", number(float(count)), f"{seconds / count:.3g}" if count > 0 else "–")
            for what, seconds, count in zip(*(column.values for column in columns))]


def collect(root, gallery=False):
    """Everything the page shows: a dictionary for the template, its pictures encoded (all as PNG for a gallery)."""
    names = [name for name in root.groups if name not in RESERVED]
    tasks = [(name, painter) for name in names for painter in PAINTERS] + [("benchmarks", benchmarks)]
    painted = _painted(root, tasks, gallery)
    problems = []
    for name in names:
        group = root.groups[name]
        checks = checks_of(group)
        facts = group.group("facts")
        facts.used.update(facts.variables)
        problems.append({"name": name, "facts": {v.name: _range(v.values) for v in facts.variables.values()},
                         "title": group.attributes.get("title", name.replace("_", " ")), "clock": _clock(group),
                         "attributes": {k: v for k, v in group.attributes.items() if k != "title"},
                         "pictures": [picture for painter in PAINTERS for picture in painted[name, painter][0]],
                         "checks": checks, "counts": _counts(checks)})
    facts = {**root.attributes, **root.group("provenance").attributes}
    for variable in root.group("provenance").variables.values():
        facts[variable.name] = _range(variable.values)
        root.group("provenance").used.add(variable.name)
    configuration = facts.pop("configuration", "")
    return {"title": root.attributes.get("title", root.attributes["experiment"]), "problems": problems,
            "experiment": root.attributes["experiment"], "speed": painted["benchmarks", benchmarks][0],
            "facts": facts, "timings": _timings(root.group("provenance")), "configuration": configuration,
            "unused": _unused(root),
            "not_drawn": [reason for _, reasons in painted.values() for reason in reasons],
            "total": _counts([check for problem in problems for check in problem["checks"]])}


def render(content):
    """The page as text."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("page.html.jinja").render(content)


def write_gallery(content, folder):
    """Every picture of a content collected for a gallery: `<problem>_<picture>.png`. Gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    named = [(problem["name"], picture) for problem in content["problems"] for picture in problem["pictures"]]
    for owner, picture in named + [(content["experiment"], picture) for picture in content["speed"]]:
        paths.append(folder / f"{owner}_{picture.name}.png")
        paths[-1].write_bytes(picture.content)
    return paths

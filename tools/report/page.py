"""Put the pictures, the tables of checks and the provenance of a result file together into one HTML page."""
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import jinja2
import numpy as np

from kolmo import manifest, wording
from kolmo.number_text import number

from . import (benchmarks, claims, convergence, curves, densities, density_maps, displacements, ensembles, exits, levels, orders,
               plane_curves, point_sets, quantities, summary, sweeps, work)
from .checks import checks_of, counts_of, sentence

PAINTERS = (densities, density_maps, displacements, quantities, ensembles, orders, convergence, work, levels, exits, plane_curves, point_sets, curves)
RESERVED = ("provenance", "benchmarks", "sweep")
HEADED = ("title", "statement", "dimension")  # attributes of a problem that have a place of their own


def drawn(root, name):
    """The pictures of a problem, and why some could not be drawn; the last painter draws what no other has.

    What cannot be drawn is said on the page instead of ending the report.
    """
    group = root.group(name)
    if name in RESERVED:
        return benchmarks.draw(group), []
    pictures, reasons = [], []
    for group_of in ("checks", "facts"):  # tables of the page, no figures
        group.group(group_of).used.update(group.group(group_of).variables)
    group.use("clock")
    for painter in (sweeps, curves) if sweeps.axes_of(root) else PAINTERS:
        try:
            pictures += painter.draw(group)
        except Exception as error:  # whatever a file does to a painter, the rest of the page is drawn
            reasons.append(f"{painter.__name__.rsplit('.', 1)[-1]} of {group.path}: {error!r}")
    return pictures, reasons


def _paint(root, name):
    """The encoded pictures of a problem, what could not be drawn, its table of orders, and what all of it has shown."""
    pictures, reasons = drawn(root, name)
    orders_of = summary.order_table(root.group(name))  # here, where the attributes of the studies are read already
    return [picture.encoded() for picture in pictures], reasons, orders_of, _used(root.group(name))


def _used(group):
    return {group.path: group.used} | {path: used for child in group.groups.values() for path, used in _used(child).items()}


def _mark(group, used):
    group.used |= used.get(group.path, set())
    for child in group.groups.values():
        _mark(child, used)


_work = ()  # (root, names): what a forked painter finds in its memory


def _paint_forked(place):
    root, names = _work
    return _paint(root, names[place])


def _painted(root, names):
    """Name of a problem → (pictures, reasons, table of orders); drawn on as many processors as there are."""
    global _work
    processors = min(len(os.sched_getaffinity(0)), len(names))
    results = []
    if processors > 1:
        _work = (root, names)
        try:
            with ProcessPoolExecutor(processors, multiprocessing.get_context("fork")) as pool:
                results = list(pool.map(_paint_forked, range(len(names))))
        except BrokenProcessPool:
            results = []  # a painter was killed: once more, here
        _work = ()
    results = results or [_paint(root, name) for name in names]
    for *_, used in results:
        _mark(root, used)
    return {name: result[:-1] for name, result in zip(names, results)}


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


def collect(root, path=None):
    """Everything the page shows: a dictionary for the template, its pictures encoded."""
    names = [name for name in root.groups if name not in RESERVED]
    painted = _painted(root, [*names, "benchmarks"])
    problems = []
    for name in names:
        group = root.groups[name]
        checks, facts = checks_of(group), group.group("facts")
        tables = [] if sweeps.axes_of(root) else summary.road_tables(group)
        problems.append({"name": name, "facts": [(v.label, _range(v.values)) for v in facts.variables.values()],
                         "title": group.attributes.get("title", name.replace("_", " ")),
                         "statement": group.attributes.get("statement", ""), "clock": _clock(group),
                         "attributes": {k: v for k, v in group.attributes.items() if k not in HEADED and not k.startswith("missing_")},
                         "missing": summary.missing_roads(group), "tables": tables, "orders": painted[name][2],
                         "pictures": painted[name][0], "checks": checks, "counts": counts_of(checks)})
    provenance = root.group("provenance")
    facts = {**root.attributes, **provenance.attributes}
    for variable in provenance.variables.values():
        facts[variable.name] = _range(variable.values)
        provenance.used.add(variable.name)
    configuration = facts.pop("configuration", "")
    every = [check for problem in problems for check in problem["checks"]]
    said = claims.rows_of(root)
    return {"title": root.attributes.get("title", root.attributes["experiment"]), "problems": problems, "claims": said, "claim_counts": claims.counts_of(said),
            "experiment": root.attributes["experiment"], "speed": painted["benchmarks"][0], "facts": facts,
            "scale": summary.scale_of(root), "date": summary.date_of(provenance), "seconds": summary.seconds_of(provenance),
            "result": root.attributes.get("result") or sentence(sorted(every, key=lambda check: check.verdict != "fail")),
            "disowned": manifest.disowned(path) if path is not None else "",
            "timings": _timings(provenance), "configuration": configuration, "unused": _unused(root),
            "lost": sweeps.lost(root), "not_drawn": [reason for _, reasons, _ in painted.values() for reason in reasons], "total": counts_of(every)}


def render(content):
    """The page as text."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["typeset"] = wording.typeset
    return environment.get_template("page.html.jinja").render(content)


def figures(root):
    """Every figure of a file: (name of the problem, picture)."""
    owners = [(name, name) for name in root.groups if name not in RESERVED] + [(root.attributes["experiment"], "benchmarks")]
    return [(owner, picture) for owner, name in owners for picture in drawn(root, name)[0]]


def write_gallery(root, folder):
    """Every figure as `<problem>_<figure>.png`. Gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for owner, picture in figures(root):
        paths.append(folder / f"{owner}_{picture.name}.png")
        paths[-1].write_bytes(picture.file("png"))
    return paths

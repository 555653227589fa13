"""The roads of a file: what each is called and how it is drawn, the same in every figure of every problem.

Names come from the file: `label` beside the scale `road`, and `direction`, which says exact, forward or reverse. Colours
follow the order in which the roads appear in the file.
"""
from dataclasses import dataclass

from .style import SERIES

COLOURS = ["#E69F00", "#0072B2", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#7F3C8D", "#A5AA99", "#11A579"]
DASHES = ["-", "-", (0, (6, 1.5)), (0, (3, 1, 1, 1)), "-", (0, (6, 1.5)), "-", "-", "-"]


@dataclass(frozen=True)
class Road:
    name: str
    label: str
    direction: str  # exact, forward or reverse
    colour: str
    dashes: object


def of(group):
    """The roads of the whole file that holds this group, by name."""
    root = group.root
    if root.roads is None:
        root.roads = _read(root)
    return root.roads


def find(group, name):
    """The road of that name; one that the file does not list has its name alone."""
    return of(group).get(name) or Road(name, name.replace("_", " "), "forward", SERIES[-1], "-")


def pair_label(group, pair):
    return " – ".join(find(group, name).label for name in pair.split("~"))


def reference(group, available):
    """The road that the others are compared with: the exact one, else the first that is not made of samples."""
    exact = [name for name in available if find(group, name).direction == "exact"]
    sampled = group.parent.group("ensembles").variables
    return next(iter(exact + [name for name in available if name not in sampled]), next(iter(available)))


def _read(root):
    found = {}
    for problem in root.groups.values():
        group = problem.group("marginals")
        names = group.variables.get("road")
        if names is None:
            continue
        labels, directions = (group.use(name) for name in ("label", "direction"))
        meanings = [] if directions is None else directions.attributes.get("flag_meanings", "").split()
        for place, name in enumerate(map(str, names.values)):
            if name in found:
                continue
            direction = meanings[directions.values[place]] if meanings else "exact" if name == "exact" else "forward"
            found[name] = (str(labels.values[place]) if labels is not None else name.replace("_", " "), direction)
    roads, place = {}, 0
    for name, (label, direction) in found.items():
        if direction == "exact":
            roads[name] = Road(name, label, direction, "#000000", (0, (4, 2)))
            continue
        roads[name] = Road(name, label, direction, COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)])
        place += 1
    return roads

"""Which variables of a group hold the errors of another one, by their names."""

SUFFIXES = {"standard_error": ("_standard_error",), "budget": ("_budget", "_bound"), "noise_floor": ("_noise_floor",),
            "exact": ("_exact",)}
ALL = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
EFFECTS = ("_effect_of_2_percent", "_effect_of_2_percent_diffusion")  # how sharp a comparison is, no errors of it
PLAIN = {"value": "standard_error", "error": "standard_error", "observed": "standard_error"}  # where the name has no stem


def beside(group, name):
    """Kind ("standard_error", "budget", "noise_floor", "exact") → the variable of the same shape that holds it."""
    own = group.variables[name]
    found = {}
    for kind, suffixes in SUFFIXES.items():
        candidates = [name + suffix for suffix in suffixes]
        if PLAIN.get(name) == kind or (name != kind and stands_beside_alone(group, kind)):
            candidates.append(kind)
        for candidate in candidates:
            other = group.variables.get(candidate)
            if other is not None and other.values.shape == own.values.shape and other.values.dtype.kind == "f":
                found.setdefault(kind, other)
    return found


def stands_beside_alone(group, name):
    """Whether a variable "standard_error" belongs to the one other of its shape in the group that has none of its own name."""
    if name != "standard_error" or name not in group.variables or any(stem in group.variables for stem in PLAIN):
        return False
    own = group.variables[name]
    others = [other for other, variable in group.variables.items() if variable.dimensions == own.dimensions
              and other not in (name, "exact", *own.dimensions) and variable.values.dtype.kind in "fiu"]
    return len(others) == 1 and others[0] + "_standard_error" not in group.variables


def stands_beside(group, name):
    """Whether a variable belongs to another one of the group."""
    if stands_beside_alone(group, name):
        return True
    if name in PLAIN.values() and any(stem in group.variables for stem in PLAIN):
        return True
    return any(name.endswith(suffix) and name[:-len(suffix)] in group.variables for suffix in ALL + EFFECTS)

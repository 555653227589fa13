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
        candidates = [name + suffix for suffix in suffixes] + ([kind] if PLAIN.get(name) == kind else [])
        for candidate in candidates:
            other = group.variables.get(candidate)
            if other is not None and other.values.shape == own.values.shape and other.values.dtype.kind == "f":
                found.setdefault(kind, other)
    return found


def stands_beside(group, name):
    """Whether a variable belongs to another one of the group."""
    if name in PLAIN.values() and any(stem in group.variables for stem in PLAIN):
        return True
    return any(name.endswith(suffix) and name[:-len(suffix)] in group.variables for suffix in ALL + EFFECTS)

"""Units as they stand on an axis."""


def units_text(units):
    """Units as they are written on an axis: "s-1" is 1/s, "m-1 s" is s/m; nothing for the unit 1."""
    above, below = [], []
    for factor in units.split():
        stem = factor.rstrip("-0123456789")
        power = factor[len(stem):]
        if not stem:
            above += [factor] if factor != "1" else []
        elif power.startswith("-"):
            below.append(stem + _superscript(power[1:]))
        else:
            above.append(stem + _superscript(power))
    if not below:
        return " ".join(above)
    return f"{' '.join(above) or '1'}/{below[0] if len(below) == 1 else '(' + ' '.join(below) + ')'}"


def _superscript(power):
    return "" if power in ("", "1") else power.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def with_units(title, units):
    """A title and its units, as an axis says them."""
    words = units_text(units)
    return f"{title} [{words}]" if words else title


def density_units(scales):
    """The units of a density over these coordinates: 1/m, 1/(x y) where a coordinate has no unit but its name."""
    names = [units_text(scale.attributes.get("units", "1")) or scale.name for scale in scales]
    return "1/" + (names[0] if len(names) == 1 else f"({' '.join(names)})")

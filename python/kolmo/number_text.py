"""Numbers as people read them, with their errors."""
import numpy as np


def number(value):
    """A number as text: six digits, no trailing zeros."""
    return f"{value:.6g}"


def plus_minus(value, width):
    """A value with the half width of its interval: two digits of the width, at most four decimals."""
    if not width > 0 or np.isinf(width):
        return f"{value:.3f}" + ("" if width == 0 else " ± ?")
    digits = int(np.clip(1 - np.floor(np.log10(width)), 1, 4))
    return f"{value:.{digits}f} ± " + (f"{width:.{digits}f}" if width >= 5e-5 else "<0.0001")


def value_text(value, error):
    """A value of any size with its error: two digits of the error; six digits where there is none."""
    if not np.isfinite(value):
        return "–"
    if not (np.isfinite(error) and error > 0):
        return number(value)
    digits = int(np.floor(np.log10(error)))
    if not -6 < digits < 5:
        return f"{value:.6g} ± {error:.2g}"
    places = max(1 - digits, 0)
    return f"{value:.{places}f} ± {error:.{places}f}"

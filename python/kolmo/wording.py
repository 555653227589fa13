"""Names and formulas of a file as a reader sees them: x² for x^2, σ for sigma, "free energy" for free_energy."""
import re

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ",
         "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
         "psi": "ψ", "omega": "ω"}
SIGNS = {"->": "→", "<=": "≤", ">=": "≥", "sqrt(": "√("}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Names of people and what is written in capitals, as the identifiers of a file have them.
PROPER = {"brownian": "Brownian", "cauchy": "Cauchy", "gaussian": "Gaussian", "ito": "Itô", "kl": "KL", "kramers": "Kramers", "ks": "KS",
          "langevin": "Langevin", "ornstein": "Ornstein", "poisson": "Poisson", "snr": "SNR", "stratonovich": "Stratonovich",
          "uhlenbeck": "Uhlenbeck", "ve": "VE", "vp": "VP", "w1": "W1", "w2": "W2"}
# What no quantity ends with: "error by", "mean of the".
SMALL = {"a", "after", "an", "and", "at", "by", "for", "from", "in", "less", "of", "on", "over", "per", "the", "to", "under", "with"}

_SIGN = re.compile("|".join(re.escape(sign) for sign in SIGNS))
_GREEK = re.compile(rf"(?<![\w.])({'|'.join(GREEK)})(?=_[a-zA-Z0-9]|\b)(?!\.\w)")  # no part of the key of a setting
_NAME = re.compile(r"(?<![\w.])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w.])")  # leimkuhler_matthews
_POWER = re.compile(r"\^(?:(-?\d+)(?![\d.\w])|\{(-?\d+)\})")


def typeset(words):
    """A formula in plain text with powers, Greek letters and signs; what it does not know stays as it is."""
    words = _SIGN.sub(lambda found: SIGNS[found.group()], words)
    words = _GREEK.sub(lambda found: GREEK[found.group(1)], words)
    return _POWER.sub(lambda found: (found.group(1) or found.group(2)).translate(RAISED), words)


def label(words):
    """The words of an axis or a legend: typeset, and names of schemes without their underscores."""
    return _NAME.sub(lambda found: found.group().replace("_", " ") if len(found.group().split("_")[0]) > 1 else found.group(),
                     typeset(words))


def title(name):
    """The name of a group as a title: "W1 distance" for w1_distance."""
    return " ".join(PROPER.get(word, word) for word in name.replace("_", " ").split(" "))


def without_small_words(words):
    """A list of words less those at its end that no quantity ends with, and less the comma after the last."""
    while words and (words[-1] in SMALL or not words[-1].strip(",:=")):
        words = words[:-1]
    return " ".join(words).rstrip(",:= ")


def in_common(labels):
    """What all labels begin with, as a quantity: "density" of "density, mirror" and "density, clipping"; "" where there is nothing."""
    first, *others = [label.split() for label in labels]
    count = 0
    while count < len(first) and all(len(other) > count and other[count].rstrip(",") == first[count].rstrip(",") for other in others):
        count += 1
    return without_small_words(first[:count])

"""Write a small result file with the labels of the SDE experiments, from closed forms: `synthetic_studies.py OUT.h5`.

Part `catalogue` has the orders of many schemes (one too high, one lost in noise, one exact) and their work against
precision; `chain` has a few studies alone, some of them broken; `multilevel` levels and costs, `exits` first passage,
`others` what only the general painter draws.
"""
import sys

import h5py
import numpy as np

from synthetic_result import scale, variable, write_checks

SCHEMES = {"euler_maruyama": (0.5, 1, 1), "milstein": (1, 1, 1), "milstein_derivative_free": (1, 1, 2), "platen": (1.5, 2, 2),
           "stochastic_heun": (1, 2, 2), "drift_heun": (1, 2, 2), "sri1w1": (1.5, 2, 2), "sra1": (1.5, 2, 2),
           "sra3": (1.5, 2, 3), "dri1": (None, 2, 2), "ri6": (None, 2, 3), "exponential_euler": (1, 1, 1),
           "exact_linear": (np.inf, np.inf, 0), "tamed_euler": (0.5, 1, 1), "drift_implicit_euler": (0.5, 1, 1),
           "drift_implicit_midpoint": (1, 2, 1), "leimkuhler_matthews": (1, 1, 1), "baoab": (1, 2, 1), "obabo": (1, 2, 2)}


def study(part, name, claimed, rng, *, order=None, noise=0.0, verdict="pass", half_width=0.02, slack=0.1, steps=8):
    """Errors C h^p with noise; the two largest steps are not fitted. Gives the row of its check."""
    group = part.create_group(f"convergence/{name}")
    h = 2.0 ** -np.arange(11, 11 - steps, -1)
    exact = not np.isfinite(claimed)
    order = claimed + 0.2 * half_width * rng.normal() if order is None else order
    model = np.full(steps, 3e-16) if exact else np.exp(rng.normal()) * h**order
    spread = noise * model[steps // 2] * np.ones(steps)
    group.attrs.update(long_name=f"error of {name.replace('_', ' ')}", verdict=verdict, slack=slack, source="synthetic",
                       check=f"{part.name[1:]}/order/{name}")
    scheme = next((scheme for scheme in sorted(SCHEMES, key=len, reverse=True) if f"_{scheme}" in name), "")
    if scheme:
        group.attrs["scheme"] = scheme
    if exact:
        group.attrs["exact_below"] = 1e-12
    else:
        group.attrs.update(order_claimed=float(claimed), order=float(order), half_width=float(half_width))
    scale(group, "h", h, "s", "step h")
    variable(group, "error", ["h"], np.abs(model + spread * rng.normal(size=steps)))
    variable(group, "standard_error", ["h"], spread)
    if not exact:
        variable(group, "fitted", ["h"], np.where(np.arange(steps) < steps - 2, model, np.nan))
        variable(group, "resolved", ["h"], (model > 2 * spread).astype(np.int8))
    verdicts = ("pass", "fail", "unresolved")
    return (f"{part.name[1:]}/order/{name}", 0.0 if exact else float(claimed), 3e-16 if exact else float(order), 0.0, 0.0,
            1e-12 if exact else half_width + slack, verdicts.index(verdict), np.nan, "", "synthetic", "")


def add_catalogue(file, rng):
    part = file.create_group("catalogue")
    part.attrs["title"] = "The orders of the schemes"
    rows = []
    for scheme, (strong, weak, _) in SCHEMES.items():
        bad = {"order": 0.71, "verdict": "fail"} if scheme == "tamed_euler" else {}
        lost = {"noise": 0.4, "half_width": 0.34, "verdict": "unresolved"} if scheme == "stochastic_heun" else {}
        if strong is not None:
            rows.append(study(part, f"strong_{scheme}", strong, rng, **{"noise": 0.02, **bad, **lost}))
        for functional in ("second_moment", "cosine"):
            rows.append(study(part, f"weak_{scheme}_{functional}", weak, rng, half_width=0.004))
    work = part.create_group("work_precision")
    for scheme, (_, weak, evaluations) in SCHEMES.items():
        if np.isfinite(weak):
            group = work.create_group(f"strong_{scheme}")
            group.attrs["scheme"] = scheme
            steps = 2.0 ** np.arange(11, 3, -1)
            scale(group, "evaluations", evaluations * steps, "1", "drift evaluations per path")
            variable(group, "error", ["evaluations"], np.exp(0.5 * rng.normal()) * steps**-weak,
                     long_name="weak error of E X²")
    write_checks(part, rows)


def add_chain(file, rng):
    part = file.create_group("chain")
    part.attrs["title"] = "A chain and its limit"
    rows = [study(part, name, 1, rng, half_width=0.003, slack=0.02) for name in ("mean", "variance_t0.5", "ks_mixture_t0.5")]
    empty = part.create_group("convergence/without_errors")
    empty.attrs.update(long_name="a study whose errors are missing", order_claimed=1.0, order=1.01, half_width=0.01,
                       verdict="pass")
    broken = part.create_group("convergence/broken")
    broken.attrs.update(order_claimed="a word", order=2.0, verdict="no verdict")
    variable(broken, "error", [], 1.0)
    write_checks(part, rows)


def add_levels(file):
    """Multilevel runs with V ∝ 2^{−βℓ} and the cost that follows, beside plain Monte Carlo."""
    part = file.create_group("multilevel")
    level, accuracy = np.arange(8.0), np.array([5e-2, 1e-2, 2e-3])
    for scheme, beta in {"euler_maruyama": 1.0, "milstein": 2.0}.items():
        group = part.create_group(f"levels/{scheme}")
        scale(group, "level", level)
        for name, decay in {"mean": 1.0, "variance": beta}.items():
            variable(group, name, ["level"], 2.0 ** (-decay * level))
            variable(group, f"{name}_standard_error", ["level"], np.full(8, 2.0**-8))
            variable(group, f"{name}_exact", ["level"], 2.0 ** (-decay * level))
        variable(group, "cost", ["level"], 1.5 * 2**level)
        group = part.create_group(f"cost/{scheme}")
        group.attrs.update(exponent=2.1, exponent_standard_error=0.02, window_lower=2.0, window_upper=2.6)
        scale(group, "level", level)
        scale(group, "accuracy", accuracy)
        variable(group, "cost", ["accuracy"], 30 / accuracy**2.1)
        variable(group, "rmse", ["accuracy"], np.where(accuracy > 5e-3, 0.9 * accuracy, np.nan))
        variable(group, "runs", ["accuracy"], np.array([20.0, 20, 1]))
        variable(group, "samples", ["accuracy", "level"], 1e3 * np.outer(accuracy**-2.0, 2**-level))
    group = part.create_group("cost/plain")
    scale(group, "accuracy", accuracy)
    variable(group, "cost", ["accuracy"], 1 / accuracy**3)
    variable(group, "value", ["accuracy"], np.array([1.0, 1.0, np.nan]))


def add_exits(file):
    """Exponential exit times with mean 1, and biases of order ½ and 1."""
    part = file.create_group("exits")
    group, h = part.create_group("means"), 2.0 ** -np.arange(3, 9)
    scale(group, "h", h, "s", "step")
    variable(group, "exact", [], 1.0, "s")
    variable(group, "boundary_unit", [], 1.0, "s1/2")
    for name, bias in {"none": 0.5826 * np.sqrt(h), "midpoint": 0.3 * h, "sampled": 0.29 * h}.items():
        for kind, error in (("", 1e-3), ("_plain", 1e-2)):
            variable(group, name + kind, ["h"], 1 + bias, "s")
            variable(group, f"{name}{kind}_standard_error", ["h"], np.full(6, error), "s")
    group, t = part.create_group("exit_times"), np.arange(0.05, 4, 0.1)
    scale(group, "t", t, "s", "exit time")
    for name in ("sampled_finest", "exact"):
        variable(group, name, ["t"], 20 * np.sinh(0.05) * np.exp(-t), "s-1")
    variable(group, "sampled_finest_standard_error", ["t"], np.full(len(t), 0.02), "s-1")


def add_others(file):
    """Groups that no painter knows by name."""
    part = file.create_group("others")
    group = part.create_group("survival")
    scale(group, "h", 2.0 ** -np.arange(3, 9), "s", "step")
    scale(group, "time", np.array([0.5, 1.0, 2.0]), "s")
    variable(group, "inside", ["h", "time"], np.outer(np.ones(6), [0.7, 0.4, 0.1]))
    variable(group, "inside_standard_error", ["h", "time"], np.full((6, 3), 0.01))
    variable(group, "exact", ["time"], np.array([0.7, 0.4, 0.1]))
    group, x = part.create_group("law_after_steps"), np.linspace(0.05, 0.95, 10)
    scale(group, "x", x, "m", "place")
    for name, mass in {"mirror": 1.0, "clipping": 0.9}.items():
        variable(group, name, ["x"], mass * (2 - 2 * x), "m-1", long_name=f"density, {name}_scheme")
        variable(group, f"{name}_exact", ["x"], 2 - 2 * x, "m-1")
    group = part.create_group("inflation")
    scale(group, "r", np.array([0.1, 0.2, 0.4]))
    variable(group, "variance", ["r"], np.array([1.0, 1.1, 1.3]), long_name="variance over sigma^2")
    variable(group, "standard_error", ["r"], np.full(3, 0.02))
    group = part.create_group("decay")
    scale(group, "time", np.arange(12.0), "s")
    for name, at_first in {"one": 1.0, "other": 1e-17}.items():
        variable(group, name, ["time"], np.append(at_first, np.exp(-np.arange(1, 12.0))), long_name=f"{name} of W")
    group = part.create_group("factors")
    scale(group, "method", np.array(["antithetic", "control variate"]))
    variable(group, "factor", ["method"], np.array([1.5, 4.0]))
    variable(group, "factor_exact", ["method"], np.array([1.5, 4.1]))
    variable(group, "cube", ["method"] * 3, np.ones((2, 2, 2)), long_name="numbers on three axes")


def add_timings(file):
    group = file["provenance"].create_group("timings")
    scale(group, "timing", np.array([f"catalogue/{scheme}: path steps" for scheme in list(SCHEMES)[:4]]))
    variable(group, "seconds", ["timing"], np.array([1.0, 2.0, 3.0, 4.0]), "s")
    variable(group, "count", ["timing"], np.full(4, 1e8))


def write(path):
    rng = np.random.default_rng(2)
    h5py.get_config().track_order = True
    with h5py.File(path, "w") as file:
        file.attrs.update(title="Which scheme has which order?", experiment="sde_convergence", format_version=1,
                          Conventions="CF-1.10", kolmo_version="0.1.0", configuration="[run]\nseed = 1\n", seed=1)
        add_catalogue(file, rng)
        add_chain(file, rng)
        add_levels(file)
        add_exits(file)
        add_others(file)
        file.create_group("provenance").attrs.update(git_commit="0000000", threads=2)
        add_timings(file)


if __name__ == "__main__":
    write(sys.argv[1])

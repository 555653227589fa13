"""Run an example and hold the numbers that it prints against ones that come from elsewhere.

usage: check_example.py NAME PROGRAM
"""
import math
import re
import subprocess
import sys

NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf)"


class Output:
    def __init__(self, text):
        self.text = text
        self.failures = []

    def rows(self, pattern, count):
        """The numbers of every line that holds `pattern`, in which # stands for a number; `count` lines must."""
        regular = re.escape(pattern).replace(r"\#", NUMBER).replace(r"\ ", r"\s+")
        found = [[float(number) for number in match.groups()] for match in re.finditer(regular, self.text)]
        if len(found) != count:
            self.failures.append(f"{len(found)} lines like '{pattern}', {count} expected")
        return found

    def near(self, what, observed, expected, tolerance):
        if not abs(observed - expected) <= tolerance:
            self.failures.append(f"{what}: {observed}, expected {expected} within {tolerance:.3g}")


def ensemble(output):
    # E X² in closed form (at the head of the example). 6.1 standard errors, and the bias of a scheme of weak order 2 at
    # h = 0.01: below h² times the largest rate of the second moment's equation squared, 1.75² 10⁻⁴, and the last digit.
    for t, square, error, exact in output.rows("t = # E X^2 = # +- # exact #", 3):
        output.near(f"exact at t = {t}", exact, 1 / 7 + 6 / 7 * math.exp(-1.75 * t), 6e-6)
        output.near(f"E X² at t = {t}", square, exact, 6.1 * error + 3.1e-4 + 1e-5)
        # Its error bar from d E X⁴/dt = 1.5 E X² − 2.5 E X⁴, so that E X⁴ = 6/70 + (12/7) e^{−7t/4} − (4/5) e^{−5t/2};
        # the sample's own differs by √(kurtosis of X²/4n), 15 % where the kurtosis is 9000: heavy tails are allowed for.
        fourth = 6 / 70 + 12 / 7 * math.exp(-1.75 * t) - 0.8 * math.exp(-2.5 * t)
        true = math.sqrt((fourth - exact**2) / 1e5)
        output.near(f"the error bar at t = {t}", error, true, 0.15 * true + 1e-5)


def passage_time(output):
    # (1/T) ∫_{−1}^{1} e^{V(y)/T} ∫_{−3}^{y} e^{−V(z)/T} dz dy, V = x⁴/4 − x²/2, T = 0.2, by Simpson's rule on 4·10⁵ cells:
    # 19.093897. Order 2 in h = 0.005: relative error below (h V′/T)²/12 with |V′| ≤ 0.385 between the wells, 8·10⁻⁶; the
    # mean of two cells beside the start leaves h² τ″/8 < 10⁻⁴.
    (mean,), = output.rows("mean time from -1 to 1: #", 1)
    output.near("the mean passage time", mean, 19.093897, 19.1 * 8e-6 + 1e-4 + 5e-5)
    # Survival by the eigenvectors of a dense generator on 1000 and 2000 cells, extrapolated (tools other than the
    # library's): the example's own h² is 10⁻⁶ of it, steps of 0.01 to 0.12 with order 2 leave less than 10⁻⁵.
    for (t, share), expected in zip(output.rows("still on the way at t = #: #", 3), (0.835984, 0.349074, 0.010567)):
        output.near(f"survival at t = {t}", share, expected, 2e-5)


def probability_flow(output):
    # Under the variance-preserving diffusion E X_t = e^{−B(t)/2} E X_0, B(½) = 0.1/2 + 19.9/8, E X_0 = 1.1.
    (mean, error, exact), = output.rows("mean # +- #, exact #", 1)
    output.near("the exact mean", exact, 1.1 * math.exp(-0.5 * (0.05 + 19.9 / 8)), 6e-5)
    output.near("the mean", mean, exact, 6.1 * error + 1e-4)
    # The flow's tolerance is 10⁻⁸ a step; 10² steps, each carried on by a factor that log p's slope sets (< 10).
    (largest,), = output.rows("largest error of log p at 10000 places: #", 1)
    output.near("log p", largest, 0, 1e-5)


def own_scheme(output):
    # The midpoint rule has order 2 without noise (Runge 1895), and the noise, which its predictor does not see, leaves 1.
    # Tolerances are the studies' own: the interval of the fit and the slack of 0.1.
    for name, claimed in (("weak_midpoint_drift", 1), ("deterministic_midpoint_drift", 2)):
        (says, measured, within), = output.rows(f"{name}: claimed #, measured # within #, pass", 1)
        output.near(f"the claim of {name}", says, claimed, 0)
        output.near(f"the order of {name}", measured, claimed, min(within, 0.15))


def jko_flow(output):
    # F, mean and variance of the Fokker–Planck equation by the eigenvectors of a dense generator on 500 and 1000 cells,
    # extrapolated (tools other than the library's). JKO steps have order 1 in τ: what they lag behind is less than one
    # step, τ |dF/dt| and so on, with the derivatives below from differences of those values; late, the slowest mode
    # (λ = ½) is (1 + λτ)^{−t/τ} for e^{−λt}, λ²τt/2 of it: τ·0.035 at t = 8. 400 cells leave 10⁻⁴.
    exact = [(1.03196, 2.0, 0.25), (-0.032457, 1.163448, 1.043485), (-0.296008, 0.702414, 1.497034),
             (-0.417475, 0.258351, 1.818656), (-0.435309, 0.034990, 1.879221)]
    rates = [(0, 0, 0), (0.6, 0.8, 0.9), (0.2, 0.4, 0.4), (0.02, 0.15, 0.1), (0.001, 0.04, 0.004)]
    rows = output.rows("t = # F = # mean # variance #", 5)
    for (t, *values), expected, rate in zip(rows, exact, rates):
        for what, value, right, slope in zip(("F", "the mean", "the variance"), values, expected, rate):
            output.near(f"{what} at t = {t}", value, right, 0.05 * slope + 2e-4)
    # Σ W₂²/(2τ) is at most the fall of F (each step is a minimum), and ½ of it up to O(τ).
    (steps, ratio), = output.rows("# steps, sum of W2^2/(2 tau) over the fall of F: #", 1)
    output.near("the number of steps", steps, 160, 0)
    output.near("the share of the fall of F", ratio, 0.5, 0.05)


def two_functions(output):
    # Closed forms at the head of the example. 4.4 standard errors (four numbers, one in 10⁵), and the bias of weak order 2:
    # below h² = 0.0025 times the largest rate squared (9) times the moment over 6 for the linear y and z; S and R are
    # martingales of the scheme too.
    exact = {"E S": 1, "E R": 1, "Var y": 0.04 * (1 - math.exp(-4)), "Cov y,z": 0.032 * (1 - math.exp(-5))}
    for what, right in exact.items():
        (mean, error, says), = output.rows(f"{what} # +- # exact #", 1)
        output.near(f"the exact {what}", says, right, 6e-6)
        output.near(what, mean, right, 4.4 * error + (0.0025 * 9 / 6 * right if right < 1 else 0) + 1e-5)


EXAMPLES = {f.__name__: f for f in (ensemble, passage_time, probability_flow, own_scheme, jko_flow, two_functions)}


def main(name, program):
    result = subprocess.run([program], capture_output=True, text=True)
    print(result.stdout, result.stderr, sep="", end="")
    output = Output(result.stdout)
    if result.returncode != 0:
        output.failures.append(f"exit status {result.returncode}")
    else:
        EXAMPLES[name](output)
    for failure in output.failures:
        print(f"FAILED: {failure}")
    return 1 if output.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

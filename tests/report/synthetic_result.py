"""Write a small result file with the labels of a four_roads run, from closed forms: `synthetic_result.py OUT.h5`.

Problem `line` is an Ornstein–Uhlenbeck process with all four roads; `plane` is a mixture in 2-D under the same
process with a data set and the way back. One check fails and one is unresolved, so that the page shows both.
"""
import sys

import h5py
import numpy as np

TIMES = np.array([0.1, 0.5, 1.0, 2.0])
STRING = h5py.string_dtype("utf-8")


def scale(group, name, values, units="1", long_name=""):
    values = np.asarray(values)
    data = group.create_dataset(name, data=values.astype(object) if values.dtype.kind == "U" else values,
                                dtype=STRING if values.dtype.kind == "U" else None)
    data.make_scale(name)
    data.attrs["long_name"] = long_name or name
    if values.dtype.kind != "U":
        data.attrs["units"] = units
    return data


def variable(group, name, dimensions, values, units="1", **attributes):
    values = np.asarray(values)
    text = values.dtype.kind in "UO"
    data = group.create_dataset(name, data=values.astype(object) if text else values, dtype=STRING if text else None)
    for axis, dimension in enumerate(dimensions):
        holder = group
        while dimension not in holder:
            holder = holder.parent
        data.dims[axis].attach_scale(holder[dimension])
    for key, value in {"units": units, "long_name": name.replace("_", " "), **attributes}.items():
        data.attrs[key] = value
    return data


def normal(x, mean, deviation):
    return np.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))


def write_checks(problem, rows):
    checks = problem.create_group("checks")
    scale(checks, "check", np.arange(len(rows)))
    names = ["id", "expected", "observed", "standard_error", "bias_bound", "tolerance", "verdict",
             "effect_of_2_percent", "depends_on", "source", "note"]
    for name, column in zip(names, zip(*rows)):
        column = np.array(column, dtype=np.int8) if name == "verdict" else np.array(column)
        attributes = {}
        if name == "verdict":
            attributes = {"flag_values": np.array([0, 1, 2], np.int8), "flag_meanings": "pass fail unresolved"}
        variable(checks, name, ["check"], column, **attributes)


def add_study(study, values):
    """Three levels of a second-order method at four times; the mean drowns in noise. Orders are pooled over the times."""
    study.attrs.update(order_claimed=2.0, long_name="SDE paths: time step")
    scale(study, "level", np.array([1.0, 2.0, 4.0]))
    scale(study, "record", np.arange(8))
    factors = np.array([1.0, 2.0, 4.0])
    levels = values[:, None] + np.array([1e-4, 2e-4, 1.5e-4, 1e-5])[:, None] * factors**2
    levels = np.concatenate([levels, 1e-7 * np.array([[0, 3, 1], [1, 0, 2], [0, 1, 3], [2, 2, 1]])])
    finest = levels[:, 0] - levels[:, 1]
    variable(study, "quantity", ["record"], np.array(["second_moment"] * 4 + ["mean"] * 4))
    variable(study, "at_time", ["record"], np.tile(TIMES, 2), "s")
    variable(study, "value", ["record", "level"], levels)
    variable(study, "difference", ["record"], finest)
    variable(study, "difference_standard_error", ["record"], np.full(8, 3e-7))
    variable(study, "order", ["record"], np.array([2.0] * 4 + [np.nan] * 4))
    variable(study, "budget", ["record"], 2 * np.abs(finest) / 3)
    variable(study, "status", ["record"], np.array([1] * 4 + [3] * 4, np.int8), flag_values=np.arange(5, dtype=np.int8),
             flag_meanings="not_measured as_claimed wrong below_noise unresolved", flag_verdicts="none pass fail none unresolved")


LABELS = {"exact": "exact", "sde": "SDE paths", "fokker_planck": "Fokker–Planck grid", "probability_flow": "probability flow",
          "jko": "JKO steps", "reverse_sde": "reverse SDE", "reverse_flow": "reverse flow"}


def add_roads(marginals, roads):
    """The scale of the roads with what they are called and which way they go."""
    scale(marginals, "road", np.array(roads))
    variable(marginals, "label", ["road"], np.array([LABELS[road] for road in roads]))
    directions = np.array([0 if road == "exact" else 2 if road.startswith("reverse") else 1 for road in roads], np.int8)
    variable(marginals, "direction", ["road"], directions, flag_values=np.arange(3, dtype=np.int8),
             flag_meanings="exact forward reverse")


def add_line(file, rng):
    problem = file.create_group("line")
    problem.attrs.update(title="Ornstein–Uhlenbeck process on the line", dimension=1,
                         statement="dX = −X dt + √2 dW from N(3, 0.25)",
                         missing_reverse_sde="the score has no start; try initial.deviations = [0.1]")
    roads = ["sde", "fokker_planck", "probability_flow", "jko", "exact"]
    pairs = ["sde~fokker_planck", "sde~jko", "fokker_planck~jko", "sde~exact", "fokker_planck~probability_flow"]
    x = np.linspace(-4.975, 5.975, 220)
    scale(problem, "time", TIMES, "s", "time")
    mean, deviation = 3 * np.exp(-TIMES), np.sqrt(1 - 0.75 * np.exp(-2 * TIMES))
    exact = normal(x, mean[:, None], deviation[:, None])
    marginals = problem.create_group("marginals")
    scale(marginals, "time", TIMES, "s", "time")
    scale(marginals, "x", x, "m", "position")
    add_roads(marginals, roads)
    noise = {"sde": 4e-3, "fokker_planck": 4e-4, "probability_flow": 5e-5, "jko": 1e-3, "exact": 0}
    for road in roads:
        variable(marginals, f"density_{road}", ["time", "x"],
                 np.abs(exact + noise[road] * np.sqrt(exact) * rng.normal(size=exact.shape)))
    truth = {"mean": mean, "second_moment": mean**2 + deviation**2, "probability_positive": 0.5 + 0.5 * np.tanh(mean),
             "entropy": np.log(deviation * np.sqrt(2 * np.pi * np.e)), "free_energy": np.full(4, np.nan)}
    variable(marginals, "density_initial", ["x"], normal(x, 3, 0.5))
    variable(marginals, "mean_initial", [], 3.0)
    for name, value in truth.items():
        spread = np.array([noise[road] for road in roads])[:, None]
        variable(marginals, name, ["road", "time"], value + 0.2 * spread * rng.normal(size=(5, 4)))
        variable(marginals, f"{name}_standard_error", ["road", "time"],
                 np.where(np.arange(5)[:, None] == 0, 0.2 * spread, 0) * np.ones(4))
        variable(marginals, f"{name}_budget", ["road", "time"], 0.3 * spread * np.ones(4))
    distances = problem.create_group("distances")
    scale(distances, "time", TIMES, "s", "time")
    scale(distances, "pair", np.array(pairs))
    for name, size in {"ks": 1e-3, "w1": 2e-3}.items():
        observed = size * np.exp(0.4 * rng.normal(size=(5, 4)))
        variable(distances, name, ["pair", "time"], observed)
        floor = np.where(np.array(["sde" in pair for pair in pairs])[:, None], 2 * size, 0) * np.ones(4)
        variable(distances, f"{name}_noise_floor", ["pair", "time"], floor)
        variable(distances, f"{name}_budget", ["pair", "time"], np.full((5, 4), 0.8 * size))
        variable(distances, f"{name}_effect_of_2_percent", ["pair", "time"],
                 np.where(np.arange(5)[:, None] < 3, 4 * size, np.nan) * np.ones(4))
    variable(distances, "dependent", ["pair"], np.array([0, 0, 0, 0, 1], np.int8),
             flag_values=np.array([0, 1], np.int8), flag_meanings="independent dependent")
    ensembles = problem.create_group("ensembles")
    scale(ensembles, "time", TIMES, "s", "time")
    scale(ensembles, "component", np.array(["x"]))
    paths = mean[:, None, None] + deviation[:, None, None] * rng.normal(size=(1, 200, 1))
    for road in ("sde", "probability_flow"):
        scale(ensembles, f"particle_{road}", np.arange(200))
        variable(ensembles, road, ["time", f"particle_{road}", "component"], paths)
    add_study(problem.create_group("convergence/sde_step"), truth["second_moment"])
    variable(problem, "clock", ["time"], TIMES, long_name="the process's own clock")
    facts = problem.create_group("facts")
    facts["probability_flow_evaluations_per_particle"] = 133.0
    variable(problem, "surprise", [], 4.0, long_name="a variable that the report does not know")
    write_checks(problem, [
        ("line/sde~fokker_planck/ks/t=2", 0.0, 1e-3, 0.0, 8e-4, 2.8e-3, 0, 4.6e-3, "", "two-sample KS", ""),
        ("line/sde~exact/mean/t=2", 0.406, 0.4071, 2e-4, 1e-4, 9e-4, 1, 5.4e-3, "", "3 e^{−t}", ""),
        ("line/sde~jko/entropy/t=2", 1.41, np.nan, np.nan, np.nan, np.nan, 2, np.nan, "", "m-spacings",
         "too few particles"),
        ("line/fokker_planck~probability_flow/ks/t=2", 0.0, 1e-5, 0.0, 1e-4, 1e-4, 0, 4.6e-3,
         "score of the grid's density", "", ""),
    ] + [(f"line/sde~exact/mean/t={t}", 3 * np.exp(-t), 3 * np.exp(-t), 2e-4, 1e-4, 9e-4, 0, 1e-4, "", "3 e^{−t}", "")
         for t in TIMES[:3]])


def add_plane(file, rng):
    problem = file.create_group("plane")
    problem.attrs.update(title="Two Gaussians in the plane", dimension=2, statement="VP(0.1, 20) and back")
    times = np.array([0.0, 0.2, 0.5, 1.0])
    x = np.linspace(-4.9, 4.9, 50)
    scale(problem, "time", times, "s", "time")
    variable(problem, "clock", ["time"], 0.1 * times + 19.9 * times**2 / 2, long_name="the process's own clock")
    alpha = np.exp(-0.5 * (0.1 * times + 19.9 * times**2 / 2))
    deviation = np.sqrt(0.16 * alpha**2 + 1 - alpha**2)

    def blob(centre):
        return np.stack([np.outer(normal(x, a * centre, s), normal(x, a * centre, s)) for a, s in zip(alpha, deviation)])
    exact = 0.4 * blob(-1.2) + 0.6 * blob(1.0)
    marginals = problem.create_group("marginals")
    scale(marginals, "time", times, "s", "time")
    scale(marginals, "x", x)
    scale(marginals, "y", x)
    add_roads(marginals, ["sde", "fokker_planck", "exact", "reverse_sde"])
    for road, size in {"fokker_planck": 1e-4, "exact": 0.0, "reverse_sde": 5e-3}.items():
        variable(marginals, f"density_{road}", ["time", "x", "y"],
                 np.abs(exact + size * np.sqrt(exact) * rng.normal(size=exact.shape)))
    for name in ("mean_x", "covariance_xy"):
        variable(marginals, name, ["road", "time"], np.ones((4, 1)) * alpha + 1e-3 * rng.normal(size=(4, 4)))
    ensembles = problem.create_group("ensembles")
    scale(ensembles, "time", times, "s", "time")
    scale(ensembles, "point", np.arange(272))
    scale(ensembles, "component", np.array(["x", "y"]))

    def draw(n):
        return np.where(rng.random(n) < 0.4, -1.2, 1.0)[:, None] + 0.4 * rng.normal(size=(n, 2))
    variable(ensembles, "data", ["point", "component"], draw(272))
    for road in ("sde", "reverse_sde", "reverse_flow"):
        start, end = draw(300), rng.normal(size=(300, 2))
        paths = alpha[:, None, None] * start + np.sqrt(1 - alpha**2)[:, None, None] * end
        scale(ensembles, f"particle_{road}", np.arange(300))
        variable(ensembles, road, ["time", f"particle_{road}", "component"], paths)
    write_checks(problem, [("plane/sde~exact/energy/t=1", 0.0, 1e-3, 0.0, 8e-4, 2.8e-3, 0, 4.6e-3, "", "", "")])


def write(path):
    rng = np.random.default_rng(1)
    h5py.get_config().track_order = True
    with h5py.File(path, "w") as file:
        file.attrs.update(title="Do the four roads agree?", experiment="four_roads", format_version=1,
                          Conventions="CF-1.10", kolmo_version="0.1.0", configuration="[run]\nseed = 1\nscale = \"quick\"\n",
                          seed=1)
        add_line(file, rng)
        add_plane(file, rng)
        provenance = file.create_group("provenance")
        provenance.attrs.update(git_commit="0000000", threads=2, compiler="none", command_line="synthetic <&> result",
                                start_time="2026-11-28T09:23:59Z", wall_time_seconds=12.5)


if __name__ == "__main__":
    write(sys.argv[1])

#!/usr/bin/python3
"""Measure Kolmo beside its peers and the limits, in interleaved rounds, and print the ratios beside their targets.

`bench/run.py [--rounds 3] [--only P2] [--output DIR]`. It builds nothing: `tools/build bench` makes kolmo_bench and the
limits, `tools/setup --bench` installs the peers. A ratio is taken within a round and its median over the rounds counts;
the machine is noisy, so that a ratio within 30 % of its target is not called either way.
Exit status: 0 every ratio measured meets its target within the slack; 1 one misses by more; 66 nothing to measure.
"""
import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import h5py
import numpy as np

TOP = Path(__file__).resolve().parents[1]
SLACK = 0.7  # a ratio above target × SLACK is not called a miss
LIMIT_LINE = re.compile(
    r"^(?P<name>\S.*?)\s+wall med.*?rate min\s+\S+ med\s+(?P<wall>\S+).*"
    r"cpu-rate med\s+(?P<rate>\S+) max\s+\S+\s+(?P<unit>.*)$")
ONE, TWO = r"(?:/.*)?/threads:1\b", r"(?:/.*)?/threads:2\b"
EXP = r"limit/hand AVX-512 inlined exp.*T=1"
SEPARABLE = "P8_fokker_planck_plane_separable/cells:"
SPACE = "P8_fokker_planck_space_"
FLOW = "P5_probability_flow/sharing:1024"
EULER, LANGEVIN = "P2_euler_maruyama_ou", "P3_langevin_mixture"
# Schemes that evaluate more than the drift, and what they are measured on.
SCHEMES = {"ornstein_uhlenbeck": ["drift_heun", "sra1"], "geometric_brownian_motion": ["milstein", "platen", "sri1w1"]}

# Which limit programs belong to which row.
LIMIT_PROGRAMS = {"P1": ["rng"], "P2": ["sde"], "P3": ["sde"], "P4": ["exp"], "P7": ["tri"], "P8": ["tri"], "P9": ["fft"], "P10": ["fft"]}

# (row, what is compared, numerator, denominator, target): patterns of measurement names; docs/methods/speed.md says
# the targets and what was measured.
# "wall" compares wall clocks (threads against one), all else CPU time of one thread.
RATIOS = [
    ("P1", "normals / limit", "P1_normals" + ONE, r"limit/.*Philox.*AVX512 intrinsics.*T=1", 0.7),
    ("P1", "normals / std", "P1_normals" + ONE, r"P1_peer_std|limit/std::mt19937_64.*T=1", 3),
    ("P2", "Euler–Maruyama / limit", EULER + ONE, r"limit/W1 hand AVX-512.*T=1", 0.7),
    ("P2", "Euler–Maruyama / Odeint", EULER + ONE, r"P2_peer_odeint", 3),
    ("P2", "Euler–Maruyama / NumPy", EULER + ONE, r"peer/p2_numpy", None),
    ("P2", "Euler–Maruyama / torch in float32", EULER + ONE, r"peer/p2_torch_float32", 1.5),
    ("P2", "two threads / one (wall)", EULER + TWO, EULER + ONE, 1.6),
    *[("P2", f"{scheme.replace('_', ' ')} / limit, per evaluation", f"P2_{scheme}_{problem}$", r"limit/W1 hand AVX-512.*T=1", 0.7)
      for problem, schemes in SCHEMES.items() for scheme in schemes],
    ("P2", "dri1 on matrix noise / limit, per evaluation", "P2_dri1_columns$", r"limit/W1 hand AVX-512.*T=1", 0.7),
    ("P2", "two lambdas / one fused loop by hand", "P2_two_lambdas$", "P2_two_lambdas_by_hand$", 0.85),
    ("P2", "10⁶ paths / 10³ paths, per step", r"P2_cost/paths:1000000/", r"P2_cost/paths:1000/", 0.9),
    ("P2", "10⁴ steps / 10 steps, per step", r"P2_cost/paths:10000/steps:10000", r"P2_cost/paths:10000/steps:10$", 0.9),
    ("P3", "Langevin, 8 Gaussians / limit", LANGEVIN + ONE, r"limit/W2 hand AVX-512.*T=1", 0.6),
    ("P3", "Langevin, 8 Gaussians / Numba", LANGEVIN + ONE, r"peer/p3_numba", 5),
    ("P3", "Langevin, 8 Gaussians / scalar C++", LANGEVIN + ONE, r"P3_peer_scalar", None),
    ("P3", "Langevin, 8 Gaussians / NumPy", LANGEVIN + ONE, r"peer/p3_numpy", None),
    ("P3", "reverse SDE / torch", "P3_reverse_sde_mixture" + ONE, r"peer/p3_reverse_torch", 8),
    ("P4", "score, 272 components / exp limit", r"P4_score/components:272\b", EXP, 0.5),
    ("P4", "score, 10⁴ components / exp limit", r"P4_score/components:10000\b", EXP, 0.5),
    ("P4", "Poisson field, 10⁵ points / exp limit", r"P4_green_field/D:1\b", EXP, 0.5),
    ("P4", "PFGM++ field, D = 8 / exp limit", r"P4_green_field/D:8\b", EXP, 0.5),
    ("P5", "probability flow, 8 Gaussians / Odeint one at a time", FLOW + ONE, r"P5_peer_odeint", 4),
    ("P5", "probability flow, 8 Gaussians / SciPy, one system", FLOW + ONE, r"peer/p5_scipy_together", None),
    ("P5", "probability flow, 8 Gaussians / SciPy, one at a time", FLOW + ONE, r"peer/p5_scipy_one_at_a_time", None),
    ("P5", "two threads / one (wall)", FLOW + TWO, FLOW + ONE, 1.7),
    ("P6", "DPM-Solver++(2M), 20 evaluations / torch", "P6_dpmpp_2m" + ONE, r"peer/p6_torch", 5),
    ("P6", "DPM-Solver++(2M), 20 evaluations / NumPy", "P6_dpmpp_2m" + ONE, r"peer/p6_numpy", None),
    ("P6", "two threads / one (wall)", "P6_dpmpp_2m" + TWO, "P6_dpmpp_2m" + ONE, 1.7),
    ("P7", "implicit step in 1-D / limit", r"P7_fokker_planck_line$", r"limit/Thomas prefactored N=1024 single", 0.6),
    ("P7", "implicit step in 1-D / SciPy", r"P7_fokker_planck_line$", r"peer/p7_scipy_banded", None),
    ("P8", "coupled, 512² / SciPy", "P8_fokker_planck_plane_coupled/cells:512/threads:1", r"peer/p8_scipy_banded_512", 4),
    ("P8", "separable, 256² / SciPy", SEPARABLE + "256/threads:1", r"peer/p8_scipy_banded_256", 10),
    ("P8", "coupled, 256² / SciPy's sparse LU", "P8_fokker_planck_plane_coupled/cells:256/threads:1", r"peer/p8_scipy_lu_256", None),
    ("P8", "unsplit, 256² / SciPy's sparse LU", "P8_fokker_planck_plane_unsplit/cells:256$", r"peer/p8_scipy_lu_256", None),
    ("P8", "coupled, 64³ / SciPy", SPACE + "coupled/cells:64/threads:1", r"peer/p8_scipy_banded_space_64", None),
    ("P8", "coupled, 128³ / SciPy", SPACE + "coupled/cells:128/threads:1", r"peer/p8_scipy_banded_space_128", None),
    ("P8", "separable, 64³ / SciPy", SPACE + "separable/cells:64/threads:1", r"peer/p8_scipy_banded_space_64", None),
    ("P8", "coupled, 64³ / SciPy's sparse LU of 32³", SPACE + "coupled/cells:64/threads:1", r"peer/p8_scipy_lu_space_32", None),
    ("P8", "two threads / one, separable 128³ (wall)", SPACE + "separable/cells:128/threads:2",
     SPACE + "separable/cells:128/threads:1", 1.5),
    ("P8", "two threads / one, separable 512² (wall)", SEPARABLE + "512/threads:2", SEPARABLE + "512/threads:1", 1.5),
    ("P9", "cosine transform of 1024² / FFTW's", "P9_cosine_transform/cells:1024/threads:1", r"limit/FFTW DCT-II 1024x1024 T=1", 0.7),
    # Jacobs and Léger's own program takes 0.9 s an iteration where a transform takes 26 ms; three times its speed is wanted.
    ("P9", "W2 on 1024², an iteration / one of FFTW's cosine transforms", "P9_back_and_forth/cells:1024/threads:1",
     r"limit/FFTW DCT-II 1024x1024 T=1", 0.087),
    ("P9", "W2 on 1024², two threads / one (wall)", "P9_back_and_forth/cells:1024/threads:2", "P9_back_and_forth/cells:1024/threads:1", 1.3),
    # Jacobs, Lee and Léger's program takes 86 s at least for the flow (with first-order errors) on that machine; a tenth of it.
    ("P10", "Barenblatt's flow on 256², eight midpoint steps / one of FFTW's cosine transforms of 1024²", "P10_barenblatt" + ONE,
     r"limit/FFTW DCT-II 1024x1024 T=1", 0.0030),
    ("P10", "an iteration on 256² / one of FFTW's cosine transforms of 1024²", "P10_jko_iterations/cells:256/threads:1",
     r"limit/FFTW DCT-II 1024x1024 T=1", None),
    ("P10", "two threads / one (wall)", "P10_barenblatt" + TWO, "P10_barenblatt" + ONE, 1.3),
    ("P11", "Sinkhorn in logarithms / POT's", "P11_sinkhorn_logarithms" + ONE, r"peer/p11_pot_log", 5),
    ("P11", "Sinkhorn by scaling / POT's", "P11_sinkhorn_scaling" + ONE, r"peer/p11_pot_scaling", 1),
    ("P11", "in logarithms, two threads / one (wall)", "P11_sinkhorn_logarithms" + TWO, "P11_sinkhorn_logarithms" + ONE, 1.5),
    ("P12", "exact plan of 1000 points / POT's", "P12_exact_transport", r"peer/p12_pot", 1 / 1.2),
    ("P13", "W2 of 10⁶ numbers / NumPy's sort", "P13_w2_line" + ONE, r"peer/p13_numpy", 1),
    ("P13", "W2 of 10⁶ numbers / POT's", "P13_w2_line" + ONE, r"peer/p13_pot", None),
    ("P13", "two threads / one (wall)", "P13_w2_line" + TWO, "P13_w2_line" + ONE, 1.5),
    ("P14", "training a score network in float / torch in float32", r"P14_train/bits:32\b", r"peer/p14_torch_train", 1.5),
    ("P14", "training in float / in double", r"P14_train/bits:32\b", r"P14_train/bits:64\b", None),
    ("P14", "score of a network / torch in float64", r"P14_score$", r"peer/p14_torch_score", 1.5),
    ("P15", "MALA in 10-D / NumPy", "P15_mala" + ONE, r"peer/p15_numpy_mala", None),
    ("P15", "HMC in 10-D / NumPy", "P15_hmc" + ONE, r"peer/p15_numpy_hmc", None),
    ("P15", "MALA, two threads / one (wall)", "P15_mala" + TWO, "P15_mala" + ONE, 1.6),
    ("P15", "HMC, two threads / one (wall)", "P15_hmc" + TWO, "P15_hmc" + ONE, 1.6),
]


def kolmo_bench(program, only, seconds):
    """{name: (rate by CPU time, rate by wall clock)} of one round of kolmo_bench, in items per second."""
    command = [program, f"--benchmark_filter=^{only}" if only else "--benchmark_filter=.", "--benchmark_format=json",
               f"--benchmark_min_time={seconds}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {}
    for row in json.loads(run.stdout)["benchmarks"]:
        if "items_per_second" not in row:
            continue
        name = re.sub(r"/(process_time|real_time|manual_time)", "", row["name"])
        work = row["items_per_second"] * row["real_time" if "real_time" in row["name"] else "cpu_time"]
        found[name] = (work / row["cpu_time"], work / row["real_time"])
    return found


def limits(programs):
    """{name: rate} of the hand-written kernels, which print one line each."""
    found = {}
    for program in programs:
        run = subprocess.run([program], capture_output=True, text=True, check=False)
        for line in run.stdout.splitlines():
            if match := LIMIT_LINE.match(line):
                scale = {"M": 1e6, "G": 1e9}.get(match["unit"].lstrip()[:1], 1.0)
                found[f"limit/{match['name']}"] = (float(match["rate"]) * scale, float(match["wall"]) * scale)
    return found


def peers(only):
    """{name: rate} of the Python peers."""
    command = ["/usr/bin/python3", "-B", TOP / "bench" / "peers"]
    listed = subprocess.run(command + ["--list"], capture_output=True, text=True, check=True).stdout.split()
    names = [name for name in listed if not only or name.startswith(only.lower() + "_")]
    if not names:
        return {}
    run = subprocess.run(command + names, capture_output=True, text=True, check=True)
    sys.stderr.write(run.stderr)
    rows = map(json.loads, run.stdout.splitlines())
    return {f"peer/{row['name']}": (row["rate"],) * 2 for row in rows}


def fastest_match(pattern, rates):
    """Where several measurements match, the fastest is the one to compare with."""
    return max((name for name in rates if re.match(pattern, name)), key=lambda name: rates[name][0], default=None)


def ratio_rows(rounds, only):
    """(label, median ratio, lowest, highest, target) for every ratio whose two sides were measured."""
    rows = []
    for row, what, numerator, denominator, target in RATIOS:
        if only and row != only:
            continue
        clock = 1 if "(wall)" in what else 0
        over, under = fastest_match(numerator, rounds[0]), fastest_match(denominator, rounds[0])
        if over is None or under is None:
            rows.append((f"{row} {what}", np.nan, np.nan, np.nan, np.nan if target is None else target))
            continue
        ratios = [rates[over][clock] / rates[under][clock] for rates in rounds if over in rates and under in rates]
        rows.append((f"{row} {what}", statistics.median(ratios), min(ratios), max(ratios),
                     np.nan if target is None else target))
    return rows


def verdict(ratio, target):
    if np.isnan(ratio):
        return "not measured"
    if np.isnan(target):
        return ""
    return "met" if ratio >= target else "within the noise" if ratio >= SLACK * target else "MISSED"


def write(path, rounds, rows):
    """The measurements and the ratios as a result file that tools/report.py draws."""
    text = h5py.string_dtype("utf-8")
    names = sorted(set().union(*rounds))
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs.update(title="How fast is Kolmo beside its peers and the limits?", experiment="benchmarks",
                          format_version=1, Conventions="CF-1.10", kolmo_version=version())
        group = file.create_group("benchmarks", track_order=True)
        for name, values in (("measurement", names), ("ratio_name", [row[0] for row in rows])):
            group.create_dataset(name, data=np.array(values, dtype=object), dtype=text).make_scale(name)
        group.create_dataset("round", data=np.arange(len(rounds))).make_scale("round")

        def add(name, dimensions, values, units, long_name):
            data = group.create_dataset(name, data=np.asarray(values, dtype=float))
            for axis, dimension in enumerate(dimensions):
                data.dims[axis].attach_scale(group[dimension])
            data.attrs.update(units=units, long_name=long_name)
        for clock, label in enumerate(("cpu", "wall")):
            values = [[rates.get(name, (np.nan, np.nan))[clock] for rates in rounds] for name in names]
            add(f"rate_{label}", ("measurement", "round"), values, "s-1", f"items per second of {label} time")
        for column, name in enumerate(("ratio", "ratio_lowest", "ratio_highest", "target"), 1):
            add(name, ("ratio_name",), [row[column] for row in rows], "1", name.replace("_", " "))
        provenance = file.create_group("provenance")
        provenance.attrs.update(time=datetime.now(timezone.utc).isoformat(timespec="seconds"), processor=processor(),
                                processors=os.cpu_count(), python=platform.python_version(),
                                load_average=os.getloadavg()[0])


def version():
    match = re.search(r"project\(Kolmo VERSION ([\d.]+)", (TOP / "CMakeLists.txt").read_text(encoding="utf-8"))
    return match[1] if match else "unknown"


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default 3)")
    parser.add_argument("--only", metavar="ROW", help="one row of docs/methods/speed.md, such as P2")
    parser.add_argument("--seconds", type=float, default=0.5, help="least time of one benchmark (default 0.5)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: results/benchmarks/<UTC time>")
    parser.add_argument("--build", type=Path, metavar="DIR", default=TOP / "build" / "bench", help="default: build/bench")
    arguments = parser.parse_args()

    folder = arguments.build / "bench"
    program = folder / "kolmo_bench"
    if not program.exists():
        print(f"run.py: {program} is not there; build it with tools/build bench", file=sys.stderr)
        return 66
    wanted = LIMIT_PROGRAMS.get(arguments.only, []) if arguments.only else sorted({*sum(LIMIT_PROGRAMS.values(), [])})
    programs = [path for name in wanted if (path := folder / "limits" / f"limit_{name}").exists()]
    if not programs:
        print("run.py: no limits were built: this processor or compiler lacks AVX-512", file=sys.stderr)

    rounds = []
    for number in range(arguments.rounds):
        print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr)
        rounds.append({**kolmo_bench(program, arguments.only, arguments.seconds), **limits(programs),
                       **peers(arguments.only)})
    rows = ratio_rows(rounds, arguments.only)
    for name in sorted(rounds[0]):
        by_cpu = statistics.median(rates[name][0] for rates in rounds if name in rates)
        by_wall = statistics.median(rates[name][1] for rates in rounds if name in rates)
        print(f"{name:70s} {by_cpu / 1e6:10.4g} M/s cpu {by_wall / 1e6:10.4g} M/s wall")
    print()
    for label, ratio, lowest, highest, target in rows:
        shown = "" if np.isnan(target) else f"target {target:g}"
        print(f"{label:46s} {ratio:8.3g}  ({lowest:.3g} … {highest:.3g})  {shown:12s} {verdict(ratio, target)}")

    output = arguments.output or TOP / "results" / "benchmarks" / f"{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}"
    output.mkdir(parents=True, exist_ok=True)
    write(output / "result.h5", rounds, rows)
    print(f"\nresult: {output / 'result.h5'}\nto see it: tools/report.py {output}")
    return 1 if any(verdict(row[1], row[4]) == "MISSED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

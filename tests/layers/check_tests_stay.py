"""Without the experiments only the tests of the experiments are gone.

usage: check_tests_stay.py ROOT BUILD    configures BUILD's project once more with KOLMO_BUILD_EXPERIMENTS=OFF (nothing is
built), in BUILD/without_experiments, and compares the lists of tests. Exits with 1 where a test of a module vanishes.
"""
import json
import subprocess
import sys
from pathlib import Path

# What is about experiments: the tests of these folders, and some that stand elsewhere: of the frame, and errors planted in
# four_roads.
OF_EXPERIMENTS = ("tests/experiments/", "tests/claims/")
ALSO_OF_EXPERIMENTS = {"io_frame", "io_sweep", "io_typos_kolmo_toy_experiment", "io_typos_four_roads", "planted_errors", "planted_two_percent", "wrong_on_purpose_guidance"}


def tests_of(root, build):
    """{name: the CMakeLists.txt that adds it, from the root}."""
    shown = json.loads(subprocess.run(["ctest", "--test-dir", str(build), "--show-only=json-v1"], check=True,
                                      capture_output=True, text=True).stdout)
    graph = shown["backtraceGraph"]
    result = {}
    for test in shown["tests"]:
        node = graph["nodes"][test["backtrace"]]
        while "parent" in node:
            node = graph["nodes"][node["parent"]]
        result[test["name"]] = Path(graph["files"][node["file"]]).relative_to(root).as_posix()
    return result


def vanished(whole, part):
    """Tests that are in `whole` alone and not about experiments."""
    return [f"{name} ({place})" for name, place in sorted(whole.items())
            if name not in part and name not in ALSO_OF_EXPERIMENTS and not place.startswith(OF_EXPERIMENTS)]


def main(arguments):
    root, build = (Path(argument).resolve() for argument in arguments)
    bare = build / "without_experiments"
    subprocess.run(["cmake", "-S", root, "-B", bare, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                    "-DKOLMO_BUILD_EXPERIMENTS=OFF", "--log-level=WARNING"], check=True, stdout=subprocess.DEVNULL)
    whole, part = tests_of(root, build), tests_of(root, bare)
    gone = vanished(whole, part)
    for test in gone:
        print(f"without the experiments the test {test} is gone")
    print(f"{len(whole)} tests, {len(part)} without the experiments")
    return 1 if gone or not part else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

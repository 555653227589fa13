"""Read the sources and fail where a module sees what it must not see: `check_layers.py [ROOT]`.

Prints file:line and the reason of every violation and exits with 1 if there is one. The rules are the tables below;
nothing is allowed that they do not list.
"""
import re
import sys
from pathlib import Path

ROADS = {"sde", "fokker_planck", "ode", "jko"}
# What each module may include besides itself: an explicit list, not a closure.
ALLOWED = {
    "core": set(),
    "density": {"core"},
    "process": {"core", "density"},
    "transport": {"core", "process"},  # a bridge is a process, over the kernel of one
    **{road: {"core", "density", "process"} | ({"transport"} if road == "jko" else set()) for road in ROADS},
    "verify": {"core"},
    "io": {"core"},
    "problem": {"core", "density", "process", "io"},
}
# The second storey stands on the roads: what each of its modules may see. No road sees it, nor does it see the experiments.
SECOND_STOREY = {"measure": {"core", "density", "process", "verify"} | ROADS,
                 "sampling": {"core", "density", "process", "sde", "ode", "verify"},
                 "green_flow": {"core", "density", "process"},
                 "score": {"core", "density", "process", "ode", "io"},
                 "paths": {"core", "density", "process", "verify"},
                 "information_geometry": {"core"}}
ALLOWED |= SECOND_STOREY
# A module of more than about forty files is split into rooms, and a room sees what stands before it in this order:
# what each may include of its own module besides itself. "" is the module's own folder.
ROOMS = {
    "core": {
        "": {"parallel"},
        "parallel": {""},
        "simd": {"", "parallel"},
        "random": {"", "parallel", "simd"},
        "linear": {"", "parallel", "simd"},
        "statistics": {"", "parallel", "simd", "random"},
    },
    "density": {
        "": set(),
        "expression": {""},
    },
    "sde": {
        "noise": set(),
        "schemes": {"noise"},
        "drivers": {"noise", "schemes"},
    },
    "fokker_planck": {
        "operator": set(),
        "graph": set(),
        "modes": {"operator"},
        "time": {"operator", "modes"},
        "spectral": {"operator"},
        "kinetic": {"operator", "time"},
        "score": {"operator", "time"},
        "analysis": {"operator", "modes", "time"},
    },
    "measure": {
        "problems": set(),
        "sde": {"problems"},
        "fokker_planck": {"problems"},
        "ode": {"problems"},
    },
    "sampling": {
        "targets": set(),
        "kernels": {"targets"},
        "diagnostics": set(),
        "chains": {"targets", "kernels", "diagnostics"},
        "exact": {"targets", "kernels"},
        "annealing": {"targets", "kernels", "chains", "exact"},
        "stein": {"targets"},
        "flow": {"targets"},
    },
    "score": {
        "data": set(),
        "fields": set(),
        "objectives": {"fields"},
        "models": {"fields", "objectives"},
        "network": {"fields", "objectives"},
    },
    "process": {
        "": set(),
        "structure": {""},
        "noise": {"", "structure"},
        "equations": {"", "structure", "noise"},
        "score": {"", "structure"},
        "derived": {"", "structure", "noise", "score"},
        "exit": {"", "derived"},
        "check": {"", "structure"},
    },
    "transport": {
        "": set(),
        "exact": {""},
        "grid": {""},
        "gaussian": {""},
        "entropic": {"", "exact", "grid"},
    },
    "ode": {
        "": set(),
        "steppers": {""},
        "samplers": {""},
        "parallel_in_time": {"samplers"},
    },
}
# Headers of these libraries stand in these folders of src/ (or of experiments/) only.
LIBRARY_HOME = {
    "HDF5": (re.compile(r"^hdf5|^H5\w*\.h$"), ("src/io/",)),
    "toml++": (re.compile(r"^toml(\+\+/|\.)"), ("src/io/",)),
    "FFTW": (re.compile(r"^fftw3"), ("src/core/",)),
    "LEMON": (re.compile(r"^lemon/"), ("src/transport/",)),
    "SUNDIALS": (re.compile(r"^(cvode|nvector|sunlinsol|sunmatrix|sunnonlinsol)/"), ("src/ode/steppers/",)),
}
# Slow to compile: in one .cpp each, and in no header.
ONE_SOURCE = {
    "spdlog": re.compile(r"^spdlog/"),
    "CLI11": re.compile(r"^CLI/"),
    "Odeint": re.compile(r"^boost/numeric/odeint"),
    "toml++": re.compile(r"^toml(\+\+/|\.)"),
}
# What must not stand in a line of src/ (comments and strings removed), and why.
FORBIDDEN = [
    (re.compile(r"\.exp\(\s*\)"), "Eigen's exp differs in a vector's tail: use kolmo/core/simd/simd_math.hpp"),
    (re.compile(r"\.log\(\s*\)"), "Eigen's log differs in a vector's tail: use kolmo/core/simd/simd_math.hpp"),
    (re.compile(r"\.sum\(\s*\)"), "Eigen's sum has no fixed order: use kolmo/core/simd/sum.hpp"),
    (re.compile(r"#\s*pragma\s+omp\b.*\breduction\s*\("), "a reduction depends on the number of threads"),
]
# The same in experiments/ too: tests alone may.
FORBIDDEN_OUTSIDE_TESTS = [
    (re.compile(r"\bstd::to_string\b"),
     "std::to_string prints 1e-9 as 0.000000: use kolmo/core/number_text.hpp"),
]
FAST_MATH = re.compile(r"-ffast-math|-Ofast|-funsafe-math|-fassociative-math|fast-math")
NAMELESS = {"util", "utils", "common", "misc", "helper", "helpers"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SOURCE_FOLDERS = ("include", "src", "experiments", "examples", "tests", "bench")
# Headers of no module: the version, and the header of all headers, which is for programs.
VERSION, UMBRELLA = "kolmo/version.hpp", "kolmo/kolmo.hpp"


def sources(root, folders=SOURCE_FOLDERS, endings=(".cpp", ".hpp", ".h")):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in endings:
                yield path


def module_of(name):
    """Module that a path or an include belongs to: "include/kolmo/sde/x.hpp" and "src/sde/x.cpp" give "sde"."""
    parts = name.split("/")
    if parts[0] == "include" and len(parts) > 3:
        return parts[2]
    if parts[0] in ("src", "kolmo") and len(parts) > 2:
        return parts[1]
    return None


def room_of(name):
    """Room that a path or an include belongs to within its module: "src/sde/noise/x.cpp" gives "noise"."""
    parts = name.split("/")
    depth = 3 if parts[0] == "include" else 2
    return parts[depth] if len(parts) > depth + 1 else ""


def check_room(name, header, found):
    """Violations of the order of rooms by an include of the file's own module."""
    module, here = module_of(name), room_of(name)
    rooms = ROOMS[module]
    there = room_of(header if header.startswith("kolmo/") else "src/" + header)
    if here not in rooms or there not in rooms:
        found(f"'{module}/{there if here in rooms else here}' is no room of {module} (tests/layers/check_layers.py)")
    elif there != here and there not in rooms[here]:
        found(f"{module}/{here} must not see {module}/{there} (it may see {', '.join(sorted(rooms[here])) or 'nothing but itself'})")


def code_lines(text):
    """The lines of C++ text with comments and string literals blanked; include lines stay whole."""
    def blank(match):
        token = match.group(0)
        if token.startswith("//") or token.startswith("/*"):
            return re.sub(r"[^\n]", " ", token)
        return token if token.startswith("#") else '""'
    pattern = re.compile(r'#\s*include[^\n]*|//[^\n]*|/\*.*?\*/|R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
    # A raw string may hold newlines: keep their number, so that line numbers stay right.
    return pattern.sub(lambda m: blank(m) + "\n" * (m.group(0).count("\n") - blank(m).count("\n")), text).splitlines()


def check_include(name, header, quoted, found):
    """Violations of one include in the file `name` (relative to the root)."""
    here = module_of(name)
    there = module_of(header) if header.startswith("kolmo/") else None
    if header == UMBRELLA:
        if not name.startswith(("examples/", "tests/")):
            found("a source includes the headers that it uses, not all of them")
    elif header.startswith("kolmo/") and header != VERSION:
        if there is None:
            found('an include of Kolmo is spelled "kolmo/<module>/<file>.hpp"')
        elif not quoted:
            found('Kolmo\'s own headers are included with quotes: "kolmo/…"')
        elif there not in ALLOWED:
            found(f"'{there}' is not in the list of modules (tests/layers/check_layers.py)")
        elif here in ALLOWED and there != here and there not in ALLOWED[here]:
            allowed = ", ".join(sorted(ALLOWED[here])) or "nothing but itself"
            found(f"{here} must not see {there} (it may see {allowed})")
        if here in ROOMS and there == here:
            check_room(name, header, found)
    elif here in ROOMS and quoted and header.startswith(here + "/"):
        check_room(name, header, found)
    elif here in ALLOWED and quoted and "/" in header and header.split("/")[0] in set(ALLOWED) - {here}:
        found("a private header is for its own module")
    elif ".." in header.split("/"):
        found('a path through ".." hides which module is included')
    elif here and header.startswith("experiments/"):
        found("nothing sees the experiments")
    elif name.startswith("include/") and quoted and ("/" not in header or header.split("/")[0] in ALLOWED):
        found('a public header includes Kolmo as "kolmo/<module>/<file>.hpp"')
    for library, (pattern, homes) in LIBRARY_HOME.items():
        own = name.startswith(("include/", "src/", "experiments/"))
        if own and pattern.search(header) and not name.startswith(homes):
            found(f"{library} is included in {', '.join(homes)} only")


def violations(root):
    """All violations under `root` as "file:line: reason"."""
    result = []
    users = {library: [] for library in ONE_SOURCE}
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        if module_of(name) is not None and module_of(name) not in ALLOWED:
            result.append(f"{name}:1: the module '{module_of(name)}' is not in the list (tests/layers/check_layers.py)")
        elif room_of(name) not in ROOMS.get(module_of(name), {room_of(name)}):
            result.append(f"{name}:1: '{module_of(name)}/{room_of(name)}' is no room of {module_of(name)} "
                          "(tests/layers/check_layers.py)")
        for number, line in enumerate(code_lines(path.read_text(encoding="utf-8")), 1):
            def found(reason):
                result.append(f"{name}:{number}: {reason}: {line.strip()}")
            if include := INCLUDE.match(line):
                quoted, header = include.group(1) == '"', include.group(2)
                check_include(name, header, quoted, found)
                for library, pattern in ONE_SOURCE.items():
                    if pattern.search(header) and not name.startswith(("tests/", "bench/")):
                        if path.suffix != ".cpp":
                            found(f"{library} is slow to compile: include it in a .cpp")
                        users[library].append((name, number))
                continue
            forbidden = FORBIDDEN if name.startswith(("src/", "include/")) else []
            if name.startswith(("src/", "include/", "experiments/")):
                forbidden = forbidden + FORBIDDEN_OUTSIDE_TESTS
            for pattern, reason in forbidden:
                if pattern.search(line):
                    found(reason)
    for library, places in users.items():
        files = sorted({name for name, _ in places})
        for name, number in places:
            if name != (files[0] if files else None):
                result.append(f"{name}:{number}: {library} is slow to compile and already included in {files[0]}")
    return result + build_violations(root) + folder_violations(root)


def build_violations(root):
    """Compiler flags that let the compiler reassociate or forget NaN."""
    files = [path for pattern in ("CMakeLists.txt", "*.cmake", "CMakePresets.json") for path in root.rglob(pattern)]
    result = []
    for path in sorted(files):
        name = path.relative_to(root).as_posix()
        # bench/limits are hand-written limits for one case each, not part of the library.
        if name.startswith(("build/", "bench/limits/")):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FAST_MATH.search(line.split("#")[0]):
                result.append(f"{name}:{number}: no fast-math: isnan would become false: {line.strip()}")
    return result


def folder_violations(root):
    folders = [path for folder in SOURCE_FOLDERS + ("tools", "docs") for path in (root / folder).rglob("*")]
    return [f"{path.relative_to(root).as_posix()}:1: the name of this folder says nothing"
            for path in sorted(folders) if path.is_dir() and path.name.lower() in NAMELESS]


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    files = sum(1 for _ in sources(root))
    if files == 0:
        print(f"check_layers.py: no sources under {root}", file=sys.stderr)
        return 2
    found = violations(root)
    for violation in found:
        print(violation)
    print(f"{files} files read, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

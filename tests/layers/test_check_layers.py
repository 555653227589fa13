"""check_layers.py must find each planted violation, at its line, and nothing in a clean tree."""
import tempfile
import unittest
from pathlib import Path

from check_layers import ALLOWED, ROOMS, SECOND_STOREY, violations

CLEAN = {
    "include/kolmo/core/parallel/block.hpp": "#pragma once\n#include <Eigen/Core>\n",
    "include/kolmo/density/density.hpp": '#pragma once\n#include "kolmo/core/parallel/block.hpp"\n',
    "include/kolmo/process/process.hpp": '#pragma once\n#include "kolmo/density/density.hpp"\n',
    "src/sde/schemes/heun.cpp": '#include "kolmo/process/process.hpp"\n// x.exp() in a comment\n'
                        'const char* text = "values.log()";\ndouble y = std::exp(1.0) + block.exp_of(2);\n',
    "src/io/result_file.cpp": '#include <hdf5.h>\n#include "kolmo/core/parallel/block.hpp"\n',
    "src/io/configuration.cpp": '#include <toml++/toml.h>\n#include "toml_text.hpp"\n',
    "include/kolmo/core/kernel-inl.hpp": '#include "hwy/highway.h"\n',
    "experiments/four_roads.cpp": '#include "kolmo/jko/flow.hpp"\n#include "kolmo/sde/schemes/heun.hpp"\n',
    "examples/one.cpp": '#include "kolmo/kolmo.hpp"\n#include "kolmo/version.hpp"\n',
    "src/io/provenance.cpp": '#include "kolmo/version.hpp"\n',
    "CMakeLists.txt": "add_compile_options(-O3)  # never -ffast-math\n",
}

# What is planted → where it must be found.
PLANTED = [
    ({"src/core/a.cpp": '#include <vector>\n#include "kolmo/density/density.hpp"\n'}, "src/core/a.cpp:2:"),
    ({"src/sde/noise/a.cpp": '#include "kolmo/jko/flow.hpp"\n'}, "src/sde/noise/a.cpp:1:"),
    ({"include/kolmo/verify/a.hpp": '\n\n#include "kolmo/sde/schemes/heun.hpp"\n'}, "include/kolmo/verify/a.hpp:3:"),
    ({"src/io/a.cpp": '#include "kolmo/verify/check.hpp"\n'}, "src/io/a.cpp:1:"),
    ({"src/sde/schemes/a.cpp": '#include "kolmo/measure/sde/single_step.hpp"\n'}, "src/sde/schemes/a.cpp:1:"),
    ({"src/verify/a.cpp": '#include "kolmo/measure/sde/single_step.hpp"\n'}, "src/verify/a.cpp:1:"),
    ({"src/measure/sde/a.cpp": '#include "kolmo/io/group.hpp"\n'}, "src/measure/sde/a.cpp:1:"),
    ({"src/measure/sde/a.cpp": '#include "experiments/frame/plan.hpp"\n'}, "src/measure/sde/a.cpp:1:"),
    ({"src/measure/problems/a.cpp": '#include "kolmo/measure/sde/single_step.hpp"\n'}, "src/measure/problems/a.cpp:1:"),
    ({"src/ode/a.cpp": '/* two\nlines */\n  #  include "kolmo/fokker_planck/time/march.hpp"\n'}, "src/ode/a.cpp:3:"),
    ({"src/ode/a.cpp": 'auto t = R"(one\ntwo\n)";\n#include "kolmo/sde/noise/x.hpp"\n'}, "src/ode/a.cpp:4:"),
    ({"src/density/a.cpp": '#include "../process/process.hpp"\n'}, "src/density/a.cpp:1:"),
    ({"src/density/a.cpp": '#include <kolmo/core/parallel/block.hpp>\n'}, "src/density/a.cpp:1:"),
    ({"include/kolmo/core/b.hpp": '#include "block.hpp"\n'}, "include/kolmo/core/b.hpp:1:"),
    ({"src/ode/a.cpp": '#include "kolmo/kolmo.hpp"\n'}, "src/ode/a.cpp:1:"),
    ({"experiments/a.cpp": '#include "kolmo/kolmo.hpp"\n'}, "experiments/a.cpp:1:"),
    ({"examples/a.cpp": '#include "kolmo/claim.hpp"\n'}, "examples/a.cpp:1:"),
    ({"src/newcomer/a.cpp": "int x;\n"}, "src/newcomer/a.cpp:1:"),
    ({"tests/sde/a.cpp": '#include "kolmo/newcomer/a.hpp"\n'}, "tests/sde/a.cpp:1:"),
    ({"src/verify/a.cpp": "#include <hdf5.h>\n"}, "src/verify/a.cpp:1:"),
    ({"src/verify/a.cpp": "#include <H5DSpublic.h>\n"}, "src/verify/a.cpp:1:"),
    ({"experiments/a.cpp": "#include <toml++/toml.h>\n", "src/io/configuration.cpp": "int x;\n"},
     "experiments/a.cpp:1:"),
    ({"src/jko/a.cpp": "#include <fftw3.h>\n"}, "src/jko/a.cpp:1:"),
    ({"src/io/more.cpp": "\n#include <toml++/toml.h>\n"}, "src/io/more.cpp:2:"),
    ({"experiments/a.cpp": "#include <CLI/CLI.hpp>\n", "experiments/b.cpp": "#include <CLI/App.hpp>\n"},
     "experiments/b.cpp:1:"),
    ({"include/kolmo/io/a.hpp": "#include <spdlog/spdlog.h>\n"}, "include/kolmo/io/a.hpp:1:"),
    ({"src/ode/a.cpp": "#include <boost/numeric/odeint/stepper/euler.hpp>\n",
      "src/ode/b.cpp": "#include <boost/numeric/odeint.hpp>\n"}, "src/ode/b.cpp:1:"),
    ({"src/sde/noise/a.cpp": "int a;\nauto y = x.col(0).exp();\n"}, "src/sde/noise/a.cpp:2:"),
    ({"src/sde/noise/a.cpp": "auto y = x.log( ).eval();\n"}, "src/sde/noise/a.cpp:1:"),
    ({"src/sde/noise/a.cpp": "double s = (w * w).sum();\n"}, "src/sde/noise/a.cpp:1:"),
    ({"src/sde/noise/a.cpp": "#pragma omp parallel for reduction(+ : s)\n"}, "src/sde/noise/a.cpp:1:"),
    ({"src/sde/noise/a.cpp": "int a;\nstd::string s = std::to_string(1e-9);\n"}, "src/sde/noise/a.cpp:2:"),
    ({"experiments/a.cpp": "std::string s = std::to_string(1e-9);\n"}, "experiments/a.cpp:1:"),
    ({"src/sde/CMakeLists.txt": "\ntarget_compile_options(x PRIVATE -ffast-math)\n"}, "src/sde/CMakeLists.txt:2:"),
    ({"src/sde/noise/a.cpp": '#include "kolmo/sde/schemes/heun.hpp"\n'}, "src/sde/noise/a.cpp:1:"),
    ({"src/fokker_planck/operator/a.cpp": '\n#include "fokker_planck/time/sweep.hpp"\n'},
     "src/fokker_planck/operator/a.cpp:2:"),
    ({"src/fokker_planck/a.cpp": "int x;\n"}, "src/fokker_planck/a.cpp:1:"),
    ({"src/fokker_planck/time/a.cpp": '#include "kolmo/fokker_planck/cellar/b.hpp"\n'},
     "src/fokker_planck/time/a.cpp:1:"),
    ({"src/ode/a.cpp": '#include "fokker_planck/time/sweep.hpp"\n'}, "src/ode/a.cpp:1:"),
    ({"src/io/utils/a.cpp": "int x;\n"}, "src/io/utils:1:"),
    ({"src/density/a.cpp": '#include "density/expression/b.hpp"\n'}, "src/density/a.cpp:1:"),
]


def found_in(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return violations(Path(folder))


class CheckLayers(unittest.TestCase):
    def test_a_clean_tree_has_no_violation(self):
        self.assertEqual(found_in(CLEAN), [])

    def test_each_planted_violation_is_found_alone_at_its_line(self):
        for files, place in PLANTED:
            with self.subTest(planted=files):
                found = found_in({**CLEAN, **files})
                self.assertEqual([f for f in found if not f.startswith(place)], [], "elsewhere")
                self.assertTrue(found, "not found")

    def test_what_stands_on_the_roads_is_seen_by_none_below(self):
        for module in SECOND_STOREY:
            for other in set(ALLOWED) - set(SECOND_STOREY):
                self.assertNotIn(module, ALLOWED[other])

    def test_the_roads_do_not_see_each_other(self):
        roads = {"sde", "fokker_planck", "ode", "jko"}
        for road in roads:
            self.assertFalse(ALLOWED[road] & roads)

    def test_every_room_is_above_those_that_it_sees(self):
        for rooms in ROOMS.values():
            for room, seen in (entry for entry in rooms.items() if entry[0]):
                for other in seen - {""}:  # what a module shares stands in its own folder
                    self.assertLess(list(rooms).index(other), list(rooms).index(room))

    def test_every_module_is_below_those_that_see_it(self):
        order = list(ALLOWED)
        for module, seen in ALLOWED.items():
            for other in seen:
                self.assertLess(order.index(other), order.index(module))


if __name__ == "__main__":
    unittest.main()

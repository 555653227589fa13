// A problem of one's own file, and what its process knows of itself.

#include <cmath>
#include <cstdio>
#include <fstream>

#include "kolmo/problem/read.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

int main(int, char** arguments) {
  const std::string file = std::string(arguments[0]) + ".toml";
  std::ofstream(file)
      << "[problem.well]\ntimes = [1.0]\n"
         "[problem.well.process]\ntype = \"langevin\"\npotential = \"a*x^4\"\ntemperature = 0.5\n"
         "[problem.well.parameters]\na = 1.0\n"
         "[problem.well.initial]\nweights = [1.0]\nmeans = [[1.0]]\ndeviations = [0.3]\n";
  const auto problem = kolmo::problem::read_problems(file, {"problem.well.parameters.a=0.25"}).at(0);
  const kolmo::Points x = Eigen::ArrayXd::Constant(1, 2.0);
  kolmo::Points drift(1, 1);
  problem.process->drift(0, x, drift);  // −x³
  const auto structure = kolmo::process::gradient_structure(*problem.process);
  const bool ok = std::abs(drift(0, 0) + 8) < 1e-12 && structure && structure->temperature == 0.5;
  std::printf("%s: a problem is read, drift(2) = %g\n", ok ? "ok" : "FAILED", drift(0, 0));
  return ok ? 0 : 1;
}

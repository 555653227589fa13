#include "fokker_planck_convergence/plan.hpp"

namespace kolmo::fokker_planck_convergence {

verify::Check value_check(double expected, double observed, double tolerance, const std::string& source,
                          const std::string& note) {
  verify::Check check;
  check.expected = expected;
  check.observed = observed;
  check.tolerance = check.bias_bound = tolerance;
  check.verdict = verify::judge(expected, observed, tolerance);
  check.source = source;
  check.note = note;
  return check;
}

}  // namespace kolmo::fokker_planck_convergence

#include "relaxation/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"
#include "relaxation/rest_problem.hpp"
#include "relaxation/well_problem.hpp"

namespace kolmo::relaxation {
namespace {

using namespace io::keys;

constexpr Range temperatures = {0.01, 10};

io::Key coarsest_cells(const std::string& path, const std::string& default_value, const std::string& sentence,
                       double upper) {
  return cells(path, default_value, sentence, {16, upper}, 4);
}

io::Schema linear_keys() {
  return {
      number("ornstein_uhlenbeck.theta", "1.0", "1/s", "theta of dX = -theta X dt + sigma dW.", positive),
      number("ornstein_uhlenbeck.sigma", "1.0", "1", "sigma.", positive),
      number("ornstein_uhlenbeck.mean", "1.5", "1", "Mean at time 0."),
      number("ornstein_uhlenbeck.variance", "0.25", "1", "Variance at time 0, other than sigma^2/(2 theta).",
             positive),
      coarsest_cells("ornstein_uhlenbeck.cells", "200", "Cells of the coarsest grid.", 2000),
      coarsest_cells("mixture.cells", "160", "Cells of the coarsest grid.", 2000),
  };
}

io::Schema well_keys() {
  const std::string p = "well.*.";
  return {
      text(p + "potential", "", "The potential V.", names_of(well_potentials())),
      text(p + "expression", "", "expression: V(x), such as \"x^2/2 + cos(3*x)\"."),
      number(p + "asymmetry", "0.0", "1", "double_well: a of V = (x^2-1)^2 + a x."),
      number(p + "temperature", "1.0", "1", "T of dX = -V'(X) dt + sqrt(2T) dW.", positive),
      number(p + "lower", "", "1", "Lower end of the domain; V/T has risen by 25 there."),
      number(p + "upper", "", "1", "Upper end."),
      number(p + "tilt", "0.5", "1",
             "a of the start p_0 ~ exp(-(V + a x)/T), > 0; (V + a x)/T has risen by 16 at both ends.",
             positive),
      increasing(p + "eigenvalues", "[]", "1/s",
                 "Nonzero eigenvalues of -L as they are known from elsewhere, ascending.", positive),
      number(p + "late_order", "2.0", "1",
             "q of -d log KL/dt = 2 gap (1 + O(exp(-q gap t))): 2 for symmetric wells, else 1.", {1, 2}),
      coarsest_cells(p + "cells", "500", "Cells of the coarsest of three grids for eigenvalues.", 4000),
  };
}

io::Schema rate_keys() {
  return {
      numbers("kramers.temperatures", "[1.0, 0.5, 0.25, 0.15, 0.1, 0.07, 0.05]", "1",
              "Temperatures at which rates are compared, descending.", temperatures),
      numbers("kramers.low", "[0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02]", "1",
              "Temperatures, four or more, at which the formula is approached.", temperatures),
      coarsest_cells("kramers.cells", "600", "Cells of the coarsest of three grids for the gap.", 4000),
      coarsest_cells("kramers.cells_between", "80",
                     "Cells from minimum to minimum on the coarsest of three grids.", 1000),
      coarsest_cells("plane.cells", "60", "Cells an axis of the coarsest grid.", 120),
      numbers("plane.low", "[0.1, 0.08, 0.065, 0.05, 0.04]", "1",
              "Temperatures, four or more, of the bent wells.", temperatures),
  };
}

}  // namespace

io::Schema schema() {
  io::Schema all = {texts("run.parts", "", "What is run; everything if not given."),
                    texts("run.problems", "", "Which problems are run, and nothing else.")};
  for (const io::Schema& more : {linear_keys(), well_keys(), problem::keys(), rest_keys(), rate_keys()})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::relaxation

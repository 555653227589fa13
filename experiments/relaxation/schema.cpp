#include "relaxation/schema.hpp"

#include "relaxation/well_problem.hpp"

namespace kolmo::relaxation {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

Key number(const std::string& path, const std::string& value, const std::string& unit,
           const std::string& sentence, bool positive = false) {
  Key key{path, Type::number, value, unit, sentence};
  if (positive) key.lower = 0;
  key.lower_excluded = positive;
  return key;
}

Key cells(const std::string& path, const std::string& value, const std::string& sentence, double upper) {
  Key key{path, Type::integer, value, "1", sentence, 16, upper};
  key.scaling = Scaling::cells;
  key.multiple_of = 4;
  return key;
}

Key temperatures(const std::string& path, const std::string& value, const std::string& sentence) {
  Key key{path, Type::numbers, value, "1", sentence};
  key.lower = 0.01;
  key.upper = 10;
  return key;
}

void add_well_keys(io::Schema& keys) {
  const std::string p = "well.*.";
  Key potential{p + "potential", Type::text, "", "", "The potential V."};
  potential.choices = potential_names();
  keys.push_back(potential);
  keys.push_back({p + "expression", Type::text, "", "", "expression: V(x), such as \"x^2/2 + cos(3*x)\"."});
  keys.push_back(number(p + "asymmetry", "0.0", "1", "double_well: a of V = (x^2-1)^2 + a x."));
  keys.push_back(number(p + "temperature", "1.0", "1", "T of dX = -V'(X) dt + sqrt(2T) dW.", true));
  keys.push_back(number(p + "lower", "", "1", "Lower end of the domain; V/T has risen by 25 there."));
  keys.push_back(number(p + "upper", "", "1", "Upper end."));
  keys.push_back(
      number(p + "tilt", "0.5", "1",
             "a of the start p_0 ~ exp(-(V + a x)/T), > 0; (V + a x)/T has risen by 16 at both ends.", true));
  Key eigenvalues{p + "eigenvalues", Type::numbers, "[]", "1/s",
                  "Nonzero eigenvalues of -L as they are known from elsewhere, ascending."};
  eigenvalues.lower = 0;
  eigenvalues.lower_excluded = true;
  keys.push_back(eigenvalues);
  Key order = number(p + "late_order", "2.0", "1",
                     "q of -d log KL/dt = 2 gap (1 + O(exp(-q gap t))): 2 for symmetric wells, else 1.");
  order.lower = 1;
  order.upper = 2;
  keys.push_back(order);
  keys.push_back(cells(p + "cells", "500", "Cells of the coarsest of three grids for eigenvalues.", 4000));
}

}  // namespace

io::Schema schema() {
  io::Schema keys;
  keys.push_back({"run.parts", Type::texts, "", "", "What is run; everything if not given."});
  keys.push_back(
      number("ornstein_uhlenbeck.theta", "1.0", "1/s", "theta of dX = -theta X dt + sigma dW.", true));
  keys.push_back(number("ornstein_uhlenbeck.sigma", "1.0", "1", "sigma.", true));
  keys.push_back(number("ornstein_uhlenbeck.mean", "1.5", "1", "Mean at time 0."));
  keys.push_back(number("ornstein_uhlenbeck.variance", "0.25", "1",
                        "Variance at time 0, other than sigma^2/(2 theta).", true));
  keys.push_back(cells("ornstein_uhlenbeck.cells", "200", "Cells of the coarsest grid.", 2000));
  keys.push_back(cells("mixture.cells", "160", "Cells of the coarsest grid.", 2000));
  add_well_keys(keys);
  keys.push_back(temperatures("kramers.temperatures", "[1.0, 0.5, 0.25, 0.15, 0.1, 0.07, 0.05]",
                              "Temperatures at which rates are compared, descending."));
  keys.push_back(temperatures("kramers.low", "[0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02]",
                              "Temperatures, four or more, at which the formula is approached."));
  keys.push_back(cells("kramers.cells", "600", "Cells of the coarsest of three grids for the gap.", 4000));
  keys.push_back(cells("kramers.cells_between", "80",
                       "Cells from minimum to minimum on the coarsest of three grids.", 1000));
  keys.push_back(cells("plane.cells", "60", "Cells an axis of the coarsest grid.", 120));
  keys.push_back(temperatures("plane.low", "[0.1, 0.08, 0.065, 0.05, 0.04]",
                              "Temperatures, four or more, of the bent wells."));
  return keys;
}

}  // namespace kolmo::relaxation

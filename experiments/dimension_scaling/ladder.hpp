#pragma once
// Errors of one method against its work.

#include <string>
#include <vector>

#include "dimension_scaling/settings.hpp"
#include "frame/findings.hpp"

namespace kolmo::dimension_scaling {

/// error(W) ≈ C W^{−exponent}: what a method's ladder of runs found.
struct Ladder {
  std::string quantity;   ///< "expectation", "density"
  std::string dimension;  ///< "2d"
  std::string method;     ///< "grid", "particles", "kernel"
  std::string long_name;
  std::string work_unit;  ///< "cell-steps", "path-steps"
  double exponent;        ///< as derived
  double next_term;       ///< power of 1/W between two terms of the error's expansion
  std::string source;
  std::vector<double> work = {};
  std::vector<Estimate> errors = {};

  std::string name() const { return quantity + "_" + dimension + "_" + method; }
};

/// Judges the exponent (check "order/<name>"), writes convergence/ and work_precision/.
void judge_ladder(const Ladder& ladder, const Settings& settings, frame::Findings& findings);

/// log C of error = C W^{−exponent} with its standard error: without noise from the finest run, with the
/// change from the one before as error; else the weighted mean of the three largest runs.
Estimate log_constant(const Ladder& ladder);

}  // namespace kolmo::dimension_scaling

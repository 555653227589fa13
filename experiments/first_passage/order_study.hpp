#pragma once
// One order of convergence: fitted, judged, written.

#include <string>
#include <vector>

#include "kolmo/core/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

/// Errors at steps h, descending.
struct OrderStudy {
  std::string id = {};     ///< of the check; its last pieces name the group
  std::string group = {};  ///< convergence/<group>
  std::string long_name = {};
  std::string source = {};  ///< of the claim
  std::vector<double> h = {};
  std::vector<Estimate> errors = {};  ///< their absolute values are fitted; no standard errors: deterministic
  double claimed = 1;
  /// The step between two terms of the error's expansion, e = C h^p (1 + a h^q): ½ where it is one in √h.
  double next_term = 1;
};

/// Fits e = C h^p (1 + a h^q) (verify::fit_order in the variable h^q, where a point is resolved by the fitted
/// model), writes the study into `part`/convergence and returns its check. Allows 0.1 beside the interval.
verify::Check judge_order(const OrderStudy& study, io::Group& part);

/// |observed − expected| ≤ z s + b as a check.
verify::Check judge_value(const std::string& id, double expected, const Estimate& observed, double z,
                          double bias_bound, const std::string& source);

/// Unresolved, with a note, where a check passes though its tolerance exceeds `largest`.
void require_power(verify::Check& check, double largest);

}  // namespace kolmo::first_passage

#pragma once
// One order of convergence: fitted, judged, written.

#include <string>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::frame {

/// Errors on several steps or widths, and the order that they are said to have.
struct OrderStudy {
  std::string name;       ///< of its group in the file
  std::string long_name;  ///< of the error
  double claimed = 1;
  std::vector<double> h = {};
  std::vector<Estimate> errors = {};  ///< at h[i]; absolute values are fitted; no standard errors: no noise
  std::string source = {};            ///< of the claim
  std::string h_long_name = "cell width";
  std::string h_units = "1";
  /// q of e = C h^p (1 + a h^q): 2 where an error has even powers only. Options are those of orders in h.
  double next_term = 1;
  verify::OrderFitOptions options = {};
};

/// Fits e = C h^p (1 + a h^q) (verify::fit_order in the variable h^q, where a point is resolved by the fitted
/// model), writes part/convergence/<name> and returns the check. An error that is exactly 0 or not finite is
/// unresolved.
verify::Check judge_order(const std::string& id, const OrderStudy& study, io::Group& part);

}  // namespace kolmo::frame

#pragma once
// One measured order: errors at several steps or cell widths, the fit, and the verdict on the claim.

#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::fokker_planck_convergence {

/// What is fitted and how it is called.
struct StudyLabels {
  std::string name;       ///< "time_tr_bdf2_upwind"
  std::string long_name;  ///< what the error is
  std::string scheme;     ///< whose claim is judged
  std::string source;
  std::string step = "cell width";  ///< what h is
  std::string step_units = "1";
};

struct OrderStudy {
  StudyLabels labels;
  std::vector<double> h, errors;
  double claimed = 0;
  /// q of the error's expansion e = C h^p (1 + a h^q).
  double next_term = 1;
  verify::OrderFit fit = {};  ///< in h
  double slack = 0.1;
  double widest_half_width = 0.1;  ///< a wider interval decides nothing
  /// Where the method is exact, errors are rounding and have no order: they stay below this bound. 0 else.
  double exact_below = 0;
  std::vector<double> work = {};  ///< solves a step times steps times cells; empty where nothing is compared
};

/// Fits e = C h^p (1 + a h^q) (verify::fit_order in the variable h^q).
OrderStudy judged(OrderStudy study);

/// "<part>/<name>": the order against the claim, or the largest error against the bound of an exact method.
verify::Check check_of(const OrderStudy& study, const std::string& part);

/// `convergence/<name>` and, where there is work, `work_precision/<name>`.
void write_study(const OrderStudy& study, io::Group& part);

}  // namespace kolmo::fokker_planck_convergence

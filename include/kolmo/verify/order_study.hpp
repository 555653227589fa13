#pragma once
// One measured order: errors at several steps, the claim that is made of them, the fit and the verdict.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::verify {

/// An interval of a noise-free or strong order of a scheme that is wider than this decides nothing.
inline constexpr double widest_half_width = 0.05;

/// Errors at several steps or widths, and the order that they are said to have.
struct OrderStudy {
  std::string name;       ///< "strong_milstein"
  std::string long_name;  ///< what the error is
  double claimed = 1;
  std::vector<double> h = {};
  std::vector<Estimate> errors = {};  ///< at h[i]; absolute values are fitted; no standard errors: no noise
  std::string source = {};            ///< of the claim
  std::string h_long_name = "cell width";
  std::string h_units = "1";
  /// q of e = C h^p (1 + a h^q): 2 where an error has even powers only. Options are those of orders in h.
  double next_term = 1;
  OrderFitOptions options = {};
  std::string scheme = {};  ///< whose claim it is; empty where it is no scheme's
  /// Where a method is exact, errors are rounding and have no order: they stay below this bound. 0 else.
  double exact_below = 0;
  /// Larger steps are shown, but do not enter the fit.
  double fit_up_to = std::numeric_limits<double>::infinity();
  /// The fit, where it is made from more than these errors (correlated_fit.hpp); next_term is 1 there.
  std::optional<OrderFit> fit = {};
  std::vector<double> work = {};  ///< what the errors cost; empty where nothing is compared
  std::string work_long_name = "evaluations";

  /// One more error.
  void add(double step, double error, double standard_error = 0) {
    h.push_back(step);
    errors.push_back({error, standard_error});
  }
};

/// What became of a study.
struct JudgedOrder {
  OrderFit fit;            ///< in the variable h^q, q = study.next_term; without an order where there is none
  Check check;             ///< of the order in h against the claim, or of the largest error where it is exact
  std::vector<bool> used;  ///< which of the errors entered the fit
};

/// Fits e = C h^p (1 + a h^q) (fit_order in the variable h^q, where a point is resolved by the fitted model)
/// and judges the order against the claim, or the largest error against exact_below. An error that is
/// exactly 0 or not finite leaves the order unresolved.
JudgedOrder judge(const OrderStudy& study, const std::string& id);

/// The check of it, "<part>/<study>".
Check check_of(const OrderStudy& study, const std::string& part);

/// What a scheme's errors are said to be.
struct StudyLabels {
  std::string name, long_name;
};

/// A study of a scheme's errors in its time step, which are good to rounding. Where `claimed` is infinite, or
/// all errors lie below `rounding`, the scheme is exact and the study says so. Its work is the drift
/// evaluations in a unit of time.
OrderStudy noise_free_study(const StudyLabels& labels, const Claim& claim, double claimed,
                            const std::vector<OrderPoint>& points, double rounding = 1e-12);

}  // namespace kolmo::verify

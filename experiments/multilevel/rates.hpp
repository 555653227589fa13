#pragma once
// Rates of the levels: means, variances, and the orders that they show.

#include "multilevel/expectation.hpp"

namespace kolmo::multilevel {

/// What a plain run needs to know of a scheme: E φ(X_h) − E φ ≈ −slope h, and Var φ.
struct Weak {
  double slope = 0, slope_error = 0;
  double variance = 0;
};

/// Ids of the checks of a scheme, below "<part>/<scheme>/".
std::vector<std::string> rate_check_ids(bool linear);

/// Samples all levels up to the last judged one; writes levels/<scheme> and convergence/alpha_<scheme>,
/// beta_<scheme>. Orders: α, the weak one, and β, twice the strong one, as the scheme claims them.
Weak run_rates(const Study& study, const std::string& scheme);

}  // namespace kolmo::multilevel

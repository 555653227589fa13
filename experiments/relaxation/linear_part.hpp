#pragma once
// An Ornstein–Uhlenbeck process, where every number of the relaxation has a closed form.

#include "frame/findings.hpp"
#include "relaxation/settings.hpp"

namespace kolmo::relaxation {

/// dX = −θ X dt + σ dW from N(mean, variance).
struct LinearProblem {
  double theta, sigma, mean, variance;
  Index cells;  ///< of the coarsest grid
};

/// Names of its checks, without the part's.
std::vector<std::string> linear_check_names();

/// Orders of KL, entropy, production and T I against their closed forms (h and Δt ∝ h² together), the
/// logarithmic Sobolev bound KL ≤ KL_0 e^{−2θt}, sharp for shifted equilibria, and the plain L² norm, which
/// does not fall so.
void linear_part(const LinearProblem& problem, const Settings& settings, frame::Findings& findings);

}  // namespace kolmo::relaxation

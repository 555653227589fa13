#pragma once
// All that is asked of one well.

#include "frame/findings.hpp"
#include "relaxation/settings.hpp"
#include "relaxation/well_problem.hpp"

namespace kolmo::relaxation {

/// Names of its checks, without the part's.
std::vector<std::string> well_check_names(const WellProblem& problem);

/// dissipation, rates and eigenvalues, below.
void well_part(const WellProblem& problem, const Settings& settings, frame::Findings& findings);

/// d KL/dt = −T I(p‖p_∞) and dF/dt = T d KL/dt: orders in h and in Δt; KL never rises under implicit Euler.
void study_dissipation(const WellProblem& problem, const Settings& settings, frame::Findings& findings);

/// Late rates of KL and χ² against 2λ₁; χ² ≤ χ²_0 e^{−2λ₁t} at every time (Poincaré's inequality).
void study_late_rates(const WellProblem& problem, const Settings& settings, frame::Findings& findings);

}  // namespace kolmo::relaxation

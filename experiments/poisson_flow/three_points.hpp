#pragma once
// Three points on the line: the data of the reference trajectories.

#include <memory>

#include "kolmo/green_flow/green_field.hpp"

namespace kolmo::poisson_flow {

/// Points −2, ½, 3 with weights 0.2, 0.5, 0.3 (data/reference/f_pfgm.json).
green_flow::PointCloud three_points();

/// P(X_t ≤ x) for sources on the line: Σ w_k (½ + ½ sign(x − p_k) ψ_t(|x − p_k|)).
double distribution(const green_flow::GreenKernel& kernel, const green_flow::PointCloud& cloud, double t,
                    double x);

/// f_t(x) of one place on the line.
double velocity_at(const green_flow::GreenField& field, double t, double x);

}  // namespace kolmo::poisson_flow

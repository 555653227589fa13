#pragma once
// Weights of exponential integrators, and the moment conditions that they meet.

#include <vector>

namespace kolmo::ode {

/// m_k = ∫_0^end e^{z (end − τ)} τ^k dτ for k < count ≤ 8: k! end^{k+1} φ_{k+1}(z end), to rounding.
std::vector<double> exponential_moments(double z, double end, int count);

/// w with Σ_i w_i r_i^k = m_k, k < nodes.size(): the integral ∫_0^end e^{z (end − τ)} p(τ) dτ of the
/// polynomial p through values at the nodes r_i, all different (else InvalidArgument), at most 6.
std::vector<double> interpolating_weights(double z, double end, const std::vector<double>& nodes);

/// The largest |Σ_i w_i r_i^k − m_k| over k < conditions, each as a share of m_0 or of the largest term,
/// which is what rounding is a share of.
double moment_defect(const std::vector<double>& weights, const std::vector<double>& nodes, double z,
                     double end, int conditions);

}  // namespace kolmo::ode

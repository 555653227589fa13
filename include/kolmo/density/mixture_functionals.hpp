#pragma once
// Integrals over a mixture in 1-D and 2-D: the reference values for entropies and informations.

#include <functional>

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::density {

/// f on a block of points: out(i) = f(x_i).
using Integrand = std::function<void(const ConstBlock& x, Values out)>;

/// E f(X) by the tensor trapezoid rule on a box that leaves out less than 1e−30 of every component, the step
/// halved until two values agree to `tolerance` E|f(X)|, whatever the units of x and f: exponentially
/// convergent for analytic f. Dimension 1 or 2 (else InvalidArgument); NumericalFailure if 10⁷ points are not
/// enough.
double expectation(const GaussianMixture& mixture, const Integrand& f, double tolerance = 1e-12);

/// H = −∫ p log p, in nats, by `expectation`.
double entropy(const GaussianMixture& mixture);

/// E s sᵀ with s = ∇log p, d×d; its trace is I(p) = ∫ p |∇log p|². By `expectation`.
Eigen::MatrixXd fisher_information(const GaussianMixture& mixture);

}  // namespace kolmo::density

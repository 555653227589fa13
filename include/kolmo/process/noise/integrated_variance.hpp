#pragma once
// The variance of a step's noise where only g(t) is known.

#include <functional>
#include <string>

namespace kolmo::process {

/// ∫_s^t g² by Gauss–Legendre quadrature on cells that are halved until two results agree to 1e−13 of
/// themselves. NumericalFailure, which names `what`, where 4096 cells do not reach that.
double integrated_variance(const std::function<double(double)>& g, double s, double t,
                           const std::string& what);

}  // namespace kolmo::process

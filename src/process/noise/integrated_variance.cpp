#include "kolmo/process/noise/integrated_variance.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::process {
namespace {

/// ∫_s^t f by the rule of 10 points on equal cells.
template <class Function>
double quadrature_of(const Function& f, double s, double t, int cells) {
  static const GaussLegendre<10> rule;
  const double half = 0.5 * (t - s) / cells;
  double sum = 0;
  for (int c = 0; c < cells; ++c) {
    const double centre = s + (2 * c + 1) * half;
    for (std::size_t i = 0; i < rule.nodes.size(); ++i)
      sum += rule.weights[i] * (f(centre - half * rule.nodes[i]) + f(centre + half * rule.nodes[i]));
  }
  return half * sum;
}

}  // namespace

double integrated_variance(const std::function<double(double)>& g, double s, double t,
                           const std::string& what) {
  const auto squared = [&](double at) {
    const double value = g(at);
    return value * value;
  };
  double before = quadrature_of(squared, s, t, 1);
  for (int cells = 2; cells <= 1 << 12; cells *= 2) {
    const double now = quadrature_of(squared, s, t, cells);
    if (std::abs(now - before) <= 1e-13 * std::abs(now)) return now;
    before = now;
  }
  throw NumericalFailure(what + ": the integral of g² from " + number_text(s) + " to " + number_text(t) +
                         " is not found to 1e-13 with 4096 cells of Gauss–Legendre's rule; g varies too "
                         "fast in time");
}

}  // namespace kolmo::process

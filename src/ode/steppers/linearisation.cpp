#include "linearisation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kolmo::ode {

void Linearisation::evaluate(const System& system, double t, double h, const State& x, const State& slope) {
  const Index m = x.size() / structure_.rows;
  jacobian_.resize(structure_.rows, m * m);
  if (structure_.jacobian) {
    structure_.jacobian(t, x, jacobian_);
  } else {
    differences(system, t, h, x, slope);
  }
}

void Linearisation::differences(const System& system, double t, double h, const State& x,
                                const State& slope) {
  const Index rows = structure_.rows, m = x.size() / rows;
  const double relative = std::cbrt(std::numeric_limits<double>::epsilon());
  width_ = x.cwiseAbs().cwiseMax(std::abs(h) * slope.cwiseAbs());
  const double largest = width_.maxCoeff();
  for (double& width : width_) width = relative * (width > 0 ? width : largest > 0 ? largest : 1.0);
  above_.resize(x.size());
  below_.resize(x.size());
  shifted_ = x;
  for (Index k = 0; k < m; ++k) {
    shifted_.segment(k * rows, rows) = x.segment(k * rows, rows) + width_.segment(k * rows, rows);
    system(t, shifted_, above_);
    // What was really added, as x + width is rounded.
    width_.segment(k * rows, rows) = shifted_.segment(k * rows, rows) - x.segment(k * rows, rows);
    shifted_.segment(k * rows, rows) = x.segment(k * rows, rows) - width_.segment(k * rows, rows);
    system(t, shifted_, below_);
    shifted_.segment(k * rows, rows) = x.segment(k * rows, rows);
    for (Index j = 0; j < m; ++j) {
      jacobian_.col(k * m + j) = (above_.segment(j * rows, rows) - below_.segment(j * rows, rows)).array() /
                                 (2 * width_.segment(k * rows, rows).array());
    }
  }
}

void Linearisation::time_derivative(const System& system, double t, double h, const State& x,
                                    const State& slope, State& out) {
  out.resize(x.size());
  if (structure_.time_derivative) {
    structure_.time_derivative(t, x, out);
    return;
  }
  above_.resize(x.size());
  below_.resize(x.size());
  const double e = h / 4096;
  system(t + e, x, below_);
  system(t + 2 * e, x, above_);
  out = (4 * (below_ - slope) - (above_ - slope)) / (2 * e);
}

}  // namespace kolmo::ode

#include "four_roads/problem/time_scales.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/problem/local_noise.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index lattice = 4096;

/// Larger of `so_far` and `value` where that is a number.
double larger(double so_far, double value) { return std::isfinite(value) ? std::max(so_far, value) : so_far; }

/// f at x, along coordinate j.
double drift(const Problem& problem, const Eigen::VectorXd& x, Index j) {
  const Points point = x.transpose().array();
  Points f(1, x.size());
  problem.intrinsic->drift(0, point, f);
  return f(0, j);
}

/// Of a point: the deviation that noise has made of it by a 64th of the first time (start.hpp).
double deviation(const Problem& problem, Index component, Index j) {
  return (problem.point ? 0.125e6 : 1) * std::sqrt(problem.initial->covariance(component)(j, j));
}

/// max of |∂f_j/∂x_j|, |f_j|/σ, D/σ² within `reach` deviations of a component along coordinate j.
double fastest(const Problem& problem, Index component, Index j, double reach) {
  const double sigma = deviation(problem, component, j);
  double rate = 0.5 * noise_rate(*problem.intrinsic, problem.initial->means().row(component).matrix(), j) /
                (sigma * sigma);
  const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
  for (int i = -18; i <= 18; ++i) {
    Eigen::VectorXd x = problem.initial->means().row(component).transpose().matrix();
    x(j) = std::clamp(x(j) + reach * sigma * i / 18, axis.lower, axis.upper - sigma / 128);
    const double f = drift(problem, x, j);
    x(j) += sigma / 128;
    rate = larger(larger(rate, std::abs(f) / sigma), std::abs(drift(problem, x, j) - f) * 128 / sigma);
  }
  return rate;
}

/// |∂f_j/∂x_j| at a component's mean.
double stiffness(const Problem& problem, Index component, Index j) {
  const double step = deviation(problem, component, j) / 128;
  Eigen::VectorXd x = problem.initial->means().row(component).transpose().matrix();
  const double f = drift(problem, x, j);
  x(j) += step;
  return std::abs(drift(problem, x, j) - f) / step;
}

/// V and V″ on the domain.
struct Landscape {
  Eigen::ArrayXd v, second;
  double lowest = infinity, temperature = 0;
  double of_means = 0;  ///< the highest V of a component's mean

  Landscape(const Problem& problem, const process::GradientStructure& structure)
      : v(lattice), second(lattice) {
    const Axis axis{problem.domain[0].lower, problem.domain[0].upper, lattice};
    Points x(lattice, 1);
    for (Index i = 0; i < lattice; ++i) x(i, 0) = axis.centre(i);
    structure.potential->value(x, v);
    structure.potential->laplacian(x, second);
    temperature = structure.temperature;
    for (Index i = 0; i < lattice; ++i) {
      if (std::isfinite(v(i))) lowest = std::min(lowest, v(i));
    }
    Eigen::ArrayXd at_means(problem.initial->components());
    structure.potential->value(problem.initial->means(), at_means);
    of_means = lowest;
    for (Index k = 0; k < at_means.size(); ++k) of_means = larger(of_means, at_means(k));
  }

  /// max of sign V″ (sign 0: of its size) where V is within `height` of its lowest value.
  double largest(double height, double sign) const {
    double most = 0;
    for (Index i = 0; i < lattice; ++i) {
      if (!(v(i) - lowest <= height)) continue;
      most = larger(most, sign == 0 ? std::abs(second(i)) : sign * second(i));
    }
    return most;
  }
};

/// max of −λ over the domain of the plane where V is within `height` of its lowest value, λ the smaller
/// eigenvalue of V's second derivatives.
double most_concave_in_plane(const Problem& problem, const process::GradientStructure& structure,
                             double height) {
  constexpr Index places = 64;
  const Axis x{problem.domain[0].lower, problem.domain[0].upper, places},
      y{problem.domain[1].lower, problem.domain[1].upper, places};
  const double h = x.width() / 8, k = y.width() / 8;
  const auto values = [&](double right, double up) {
    Points at = Grid({x, y}).centres();
    at.col(0) += right * h;
    at.col(1) += up * k;
    Eigen::ArrayXd v(at.rows());
    structure.potential->value(at, v);
    return v;
  };
  const Eigen::ArrayXd v = values(0, 0);
  const Eigen::ArrayXd xx = (values(1, 0) - 2 * v + values(-1, 0)) / (h * h),
                       yy = (values(0, 1) - 2 * v + values(0, -1)) / (k * k),
                       xy = (values(1, 1) - values(1, -1) - values(-1, 1) + values(-1, -1)) / (4 * h * k);
  double lowest = infinity, most = 0;
  for (Index i = 0; i < v.size(); ++i)
    if (std::isfinite(v(i))) lowest = std::min(lowest, v(i));
  for (Index i = 0; i < v.size(); ++i)
    if (v(i) - lowest <= height)
      most = larger(most, std::hypot(0.5 * (xx(i) - yy(i)), xy(i)) - 0.5 * (xx(i) + yy(i)));
  return most;
}

double inverse(double rate) { return rate > 0 ? 1 / rate : infinity; }

}  // namespace

TimeScales time_scales(const Problem& problem) {
  double start = 1 / problem.clock.back(), steady = 0, concave = 0;
  for (Index k = 0; k < problem.initial->components(); ++k) {
    for (Index j = 0; j < problem.dimension(); ++j) {
      start = larger(start, fastest(problem, k, j, 4.5));
      steady = larger(steady, stiffness(problem, k, j));
    }
  }
  const auto structure = gradient_structure(*problem.intrinsic);
  if (structure && problem.dimension() == 1) {
    const Landscape landscape(problem, *structure);
    const double t = landscape.temperature;
    steady = landscape.largest(std::clamp(landscape.of_means - landscape.lowest, 6 * t, 12 * t), 0);
    concave = landscape.largest(30 * t, -1);
  }
  if (structure && problem.dimension() == 2)
    concave = most_concave_in_plane(problem, *structure, 30 * structure->temperature);
  return {inverse(start), inverse(steady), inverse(concave)};
}

}  // namespace kolmo::four_roads

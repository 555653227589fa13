// Curves between normal laws: which are geodesics, and of which metric.

#include <array>
#include <cmath>

#include "claims/information/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"

namespace kolmo::claims::information {
namespace {

namespace geometry = information_geometry;

/// {mean, deviation} at t.
using Path = std::function<std::array<double, 2>(double t)>;

geometry::GaussianCurve curve_of(const Path& path) {
  return [path](double t) {
    const auto part = [&](std::size_t i) { return [&path, i](double at) { return path(at)[i]; }; };
    const auto [m, s] = path(t);
    const double m_rate = slopes(part(0), t, 1e-4).first, s_rate = slopes(part(1), t, 1e-4).first;
    geometry::CurvePoint at;
    at.mean = Eigen::VectorXd::Constant(1, m);
    at.mean_rate = Eigen::VectorXd::Constant(1, m_rate);
    at.covariance = Eigen::MatrixXd::Constant(1, 1, s * s);
    at.covariance_rate = Eigen::MatrixXd::Constant(1, 1, 2 * s * s_rate);
    return at;
  };
}

double in_w2(const Path& path) {
  return geometry::curve_length(curve_of(path), geometry::wasserstein_speed, 0, 1);
}

/// The same length as chords of (mean, deviation), which W2 is the distance of on the line; extrapolated.
double by_chords(const Path& path) {
  const auto chords = [&](int n) {
    double sum = 0;
    for (int k = 0; k < n; ++k) {
      const auto a = path(static_cast<double>(k) / n), b = path(static_cast<double>(k + 1) / n);
      sum += std::hypot(b[0] - a[0], b[1] - a[1]);
    }
    return sum;
  };
  return (4 * chords(2000) - chords(1000)) / 3;
}

/// Fisher and Rao's geodesic from N(2, ¼) to N(0, 1) is the shortest way in their metric, not in W2.
std::vector<verify::Check> a_15() {
  const Path geodesic = [](double t) { return geometry::fisher_rao_geodesic_1d(2, 0.5, 0, 1, t); };
  const double fisher = geometry::curve_length(curve_of(geodesic), geometry::fisher_rao_speed, 0, 1);
  return {verify::value_check(geometry::fisher_rao_distance_1d(2, 0.5, 0, 1), fisher, 1e-8,
                              "Fisher-Rao distance", "its length in that metric"),
          beside(std::hypot(2, 0.5), verify::value_check(by_chords(geodesic), in_w2(geodesic), 1e-7, "chords",
                                                         "its length in W2; W2 itself as printed"))};
}

/// The VP path from N(m, s²) to N(0, 1), by α = 1 − t: mean αm, variance α²s² + 1 − α².
Path preserving(double m, double s) {
  return [=](double t) {
    const double alpha = 1 - t;
    return std::array{alpha * m, std::sqrt(alpha * alpha * s * s + 1 - alpha * alpha)};
  };
}

/// Its length over the distance of its ends: 1.0149 from N(2, ¼), 1 where the mean is 0 and the deviation
/// alone moves.
std::vector<verify::Check> a_56() {
  const double shifted = in_w2(preserving(2, 0.5)) / std::hypot(2, 0.5),
               centred = in_w2(preserving(0, 0.5)) / 0.5;
  return {verify::value_check(2.09220666 / 2.06155281, shifted, 1e-7, "another program", "length over W2"),
          verify::value_check(1, centred, 1e-8, "one parameter that grows", "length over W2, centred")};
}

}  // namespace

void add_paths_of_laws(Rows& rows) {
  rows.add("A-15", {"in_its_metric", "in_w2"}, a_15);
  rows.add("A-56", {"shifted", "centred"}, a_56);
}

}  // namespace kolmo::claims::information

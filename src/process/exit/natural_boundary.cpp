// Where a process has its natural boundaries.

#include <cmath>
#include <limits>
#include <optional>

#include "kolmo/process/exit/kept_inside.hpp"

namespace kolmo::process {
namespace {

/// Of the noise inside: what is left of it at a natural boundary.
constexpr double vanished = 1e-3;
/// A boundary this much nearer to 0 than the inside is 0: formulas such as K/x overflow beside it.
constexpr double zero = 0x1p-100;
/// The exponent is measured between two distances from the boundary, in units of the distance to the inside.
constexpr double near = 0x1p-10, nearer = 0x1p-20;

/// Drift and noise along one coordinate.
class Line {
 public:
  Line(const Process& process, double t, const Eigen::VectorXd& inside, Index coordinate)
      : process_(process),
        t_(t),
        coordinate_(coordinate),
        x_(inside.transpose().array()),
        drift_(1, process.dimension()),
        noise_(1, process.dimension() * process.noise_dimension()) {}

  bool finite(double place) {
    x_(0, coordinate_) = place;
    process_.drift(t_, x_, drift_);
    process_.diffusion_matrix(t_, x_, noise_);
    return drift_.isFinite().all() && noise_.isFinite().all();
  }
  /// Σ_k G_jk².
  double variance(double place) {
    if (!finite(place)) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (Index k = 0; k < process_.noise_dimension(); ++k)
      sum += std::pow(noise_(0, k * process_.dimension() + coordinate_), 2);
    return sum;
  }
  double drift(double place) { return finite(place) ? drift_(0, coordinate_) : 0; }

 private:
  const Process& process_;
  double t_;
  Index coordinate_;
  Points x_, drift_, noise_;
};

/// The first place on the way that is not finite, and the last one before it.
struct Edge {
  double last, beyond;
};

std::optional<Edge> find_edge(Line& line, double inside, double sign) {
  const double smallest =
      std::max(std::abs(inside) * std::numeric_limits<double>::epsilon(), std::numeric_limits<double>::min());
  double last = inside;
  for (double width = std::ldexp(1.0, std::ilogb(smallest)); std::isfinite(inside + sign * width);
       width *= 2) {
    double beyond = inside + sign * width;
    if (line.finite(beyond)) {
      last = beyond;
      continue;
    }
    for (;;) {
      const double middle = last + (beyond - last) / 2;
      if (middle == last || middle == beyond) return Edge{last, beyond};
      (line.finite(middle) ? last : beyond) = middle;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<NaturalBoundary> natural_boundaries(const Process& process, double t,
                                                const Eigen::VectorXd& inside) {
  std::vector<NaturalBoundary> found;
  for (Index j = 0; j < process.dimension(); ++j) {
    Line line(process, t, inside, j);
    const double within = line.variance(inside(j));
    if (!(within > 0)) continue;
    for (const double sign : {-1.0, 1.0}) {
      const auto edge = find_edge(line, inside(j), sign);
      if (!edge || !(line.variance(edge->last) <= vanished * vanished * within)) continue;
      double place = line.variance(edge->last) == 0 ? edge->last : edge->beyond;
      if (std::abs(place) < zero * std::abs(inside(j))) place = 0;
      const double gap = inside(j) - place, far = line.variance(place + near * gap),
                   close = line.variance(place + nearer * gap);
      const double exponent = 0.5 * std::log2(far / close) / std::log2(near / nearer);
      const double rise = std::abs(far - close) / (std::abs(gap) * (near - nearer));
      found.push_back({j, place, sign > 0, exponent, 2 * std::abs(line.drift(place + nearer * gap)) / rise});
    }
  }
  return found;
}

}  // namespace kolmo::process

#include "kolmo/measure/sde/multiplicative_moments.hpp"

#include <cmath>

#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"

namespace kolmo::measure {
namespace {

/// Moments of one step of the scheme (y), of the solution (x), of their difference (d).
struct StepMoments {
  double y1 = 0, y2 = 0, y4 = 0, x1 = 0, x2 = 0, dd = 0, dx = 0, dy = 0, xy = 0;
};

}  // namespace

// E X^k exactly; D′ = m D + (m − M) X with the multipliers m of the scheme and M of the solution:
//   E D′² = E m² E D² + 2 E m(m − M) E DX + E (m − M)² E X²,   E D′X′ = E mM E DX + E (m − M)M E X².
std::optional<MultiplicativeErrors> multiplicative_errors(const sde::SdeScheme& scheme, double mu,
                                                          double sigma, double end_time, Index steps) {
  const process::GeometricBrownianMotion process(mu, sigma);
  const double h = end_time / static_cast<double>(steps);
  const NormalNodes nodes = step_nodes(scheme, process, 30, 6);
  SingleStep step(scheme, process, 2);
  StepMoments e;
  Points y(2, 1), x(1, 1);
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    const double w = nodes.weights(q);
    y << 1, 2;
    x << 1;
    step(0, h, nodes.points.row(q).transpose(), y);
    if (!(std::abs(y(1, 0) - 2 * y(0, 0)) <= 1e-10 * (1 + std::abs(y(0, 0))))) return std::nullopt;
    process.solve(h, Points::Constant(1, 1, std::sqrt(h) * nodes.points(q, 0)), x);
    const double a = y(0, 0), b = x(0, 0), d = a - b;
    e.y1 += w * a, e.y2 += w * a * a, e.y4 += w * a * a * a * a, e.x1 += w * b, e.x2 += w * b * b;
    e.dd += w * d * d, e.dx += w * d * b, e.dy += w * d * a, e.xy += w * a * b;
  }
  double xx = 1, xd = 0, dd = 0;
  for (Index n = 0; n < steps; ++n) {
    dd = e.y2 * dd + 2 * e.dy * xd + e.dd * xx;
    xd = e.xy * xd + e.dx * xx;
    xx *= e.x2;
  }
  const auto n = static_cast<double>(steps);
  const double rate = 2 * mu + sigma * sigma;
  return MultiplicativeErrors{std::sqrt(dd), std::pow(e.y1, n) - std::exp(mu * end_time),
                              std::pow(e.y2, n) - std::exp(rate * end_time),
                              std::pow(e.y4, n) - std::exp((4 * mu + 6 * sigma * sigma) * end_time)};
}

}  // namespace kolmo::measure

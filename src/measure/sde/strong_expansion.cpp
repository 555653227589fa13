#include "kolmo/measure/sde/strong_expansion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/single_step.hpp"

namespace kolmo::measure {
namespace {

/// Projections of X_{t+h} − x on 1, z, u, z² − 1, z³ − 3z.
using Projections = std::array<double, 5>;

Projections projections(const sde::SdeScheme& scheme, const process::Process& process,
                        const NormalNodes& nodes, double t, double h, double x) {
  Projections sums{};
  SingleStep step(scheme, process, 1);
  Points start(1, 1);
  for (Index q = 0; q < nodes.weights.size(); ++q) {
    start(0, 0) = x;
    step(t, h, nodes.points.row(q).transpose(), start);
    const double y = nodes.weights(q) * (start(0, 0) - x);
    const double z = nodes.points(q, 0), u = nodes.points.cols() > 1 ? nodes.points(q, 1) : 0;
    const Projections factors{1, z, u, z * z - 1, z * (z * z - 3)};
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += factors[k] * y;
  }
  return sums;
}

/// The expansion of one projection: Σ coefficient h^power, powers one apart. The last that an order γ needs
/// is below h^(γ + ½), or h^(γ + 1) for the mean.
struct Term {
  double power;
  std::array<double, 2> coefficients;
};

/// From I₁ = √h z, I₁₀ = ½h^{3/2} (z + u/√3), I₀₁ = ½h^{3/2} (z − u/√3), I₁₁ = ½h (z² − 1),
/// I₁₁₁ = h^{3/2} (z³ − 3z)/6 (Kloeden and Platen 1992, equation (10.4.1)).
std::array<Term, 5> expansion(const Derivatives& d) {
  const double i10 = d.g * d.f_x;
  const double i01 = d.g_t + d.f * d.g_x + 0.5 * d.g * d.g * d.g_xx;
  return {{{1, {d.f, 0.5 * (d.f_t + d.f * d.f_x + 0.5 * d.g * d.g * d.f_xx)}},
           {0.5, {d.g, 0.5 * (i10 + i01)}},
           {1.5, {0.5 / std::sqrt(3.0) * (i10 - i01), 0}},
           {1, {d.g * d.g_x, 0}},
           {1.5, {d.g * (d.g_x * d.g_x + d.g * d.g_xx), 0}}}};
}

}  // namespace

double strong_defect(const sde::SdeScheme& scheme, const Smooth& smooth, double order) {
  constexpr double h = 1e-5;
  const NormalNodes nodes = step_nodes(scheme, smooth.process(), 16, 6);
  double worst = 0;
  for (double t : {0.0, 0.3, 1.1}) {
    for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
      const auto terms = expansion(smooth.derivatives(t, x));
      const Projections coarse = projections(scheme, smooth.process(), nodes, t, h, x);
      const Projections fine = projections(scheme, smooth.process(), nodes, t, h / 4, x);
      for (std::size_t k = 0; k < terms.size(); ++k) {
        const double last = order + (k == 0 ? 0.5 : 0.0);
        if (terms[k].power > last) continue;
        const bool both = terms[k].power + 1 <= last;
        const auto defect = [&](const Projections& observed, double step) {
          const double leading = terms[k].coefficients[0] * std::pow(step, terms[k].power);
          const double next = both ? terms[k].coefficients[1] * std::pow(step, terms[k].power + 1) : 0;
          return (observed[k] - leading - next) / std::pow(step, terms[k].power + (both ? 1 : 0));
        };
        worst = std::max(worst, std::abs(2 * defect(fine, h / 4) - defect(coarse, h)));
      }
    }
  }
  return worst;
}

verify::Check strong_expansion_check(const sde::SdeScheme& scheme, const Smooth& smooth) {
  const double order = std::min(1.5, claimed_strong_order(scheme, smooth.process()).value());
  verify::Check check = verify::value_check(0, strong_defect(scheme, smooth, order), strong_defect_allowed,
                                            scheme.claim().source);
  check.id = check_id("one_step_projections", scheme, smooth.process());
  return check;
}

}  // namespace kolmo::measure

#pragma once
// One step against the Itô–Taylor expansion, term by term: what a strong order rests on.

#include <algorithm>
#include <array>
#include <cmath>

#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde::test {

/// Projections of X_{t+h} − x on 1, z, u, z² − 1, z³ − 3z.
using Projections = std::array<double, 5>;

inline Projections projections(const SdeScheme& scheme, const process::Process& process, double t, double h,
                               double x) {
  Projections sums{};
  for_each_node(scheme, process, 16, 6, [&](double z, double u, double weight) {
    const double y = weight * (stepped(scheme, process, t, h, Points::Constant(1, 1, x), z, u)(0, 0) - x);
    const Projections factors{1, z, u, z * z - 1, z * (z * z - 3)};
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += factors[k] * y;
  });
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
inline std::array<Term, 5> strong_expansion(const Derivatives& d) {
  const double i10 = d.g * d.f_x;
  const double i01 = d.g_t + d.f * d.g_x + 0.5 * d.g * d.g * d.g_xx;
  return {{{1, {d.f, 0.5 * (d.f_t + d.f * d.f_x + 0.5 * d.g * d.g * d.f_xx)}},
           {0.5, {d.g, 0.5 * (i10 + i01)}},
           {1.5, {0.5 / std::sqrt(3.0) * (i10 - i01), 0}},
           {1, {d.g * d.g_x, 0}},
           {1.5, {d.g * (d.g_x * d.g_x + d.g * d.g_xx), 0}}}};
}

/// The largest defect of a step in the terms that strong order γ needs, each divided by its last power of h,
/// over a set of starting points. A term's defect d(h) = d₀ + d₁√h + O(h) is extrapolated, 2 d(h/4) − d(h),
/// so that d₀ = 0 leaves O(h).
inline double strong_defect(const SdeScheme& scheme, const Smooth& smooth, double order) {
  constexpr double h = 1e-5;
  double worst = 0;
  for (double t : {0.0, 0.3, 1.1}) {
    for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
      const auto terms = strong_expansion(smooth.derivatives(t, x));
      const Projections coarse = projections(scheme, smooth.process(), t, h, x);
      const Projections fine = projections(scheme, smooth.process(), t, h / 4, x);
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

/// The O(h) that is left has a constant ≤ 30 as in the moments, and rounding leaves 2⁻⁵³·3/(h/4)² ≈ 5e−5;
/// a coefficient that is 1 % off leaves 1 % of a term that is 0.3 or more somewhere.
inline constexpr double strong_defect_allowed = 5e-4;

}  // namespace kolmo::sde::test

#pragma once
// The main problem, V = (x² − 1)², T = ½, from N(−½, 0.3²) to t = 2: moments through time.

#include <array>
#include <cmath>
#include <memory>

#include "jko/line_problems.hpp"
#include "kolmo/jko/flow.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::jko::test {

/// E X, E X², E X⁴, P(X > 0) at four times.
using Table = std::array<std::array<double, 4>, 4>;

/// Good to 1e-7 (spectral and fine-grid computations that agree).
inline constexpr Table reference = {{{-0.5716112, 0.5099188, 0.4575656, 0.1072452},
                                     {-0.5991859, 0.7862771, 0.8776359, 0.1706576},
                                     {-0.5387298, 0.8435740, 0.9642089, 0.2072932},
                                     {-0.4292875, 0.8519911, 0.9769172, 0.2668253}}};

inline FreeEnergy double_well_energy() { return {std::make_shared<DoubleWell>(), 0.5}; }

/// With steps of 0.01/refinement; `energy` should be double_well_energy().
inline Table double_well_table(const Energy& energy, Index cells, Index refinement,
                               FlowReport* report = nullptr) {
  const auto initial = lagrangian_density(TwoGaussians(-0.5, 0.3), cells);
  Table table{};
  const FlowReport done =
      flow(energy, even_plan({0, 0.1, 0.5, 1, 2}, 0.01, refinement), initial,
           [&](Index k, double, const LagrangianDensity& rho) {
             if (k == 0) return;
             table[static_cast<std::size_t>(k - 1)] = {rho.mean(), rho.raw_moment(2), rho.raw_moment(4),
                                                       rho.probability_above(0)};
           });
  if (report != nullptr) *report = done;
  return table;
}

/// The largest error of the table extrapolated in τ. (a − 6b + 8c)/3 removes τ and τ²; what is left is τ³ and
/// h² = (1.1·4.2/2000)² ≈ 5e-6, here below it.
inline verify::Check extrapolated_table(const Energy& energy) {
  const Table a = double_well_table(energy, 2000, 1), b = double_well_table(energy, 2000, 2),
              c = double_well_table(energy, 2000, 4);
  double worst = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    for (std::size_t j = 0; j < 4; ++j) {
      const double error = (a[k][j] - 6 * b[k][j] + 8 * c[k][j]) / 3 - reference[k][j];
      if (!(std::abs(error) <= std::abs(worst))) worst = error;
    }
  }
  return verify::test::compared("double well/moments", 0, worst, 1e-5);
}

}  // namespace kolmo::jko::test

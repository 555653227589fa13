#include "jko/normalised_density.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {

NormalisedDensity::NormalisedDensity(const Grid& grid, const InternalEnergy& internal,
                                     const Eigen::ArrayXd& external)
    : phi(Eigen::ArrayXd::Zero(grid.cells())),
      rho(grid.cells()),
      grid_(grid),
      internal_(internal),
      external_(external),
      pressure_(grid.cells()),
      shifted_(grid.cells()),
      slope_(grid.cells()) {}

void NormalisedDensity::evaluate(double c) {
  for_each_block(grid_.cells(), [&](Index, Index first, Index rows) {
    for (Index i = first; i < first + rows; ++i) shifted_(i) = pressure_(i) + c;
    internal_.density(shifted_.data() + first, rho.data() + first, slope_.data() + first, rows);
  });
  mass_ = grid_.cell_volume() * sum(rho.data(), rho.size());
  mass_slope_ = grid_.cell_volume() * sum(slope_.data(), slope_.size());
}

// The mass grows with c. With the greatest pressure at U′(mean density) it is 1 at most, at U′(1/h^d) 1 at
// least; where there is a ceiling, 1 at least with the least pressure at the ceiling's. Newton's step for log
// mass (exact for entropy) where it stays between such bounds, else the middle.
double NormalisedDensity::normalise(double tau) {
  pressure_ = -phi / tau;
  if (external_.size() > 0) pressure_ -= external_;
  const double greatest = pressure_.maxCoeff(), volume = grid_.cell_volume();
  double low = internal_.pressure(1 / (volume * static_cast<double>(grid_.cells()))) - greatest;
  double high = std::isinf(internal_.ceiling())
                    ? internal_.pressure(1 / volume) - greatest
                    : internal_.pressure(internal_.ceiling()) - pressure_.minCoeff();
  double c = low <= 0 && 0 <= high ? 0 : low;  // φ is nearly normalised from the last call
  for (int k = 0; k < 200; ++k) {
    evaluate(c);
    if (std::abs(mass_ - 1) <= 4e-15) break;
    (mass_ < 1 ? low : high) = c;
    const double newton = mass_slope_ > 0 ? c - std::log(mass_) * mass_ / mass_slope_ : low - 1;
    const double next = newton >= low && newton <= high ? newton : 0.5 * (low + high);
    if (next == c) break;
    c = next;
  }
  if (!(std::abs(mass_ - 1) <= 1e-12))
    throw NumericalFailure(
        "JKO step on a grid: the mass of the density of a potential is " + number_text(mass_) +
        " and not 1; " +
        (internal_.temperature() > 0
             ? "the energy changes by too many temperatures from cell to cell: take more cells or a "
               "higher temperature"
             : "take a smaller tau"));
  rho /= mass_;
  phi -= c * tau;
  mean_slope_ = grid_.cell_volume() * dot(slope_.data(), rho.data(), rho.size());
  return -c * tau;
}

}  // namespace kolmo::jko

#include "kolmo/process/equations/overdamped_langevin.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

OverdampedLangevin::OverdampedLangevin(std::shared_ptr<const density::Potential> potential,
                                       double temperature)
    : potential_(std::move(potential)), temperature_(temperature) {
  if (!potential_) throw InvalidArgument("potential of Langevin dynamics: is null");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
}

void OverdampedLangevin::drift(double, const ConstBlock& x, Block out) const {
  potential_->gradient(x, out);
  out = -out;
}

void OverdampedLangevin::drift_divergence(double, const ConstBlock& x, Values out) const {
  potential_->laplacian(x, out);
  out = -out;
}

double OverdampedLangevin::diffusion(double) const { return std::sqrt(2 * temperature_); }

std::optional<GradientStructure> OverdampedLangevin::gradient_structure() const {
  return GradientStructure{potential_, temperature_};
}

}  // namespace kolmo::process

#include "kolmo/jko/porous_medium_line.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"

namespace kolmo::jko {

PorousMediumLine::PorousMediumLine(double exponent, std::shared_ptr<const density::Potential> potential)
    : exponent_(exponent), potential_(std::move(potential)) {
  require(exponent > 1 && exponent <= 20, "exponent m", exponent, "must be within (1, 20]");
  if (potential_)
    require(potential_->dimension() == 1, "dimension of the potential",
            static_cast<double>(potential_->dimension()), "must be 1");
}

void PorousMediumLine::internal_energy(const double* s, double* out, Index n) const {
  for (Index i = 0; i < n; ++i) out[i] = std::pow(s[i], 1 - exponent_) / (exponent_ - 1);
}

void PorousMediumLine::internal_derivatives(const double* s, double* first, double* second, Index n) const {
  for (Index i = 0; i < n; ++i) {
    first[i] = -std::pow(s[i], -exponent_);
    second[i] = -exponent_ * first[i] / s[i];
  }
}

}  // namespace kolmo::jko

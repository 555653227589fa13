#include "kolmo/jko/energy.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "potential_at.hpp"

namespace kolmo::jko {
namespace {

/// −T/s and T/s².
KOLMO_VECTORISED void entropy_derivatives(double temperature, const double* s, double* first, double* second,
                                          Index n) {
  for (Index i = 0; i < n; ++i) {
    const double density = 1.0 / s[i];
    first[i] = -temperature * density;
    second[i] = temperature * density * density;
  }
}

}  // namespace

FreeEnergy::FreeEnergy(std::shared_ptr<const density::Potential> potential, double temperature)
    : potential_(std::move(potential)), temperature_(temperature) {
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be finite and > 0");
  if (potential_) {
    require(potential_->dimension() == 1, "dimension of the potential",
            static_cast<double>(potential_->dimension()), "must be 1");
  }
}

void FreeEnergy::internal_energy(const double* s, double* out, Index n) const {
  kolmo::log(s, out, n);
  for (Index i = 0; i < n; ++i) out[i] *= -temperature_;
}

void FreeEnergy::internal_derivatives(const double* s, double* first, double* second, Index n) const {
  entropy_derivatives(temperature_, s, first, second, n);
}

FreeEnergy free_energy(const process::Process& process) {
  require(process.dimension() == 1, "dimension of the process", static_cast<double>(process.dimension()),
          "must be 1 for JKO steps on the line");
  const auto structure = gradient_structure(process);
  if (!structure) {
    throw InvalidArgument(
        "process = '" + process.name() +
        "': is not the gradient flow of a free energy with constant coefficients; JKO does not apply");
  }
  return {structure->potential, structure->temperature};
}

double evaluate(const Energy& energy, const LagrangianDensity& rho) {
  const Index n = rho.cells();
  const Eigen::ArrayXd volume = (rho.nodes().tail(n) - rho.nodes().head(n)) / rho.masses();
  Eigen::ArrayXd internal(n);
  energy.internal_energy(volume.data(), internal.data(), n);
  double total = dot(rho.masses().data(), internal.data(), n);
  if (energy.potential() != nullptr) {
    Eigen::ArrayXd value(n + 1);
    potential_value(*energy.potential(), rho.nodes(), value);
    total += dot(rho.node_masses().data(), value.data(), n + 1);
  }
  return total;
}

}  // namespace kolmo::jko

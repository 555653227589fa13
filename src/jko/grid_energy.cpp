#include "kolmo/jko/grid_energy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::jko {

EntropyEnergy::EntropyEnergy(double temperature) : temperature_(temperature) {
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be finite and > 0");
}

double EntropyEnergy::sum(const double* rho, Index n) const {
  return temperature_ * sum_over_blocks(n, [&](Index first, Index rows) {
           Eigen::ArrayXd terms(rows);
           // 0 log 0 = 0
           for (Index i = 0; i < rows; ++i) terms(i) = rho[first + i] > 0 ? rho[first + i] : 1;
           kolmo::log(terms.data(), terms.data(), rows);
           return chunk_dot(terms.data(), rho + first, rows);
         });
}

double EntropyEnergy::pressure(double rho) const { return temperature_ * (std::log(rho) + 1); }

void EntropyEnergy::density(const double* p, double* rho, double* slope, Index n) const {
  for (Index i = 0; i < n; ++i) rho[i] = p[i] / temperature_ - 1;
  kolmo::exp(rho, rho, n);
  for (Index i = 0; i < n; ++i) slope[i] = rho[i] / temperature_;
}

PorousMediumEnergy::PorousMediumEnergy(double exponent) : exponent_(exponent) {
  require(exponent > 1 && exponent <= 20, "exponent m", exponent, "must be within (1, 20]");
}

double PorousMediumEnergy::sum(const double* rho, Index n) const {
  return sum_over_blocks(n, [&](Index first, Index rows) {
    Eigen::ArrayXd terms(rows);
    for (Index i = 0; i < rows; ++i) {
      const double r = rho[first + i];
      terms(i) = (exponent_ == 2 ? r * r : std::pow(r, exponent_)) / (exponent_ - 1);
    }
    return chunk_sum(terms.data(), rows);
  });
}

double PorousMediumEnergy::pressure(double rho) const {
  return exponent_ / (exponent_ - 1) * std::pow(rho, exponent_ - 1);
}

void PorousMediumEnergy::density(const double* p, double* rho, double* slope, Index n) const {
  const double factor = (exponent_ - 1) / exponent_, power = 1 / (exponent_ - 1);
  for (Index i = 0; i < n; ++i) {
    const double base = factor * p[i];
    rho[i] = base <= 0 ? 0 : power == 1 ? base : std::pow(base, power);
    slope[i] = base <= 0 ? 0 : power * rho[i] / p[i];
  }
}

CrowdEnergy::CrowdEnergy(double ceiling, double softness) : ceiling_(ceiling), softness_(softness) {
  require(std::isfinite(ceiling) && ceiling > 0, "ceiling of the density", ceiling, "must be finite and > 0");
  require(std::isfinite(softness) && softness > 0, "softness", softness, "must be finite and > 0");
}

double CrowdEnergy::sum(const double* rho, Index n) const {
  for (Index i = 0; i < n; ++i)
    if (rho[i] > ceiling_ * (1 + 1e-9)) return std::numeric_limits<double>::infinity();
  return sum_over_blocks(n, [&](Index first, Index rows) {
    Eigen::ArrayXd terms(rows);
    for (Index i = 0; i < rows; ++i)
      terms(i) = 0.5 * softness_ * rho[first + i] * (rho[first + i] / ceiling_ - 1);
    return chunk_sum(terms.data(), rows);
  });
}

double CrowdEnergy::pressure(double rho) const { return softness_ * (std::min(rho / ceiling_, 1.0) - 0.5); }

void CrowdEnergy::density(const double* p, double* rho, double* slope, Index n) const {
  for (Index i = 0; i < n; ++i) {
    const double part = p[i] / softness_ + 0.5;
    rho[i] = ceiling_ * std::clamp(part, 0.0, 1.0);
    slope[i] = part > 0 && part < 1 ? ceiling_ / softness_ : 0;
  }
}

GridEnergy free_energy(const process::Process& process, const Grid& grid) {
  require(process.dimension() == grid.dimension(), "dimension of the grid",
          static_cast<double>(grid.dimension()), "must be that of the process");
  const auto structure = gradient_structure(process);
  if (!structure) {
    throw InvalidArgument(
        "process = '" + process.name() +
        "': is not the gradient flow of a free energy with constant coefficients; JKO does not apply");
  }
  GridEnergy energy{std::make_shared<EntropyEnergy>(structure->temperature)};
  if (!structure->potential) return energy;
  energy.potential.resize(grid.cells());
  const Points x = grid.centres();
  for_each_block(grid.cells(), [&](Index, Index first, Index rows) {
    structure->potential->value(x.middleRows(first, rows), energy.potential.segment(first, rows));
  });
  for (Index i = 0; i < grid.cells(); ++i)
    require(std::isfinite(energy.potential(i)), "potential in cell " + number_text(i), energy.potential(i),
            "must be finite");
  return energy;
}

double evaluate(const GridEnergy& energy, const Grid& grid, const ConstValues& rho) {
  double total = energy.internal->sum(rho.data(), rho.size());
  if (energy.potential.size() > 0) total += dot(energy.potential.data(), rho.data(), rho.size());
  if (energy.interaction) {
    Eigen::ArrayXd around;
    energy.interaction->convolve(rho, around);
    total += 0.5 * dot(around.data(), rho.data(), rho.size());
  }
  return total * grid.cell_volume();
}

}  // namespace kolmo::jko

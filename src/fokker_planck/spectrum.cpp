#include "kolmo/fokker_planck/spectrum.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

Eigen::ArrayXd log_stationary(const Generator& generator) {
  const Grid& grid = generator.grid();
  const Index n0 = grid.axis(0).cells;
  Eigen::ArrayXd log_pi = Eigen::ArrayXd::Zero(grid.cells());
  const FaceRates& along = generator.rates(0);
  for (Index i = 0; i + 1 < n0; ++i) log_pi(i + 1) = log_pi(i) - along.log_ratio(i, 0);
  if (grid.dimension() == 1) return log_pi;
  const FaceRates& across = generator.rates(1);
  for (Index j = 0; j + 1 < grid.axis(1).cells; ++j) {
    for (Index i = 0; i < n0; ++i) {
      log_pi(i + n0 * (j + 1)) = log_pi(i + n0 * j) - across.log_ratio(j, across.shared() ? 0 : i);
    }
  }
  return log_pi;
}

void require_closed(const Generator& generator) {
  require(generator.grid().dimension() <= 2, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1 or 2");
  if (!generator.closed() || generator.has_negative_rates()) {
    throw InvalidArgument("generator: must let nothing pass its sides and have no negative rates");
  }
}

// Around every loop the ratios must cancel: then the faces of the first axis agree with log π on every line.
void require_detailed_balance(const Generator& generator, const Eigen::ArrayXd& log_pi) {
  const Index n0 = generator.grid().axis(0).cells, n1 = generator.grid().axis(1).cells;
  const FaceRates& along = generator.rates(0);
  const double allowed = 1e-10 * (1 + log_pi.abs().maxCoeff());
  for (Index j = 0; j < n1; ++j) {
    for (Index i = 0; i + 1 < n0; ++i) {
      const double ratio = along.log_ratio(i, along.shared() ? 0 : j);
      const double defect = log_pi(i + n0 * j) - log_pi(i + 1 + n0 * j) - ratio;
      require(std::abs(defect) <= allowed, "circulation of the generator", defect,
              "must vanish: a stationary density by detailed balance needs a drift that is a gradient");
    }
  }
}

// Of the matrix with zero diagonal and squared off-diagonals up₀, down₀, up₁, down₁, … (eigenvalues 0, ±σ_i):
// how many σ_i lie below σ > 0 (Sylvester's law of inertia).
Index singular_values_below(const Generator& generator, double sigma) {
  const FaceRates& rates = generator.rates(0);
  const Index faces = rates.up.rows();
  constexpr double tiny = std::numeric_limits<double>::min();
  double pivot = -sigma;
  Index negative = 1;
  const auto next = [&](double squared) {
    pivot = -sigma - squared / pivot;
    if (pivot == 0) pivot = -tiny;
    negative += pivot < 0;
  };
  for (Index f = 0; f < faces; ++f) {
    next(rates.up(f, 0));
    next(rates.down(f, 0));
  }
  return negative - (faces + 1);
}

}  // namespace

Eigen::ArrayXd stationary_density(const Generator& generator) {
  require_closed(generator);
  Eigen::ArrayXd density = log_stationary(generator);
  if (generator.grid().dimension() == 2) require_detailed_balance(generator, density);
  const double top = density.maxCoeff();
  for (double& value : density) value = std::exp(value - top);
  return density / (sum(density.data(), density.size()) * generator.grid().cell_volume());
}

Eigen::ArrayXd leading_eigenvalues(const Generator& generator, Index count) {
  require_closed(generator);
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1");
  require(count >= 1 && count < generator.grid().cells(), "count", static_cast<double>(count),
          "must be at least 1 and less than the number of cells");
  const FaceRates& rates = generator.rates(0);
  const double bound = 2 * std::sqrt(std::max(rates.up.maxCoeff(), rates.down.maxCoeff())) * (1 + 1e-12);
  Eigen::ArrayXd eigenvalues(count);
  for (Index k = 0; k < count; ++k) {
    double low = bound * 1e-150, high = bound;
    while (high > low * (1 + 4 * std::numeric_limits<double>::epsilon())) {
      const double middle = std::sqrt(low * high);
      if (middle <= low || middle >= high) break;
      (singular_values_below(generator, middle) > k ? high : low) = middle;
    }
    eigenvalues(k) = low * high;
  }
  return eigenvalues;
}

}  // namespace kolmo::fokker_planck

#include "kolmo/fokker_planck/modes/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "fokker_planck/operator/detailed_balance.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

// The squared off-diagonals of the Golub–Kahan form, a path through walls, cells and faces in turn: leak,
// up₀, down₀, up₁, down₁, …, leak; no entry for a wall that nothing passes.
std::vector<double> golub_kahan_path(const FaceRates& rates) {
  std::vector<double> squared;
  squared.reserve(static_cast<std::size_t>(2 * rates.up.rows() + 2));
  if (rates.leaks.size() > 0 && rates.leaks(0, 0) > 0) squared.push_back(rates.leaks(0, 0));
  for (Index f = 0; f < rates.up.rows(); ++f) {
    squared.push_back(rates.up(f, 0));
    squared.push_back(rates.down(f, 0));
  }
  if (rates.leaks.size() > 0 && rates.leaks(1, 0) > 0) squared.push_back(rates.leaks(1, 0));
  return squared;
}

// Of the matrix with zero diagonal and these squared off-diagonals (eigenvalues ±σ_i, and 0 where its size is
// odd): how many σ_i lie below σ > 0 (Sylvester's law of inertia).
Index singular_values_below(const std::vector<double>& path, double sigma) {
  constexpr double tiny = std::numeric_limits<double>::min();
  double pivot = -sigma;
  Index negative = 1;
  for (const double squared : path) {
    pivot = -sigma - squared / pivot;
    if (pivot == 0) pivot = -tiny;
    negative += pivot < 0;
  }
  const Index size = static_cast<Index>(path.size()) + 1;
  return negative - (size - size / 2);
}

}  // namespace

Eigen::ArrayXd stationary_density(const Generator& generator) {
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    if (generator.rates(k).leaks.size() > 0) throw InvalidArgument("generator: must have no absorbing sides");
  }
  Eigen::ArrayXd density = log_detailed_balance(generator);
  const double top = density.maxCoeff();
  for (double& value : density) value = std::exp(value - top);
  return density / (sum(density.data(), density.size()) * generator.grid().cell_volume());
}

Eigen::ArrayXd leading_eigenvalues(const Generator& generator, Index count) {
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1");
  const FaceRates& rates = generator.rates(0);
  if (rates.wrap.size() > 0 || generator.has_negative_rates()) {
    throw InvalidArgument("generator: must not be periodic and have no negative rates");
  }
  const std::vector<double> path = golub_kahan_path(rates);
  require(count >= 1 && count <= static_cast<Index>(path.size() + 1) / 2, "count", static_cast<double>(count),
          "must be at least 1 and at most the number of nonzero eigenvalues");
  const double largest = *std::max_element(path.begin(), path.end());
  const double bound = 2 * std::sqrt(largest) * (1 + 1e-12);
  Eigen::ArrayXd eigenvalues(count);
  for (Index k = 0; k < count; ++k) {
    double low = bound * 1e-150, high = bound;
    while (high > low * (1 + 4 * std::numeric_limits<double>::epsilon())) {
      const double middle = std::sqrt(low * high);
      if (middle <= low || middle >= high) break;
      (singular_values_below(path, middle) > k ? high : low) = middle;
    }
    eigenvalues(k) = low * high;
  }
  return eigenvalues;
}

}  // namespace kolmo::fokker_planck

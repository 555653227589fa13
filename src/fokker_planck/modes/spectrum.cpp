#include "kolmo/fokker_planck/modes/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "fokker_planck/operator/detailed_balance.hpp"
#include "fokker_planck/operator/scaled.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
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

/// The square of the k-th singular value of a path whose largest entry is of order 1.
Scaled bisected(const std::vector<double>& path, double bound, Index k) {
  double low = 1e-300, high = bound;
  if (singular_values_below(path, low) > k) {
    throw NumericalFailure(
        "leading_eigenvalues: eigenvalue " + number_text(k + 1) +
        " is below 1e-600 of the largest rate, too small for the bisection; log_mean_passage_time reaches "
        "further (the inverse of a passage time is the rate of an escape)");
  }
  while (high > low * (1 + 4 * std::numeric_limits<double>::epsilon())) {
    const double middle = std::sqrt(low) * std::sqrt(high);
    if (middle <= low || middle >= high) break;
    (singular_values_below(path, middle) > k ? high : low) = middle;
  }
  return Scaled(low) * Scaled(high);
}

// In units of a power of four near the largest rate, so that the bisection takes the same steps in every unit
// of time.
std::vector<Scaled> scaled_eigenvalues(const Generator& generator, Index count) {
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1");
  const FaceRates& rates = generator.rates(0);
  if (rates.wrap.size() > 0 || generator.has_negative_rates()) {
    throw InvalidArgument("generator: must not be periodic and have no negative rates");
  }
  std::vector<double> path = golub_kahan_path(rates);
  require(count >= 1 && count <= static_cast<Index>(path.size() + 1) / 2, "count", static_cast<double>(count),
          "must be at least 1 and at most the number of nonzero eigenvalues");
  const int top = std::ilogb(*std::max_element(path.begin(), path.end()));
  const int octaves = top - (top % 2 + 2) % 2;
  for (double& squared : path) squared = std::ldexp(squared, -octaves);
  const double bound = 2 * std::sqrt(*std::max_element(path.begin(), path.end())) * (1 + 1e-12);
  std::vector<Scaled> eigenvalues;
  for (Index k = 0; k < count; ++k)
    eigenvalues.push_back(bisected(path, bound, k) * Scaled(std::ldexp(1.0, octaves)));
  return eigenvalues;
}

}  // namespace

Eigen::ArrayXd stationary_density(const Generator& generator) {
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    if (generator.rates(k).leaks.size() > 0) throw InvalidArgument("generator: must have no absorbing sides");
  }
  Eigen::ArrayXd density = log_detailed_balance(generator);
  for (double& value : density) value = std::exp(value);
  return density / (sum(density.data(), density.size()) * generator.grid().cell_volume());
}

Eigen::ArrayXd leading_eigenvalues(const Generator& generator, Index count) {
  const std::vector<Scaled> found = scaled_eigenvalues(generator, count);
  Eigen::ArrayXd eigenvalues(count);
  for (Index k = 0; k < count; ++k) {
    const Scaled& value = found[static_cast<std::size_t>(k)];
    eigenvalues(k) = value.value();
    if (eigenvalues(k) >= std::numeric_limits<double>::min()) continue;
    throw NumericalFailure("leading_eigenvalues: eigenvalue " + number_text(k + 1) + " is e^" +
                           number_text(value.logarithm(), 6) +
                           ", below the smallest number; log_leading_eigenvalues gives its logarithm");
  }
  return eigenvalues;
}

Eigen::ArrayXd log_leading_eigenvalues(const Generator& generator, Index count) {
  const std::vector<Scaled> found = scaled_eigenvalues(generator, count);
  Eigen::ArrayXd logarithms(count);
  for (Index k = 0; k < count; ++k) logarithms(k) = found[static_cast<std::size_t>(k)].logarithm();
  return logarithms;
}

}  // namespace kolmo::fokker_planck

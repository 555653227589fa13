#include "kolmo/fokker_planck/modes/eigenpairs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/detailed_balance.hpp"
#include "ground_mode.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"

namespace kolmo::fokker_planck {
namespace {

/// A pivot that is exactly 0 (a mode is 0 in the next cell) moves the rate that leads on by one rounding.
double guarded(double pivot, double rate) {
  using Limits = std::numeric_limits<double>;
  return pivot == 0 ? std::max(Limits::epsilon() * rate, Limits::min()) : pivot;
}

/// M − λ, M = −S with diagonal down_{i−1} + up_i (at walls the leak) and off-diagonals −√(up_i down_i),
/// factored from above and from below.
class TwistedFactors {
 public:
  explicit TwistedFactors(const FaceRates& rates)
      : rates_(rates), n_(rates.up.rows() + 1), above_(n_), below_(n_), top_(n_), bottom_(n_) {}

  /// The null vector of M − λ by the factorisation that meets where the remainder γ is smallest.
  void vector(double lambda, Eigen::Ref<Eigen::ArrayXd> z) {
    factor(lambda);
    Index meeting = 0;
    double least = std::numeric_limits<double>::infinity();
    for (Index i = 0; i < n_; ++i) {
      const double gamma = std::abs(top_(i) + bottom_(i) + lambda);
      if (gamma < least) least = gamma, meeting = i;
    }
    z(meeting) = 1;
    for (Index i = meeting; i-- > 0;) z(i) = coupling(i) / above_(i) * z(i + 1);
    for (Index i = meeting + 1; i < n_; ++i) z(i) = coupling(i - 1) / below_(i) * z(i - 1);
    z /= std::sqrt(dot(z.data(), z.data(), n_));
  }

 private:
  double leak(Index side) const { return rates_.leaks.size() > 0 ? rates_.leaks(side, 0) : 0; }
  double coupling(Index f) const { return std::sqrt(rates_.up(f, 0)) * std::sqrt(rates_.down(f, 0)); }

  // What is left of a pivot besides the rate that leads on: top_i = down_{i−1} top_{i−1}/above_{i−1} − λ,
  // above_i = top_i + up_i, and the mirror image.
  void factor(double lambda) {
    top_(0) = leak(0) - lambda;
    for (Index i = 0; i + 1 < n_; ++i) {
      above_(i) = guarded(top_(i) + rates_.up(i, 0), rates_.up(i, 0));
      top_(i + 1) = rates_.down(i, 0) * (top_(i) / above_(i)) - lambda;
    }
    bottom_(n_ - 1) = leak(1) - lambda;
    for (Index i = n_ - 1; i > 0; --i) {
      below_(i) = guarded(bottom_(i) + rates_.down(i - 1, 0), rates_.down(i - 1, 0));
      bottom_(i - 1) = rates_.up(i - 1, 0) * (bottom_(i) / below_(i)) - lambda;
    }
  }

  const FaceRates& rates_;
  Index n_;
  Eigen::ArrayXd above_, below_, top_, bottom_;
};

}  // namespace

Eigen::ArrayXd half_log_weight(const Generator& generator) {
  const Eigen::ArrayXd log_pi = log_detailed_balance(generator);
  return 0.5 * (log_pi - log_pi.maxCoeff());
}

Eigen::ArrayXd ground_mode(const Eigen::ArrayXd& half_log_weight) {
  Eigen::ArrayXd mode = half_log_weight;
  for (double& value : mode) value = std::exp(value);
  return mode / std::sqrt(dot(mode.data(), mode.data(), mode.size()));
}

void fix_sign(Eigen::Ref<Eigen::ArrayXd> mode) {
  const double large = 0.1 * mode.abs().maxCoeff();
  for (Index i = mode.size(); i-- > 0;) {
    if (std::abs(mode(i)) < large) continue;
    if (mode(i) < 0) mode = -mode;
    return;
  }
}

Eigen::ArrayXd Eigenpairs::density_mode(Index k) const {
  Eigen::ArrayXd mode = symmetric.col(k);
  for (Index i = 0; i < mode.size(); ++i) mode(i) *= std::exp(half_log_weight(i));
  return mode;
}

Eigen::ArrayXd Eigenpairs::function(Index k) const {
  Eigen::ArrayXd u = symmetric.col(k);
  for (Index i = 0; i < u.size(); ++i) {
    if (half_log_weight(i) < -690) {
      throw NumericalFailure("eigenfunction " + number_text(k) +
                             ": the stationary density is too small in cell " + number_text(i) +
                             "; take a smaller domain");
    }
    u(i) *= std::exp(-half_log_weight(i));
  }
  return u;
}

Eigenpairs leading_eigenpairs(const Generator& generator, Index count) {
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1");
  const Index n = generator.grid().cells();
  require(count >= 1 && count <= n, "count", static_cast<double>(count),
          "must be at least 1 and at most the number of cells");
  require_memory(static_cast<double>(n) * static_cast<double>(count), "the eigenvectors", "take fewer");
  const FaceRates& rates = generator.rates(0);
  if (rates.wrap.size() > 0)
    throw InvalidArgument("generator: must not be periodic (leading_eigenpairs_sparse takes it)");
  Eigenpairs pairs{Eigen::ArrayXd::Zero(count), Eigen::ArrayXXd(n, count), half_log_weight(generator)};
  const Index zeros = has_leaks(generator) ? 0 : 1;
  if (count > zeros) pairs.values.tail(count - zeros) = leading_eigenvalues(generator, count - zeros);
  if (zeros == 1) pairs.symmetric.col(0) = ground_mode(pairs.half_log_weight);
  TwistedFactors factors(rates);
  for (Index k = zeros; k < count; ++k) {
    factors.vector(pairs.values(k), pairs.symmetric.col(k));
    fix_sign(pairs.symmetric.col(k));
  }
  return pairs;
}

Extrapolated extrapolated_eigenvalues(const std::function<Generator(Index cells)>& build, Index cells,
                                      Index count, Index grids) {
  require(grids >= 2, "grids", static_cast<double>(grids), "must be at least 2");
  std::vector<Eigen::ArrayXd> values;
  for (Index k = 0; k < grids; ++k, cells *= 2) values.push_back(leading_eigenvalues(build(cells), count));
  return extrapolate(values);
}

}  // namespace kolmo::fokker_planck

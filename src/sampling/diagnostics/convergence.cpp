#include "kolmo/sampling/diagnostics/convergence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::sampling {
namespace {

void require_draws(const ChainDraws& draws, Index least) {
  require(draws.cols() >= 2, "chains", static_cast<double>(draws.cols()), "must be at least 2");
  require(draws.rows() >= least, "draws of a chain", static_cast<double>(draws.rows()),
          "must be at least " + number_text(least));
  if (!draws.allFinite()) throw InvalidArgument("draws: must be finite");
}

double mean_of(const double* x, Index n) { return sum(x, n) / static_cast<double>(n); }

double variance_of(const double* x, Index n) {
  const double mean = mean_of(x, n);
  CompensatedSum square;
  for (Index i = 0; i < n; ++i) square.add((x[i] - mean) * (x[i] - mean));
  return square.value() / static_cast<double>(n - 1);
}

/// W and B.
struct Variances {
  double within = 0, between = 0;
  explicit Variances(const ChainDraws& draws) {
    std::vector<double> means, variances;
    for (Index c = 0; c < draws.cols(); ++c) {
      means.push_back(mean_of(draws.col(c).data(), draws.rows()));
      variances.push_back(variance_of(draws.col(c).data(), draws.rows()));
    }
    within = mean_of(variances.data(), draws.cols());
    between = variance_of(means.data(), draws.cols());
  }
  double total(Index n) const {
    return within * static_cast<double>(n - 1) / static_cast<double>(n) + between;
  }
};

double quantile_of(const ChainDraws& draws, double share) {
  std::vector<double> all(draws.data(), draws.data() + draws.size());
  std::sort(all.begin(), all.end());
  const double place = share * static_cast<double>(all.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double rest = place - static_cast<double>(below);
  return all[below] + (below + 1 < all.size() ? rest * (all[below + 1] - all[below]) : 0);
}

/// Σ_i (x_i − m)(x_{i+t} − m)/n, mean over chains.
class Autocovariance {
 public:
  explicit Autocovariance(const ChainDraws& draws) : centred_(draws) {
    for (Index c = 0; c < draws.cols(); ++c) centred_.col(c) -= mean_of(draws.col(c).data(), draws.rows());
  }
  double at(Index lag) const {
    const Index n = centred_.rows();
    double all = 0;
    for (Index c = 0; c < centred_.cols(); ++c)
      all += dot(centred_.col(c).data(), centred_.col(c).data() + lag, n - lag);
    return all / static_cast<double>(n * centred_.cols());
  }

 private:
  ChainDraws centred_;
};

}  // namespace

double potential_scale_reduction(const ChainDraws& draws) {
  require_draws(draws, 2);
  const Variances v(draws);
  if (v.within == 0) return v.between == 0 ? 1 : std::numeric_limits<double>::infinity();
  return std::sqrt(v.total(draws.rows()) / v.within);
}

ChainDraws split_chains(const ChainDraws& draws) {
  const Index half = draws.rows() / 2;
  ChainDraws split(half, 2 * draws.cols());
  split.leftCols(draws.cols()) = draws.topRows(half);
  split.rightCols(draws.cols()) = draws.bottomRows(half);
  return split;
}

ChainDraws rank_normalised(const ChainDraws& draws) {
  const auto n = static_cast<std::size_t>(draws.size());
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const double* x = draws.data();
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return x[a] < x[b] || (x[a] == x[b] && a < b); });
  ChainDraws z(draws.rows(), draws.cols());
  for (std::size_t i = 0; i < n;) {
    std::size_t end = i;
    while (end < n && x[order[end]] == x[order[i]]) ++end;
    const double rank = 0.5 * static_cast<double>(i + 1 + end);
    const double upper = 1 - (rank - 0.375) / (static_cast<double>(n) + 0.25);
    for (; i < end; ++i) z.data()[order[i]] = normal_upper_quantile(upper);
  }
  return z;
}

double split_r_hat(const ChainDraws& draws) {
  require_draws(draws, 4);
  return potential_scale_reduction(split_chains(draws));
}

double rank_r_hat(const ChainDraws& draws) {
  require_draws(draws, 4);
  const ChainDraws split = split_chains(draws);
  const ChainDraws folded = (split - quantile_of(split, 0.5)).abs();
  return std::max(potential_scale_reduction(rank_normalised(split)),
                  potential_scale_reduction(rank_normalised(folded)));
}

double effective_sample_size(const ChainDraws& draws) {
  require_draws(draws, 4);
  const Index n = draws.rows();
  const auto size = static_cast<double>(draws.size());
  const Variances v(draws);
  const double total = v.total(n);
  if (!(total > 0) || v.within == 0) return v.between > 0 ? 1 : size;
  const Autocovariance covariance(draws);
  const auto rho = [&](Index lag) { return 1 - (v.within - covariance.at(lag)) / total; };
  double pair = 1 + rho(1), smallest = pair, time = -1 + 2 * pair;
  for (Index t = 2; t + 1 < n; t += 2) {
    pair = rho(t) + rho(t + 1);
    if (!(pair > 0)) break;
    smallest = std::min(smallest, pair);
    time += 2 * smallest;
  }
  return std::min(size / std::max(time, 1e-300), size * std::log10(size));
}

ChainSummary summarise(const ChainDraws& draws) {
  require_draws(draws, 8);
  const ChainDraws split = split_chains(draws);
  ChainSummary found{};
  found.mean = mean_of(draws.data(), draws.size());
  found.deviation = std::sqrt(variance_of(draws.data(), draws.size()));
  found.mcse_mean = found.deviation / std::sqrt(effective_sample_size(split));
  found.ess_bulk = effective_sample_size(rank_normalised(split));
  const ChainDraws low = (split <= quantile_of(draws, 0.05)).cast<double>(),
                   high = (split <= quantile_of(draws, 0.95)).cast<double>();
  found.ess_tail = std::min(effective_sample_size(low), effective_sample_size(high));
  found.r_hat = rank_r_hat(draws);
  const double least = 100 * static_cast<double>(draws.cols());
  found.resolved = found.r_hat <= 1.01 && found.ess_bulk >= least && found.ess_tail >= least;
  return found;
}

double standard_error_of_mean(const ChainDraws& draws, double least) {
  const double size = effective_sample_size(split_chains(draws));
  if (size < least)
    throw NumericalFailure("effective sample size " + number_text(size, 3) + " of " +
                           number_text(draws.size()) + " draws: a standard error needs " +
                           number_text(least) + "; run longer");
  return std::sqrt(variance_of(draws.data(), draws.size()) / size);
}

}  // namespace kolmo::sampling

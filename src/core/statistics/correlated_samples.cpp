#include "kolmo/core/statistics/correlated_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo {

CorrelatedMean correlated_mean(const double* x, Index n) {
  require(n >= 4, "n", static_cast<double>(n), "a correlation time needs at least 4 samples");
  const auto size = static_cast<double>(n);
  CorrelatedMean result;
  result.value = sum(x, n) / size;
  require(std::isfinite(result.value), "sum of the samples", result.value, "must be finite");
  std::vector<double> deviation(x, x + n);
  for (double& d : deviation) d -= result.value;
  const auto covariance = [&](Index lag) {
    return dot(deviation.data(), deviation.data() + lag, n - lag) / size;
  };
  const double variance = covariance(0);
  if (std::all_of(x, x + n, [x](double value) { return value == x[0]; })) {
    throw NumericalFailure("correlated samples: all samples are equal: the chain is stuck, no error shows");
  }
  // Γ_0, Γ_1, … while positive, each at most the one before.
  CompensatedSum pairs;
  double previous = std::numeric_limits<double>::infinity();
  for (Index lag = 0; lag + 1 < n; lag += 2) {
    const double pair = (lag == 0 ? variance : covariance(lag)) + covariance(lag + 1);
    if (pair <= 0) break;
    previous = std::min(previous, pair);
    pairs.add(previous);
    result.window = lag + 1;
  }
  result.autocorrelation_time = 2 * pairs.value() / variance - 1;
  if (!(result.autocorrelation_time * size >= 1)) {  // terms of O(1/n) are neglected
    throw NumericalFailure(
        "correlated samples: the autocovariances cancel each other: take more samples, or batch means");
  }
  result.effective_samples = size / result.autocorrelation_time;
  result.standard_error = std::sqrt(variance / result.effective_samples);
  result.resolved = size >= 50 * result.autocorrelation_time;
  return result;
}

Estimate batch_means(const double* x, Index n, Index batches) {
  require(batches >= 2 && batches <= n / 2, "batches", static_cast<double>(batches),
          "must be at least 2 and at most half the number of samples");
  const Index length = n / batches;
  std::vector<double> means;
  for (const double* batch = x + n % batches; batch < x + n; batch += length) {
    means.push_back(sum(batch, length) / static_cast<double>(length));
  }
  return mean_estimate(means.data(), batches);
}

}  // namespace kolmo

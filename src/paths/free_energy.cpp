#include "kolmo/paths/free_energy.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::paths {
namespace {

void require_works(const Eigen::ArrayXd& work) {
  require(work.size() >= 2, "work.size", static_cast<double>(work.size()), "must be at least 2");
  if (!work.isFinite().all()) throw InvalidArgument("work: every value must be finite");
}

/// The mean of 1/(1 + e^{W + shift}), and what its square's is above the square of it, over n times that.
struct Fermi {
  double mean, relative_variance;
};

Fermi fermi(const Eigen::ArrayXd& work, double shift) {
  Eigen::ArrayXd f(work.size());
  for (Index i = 0; i < f.size(); ++i) f(i) = 1 / (1 + std::exp(work(i) + shift));
  const double n = static_cast<double>(f.size());
  const double mean = sum(f.data(), f.size()) / n;
  return {mean, (dot(f.data(), f.data(), f.size()) / n / (mean * mean) - 1) / n};
}

}  // namespace

Estimate exponential_average(const Eigen::ArrayXd& work) {
  require_works(work);
  const double smallest = work.minCoeff();
  Eigen::ArrayXd weight(work.size());
  for (Index i = 0; i < weight.size(); ++i) weight(i) = std::exp(smallest - work(i));
  const Estimate mean = mean_estimate(weight.data(), weight.size());
  return {smallest - std::log(mean.value), mean.standard_error / mean.value};
}

Estimate bennett_ratio(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse) {
  require_works(forward);
  require_works(reverse);
  const double n_f = static_cast<double>(forward.size()), n_r = static_cast<double>(reverse.size()),
               m = std::log(n_f / n_r);
  // log of (n_F ⟨f⟩_F)/(n_R ⟨f⟩_R) rises with C: the root lies between the extreme works and m.
  const auto excess = [&](double c) {
    return std::log(n_f * fermi(forward, m - c).mean) - std::log(n_r * fermi(reverse, c - m).mean);
  };
  double lower = std::min(forward.minCoeff(), -reverse.maxCoeff()) - std::abs(m) - 1;
  double upper = std::max(forward.maxCoeff(), -reverse.minCoeff()) + std::abs(m) + 1;
  for (int i = 0; i < 200 && upper - lower > 1e-13 * (1 + std::abs(lower) + std::abs(upper)); ++i) {
    const double middle = 0.5 * (lower + upper);
    (excess(middle) < 0 ? lower : upper) = middle;
  }
  const double c = 0.5 * (lower + upper);
  return {c, std::sqrt(fermi(forward, m - c).relative_variance + fermi(reverse, c - m).relative_variance)};
}

}  // namespace kolmo::paths

#include "kolmo/sampling/annealing/noise_ladder.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::sampling {

std::vector<double> noise_ladder(LadderSpacing spacing, double largest, double smallest, Index levels) {
  require(std::isfinite(largest) && largest > smallest, "largest noise", largest,
          "must be finite and above the smallest");
  require(smallest > 0, "smallest noise", smallest, "must be positive");
  require(levels >= 2, "levels", static_cast<double>(levels), "must be at least 2");
  std::vector<double> ladder;
  for (Index i = 0; i < levels; ++i) {
    const double u = static_cast<double>(i) / static_cast<double>(levels - 1);
    const double root = std::sqrt(largest) + (std::sqrt(smallest) - std::sqrt(largest)) * u;
    switch (spacing) {
      case LadderSpacing::geometric:
        ladder.push_back(largest * std::pow(smallest / largest, u));
        break;
      case LadderSpacing::linear:
        ladder.push_back(largest + (smallest - largest) * u);
        break;
      case LadderSpacing::quadratic:
        ladder.push_back(root * root);
        break;
      case LadderSpacing::cosine:
        ladder.push_back(smallest + (largest - smallest) * 0.5 * (1 + std::cos(std::numbers::pi * u)));
        break;
    }
  }
  ladder.back() = smallest;
  return ladder;
}

std::vector<double> noise_ladder(const Points& data, double smallest) {
  double square = 0;
  for (Index i = 0; i < data.rows(); ++i) {
    for (Index k = 0; k < i; ++k) {
      double distance = 0;
      for (Index j = 0; j < data.cols(); ++j) distance += std::pow(data(i, j) - data(k, j), 2);
      square = std::max(square, distance);
    }
  }
  const double largest = std::sqrt(square), root = std::sqrt(2 * static_cast<double>(data.cols()));
  require(largest > smallest, "largest distance of data", largest, "must be above the smallest noise");
  const auto overlap = [&](double ratio) {
    return normal_cdf(root * (ratio - 1) + 3 * ratio) - normal_cdf(root * (ratio - 1) - 3 * ratio);
  };
  Index levels = 2;
  while (overlap(std::pow(largest / smallest, 1 / static_cast<double>(levels - 1))) < 0.5) ++levels;
  return noise_ladder(LadderSpacing::geometric, largest, smallest, levels);
}

double annealed_step(double epsilon, double sigma, double sigma_last) {
  require(epsilon > 0 && epsilon < 2 * sigma_last * sigma_last, "epsilon", epsilon,
          "must be positive and below 2 sigma_L^2, beyond which every level is unstable");
  return epsilon * (sigma / sigma_last) * (sigma / sigma_last);
}

}  // namespace kolmo::sampling

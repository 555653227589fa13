#include "kolmo/verify/noise_floor.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"

namespace kolmo::verify {
namespace {

constexpr Index eigenvalue_rows = 1000;

void require_level(double level) { require(level > 0 && level < 1, "level", level, "must be in (0, 1)"); }

NoiseFloor concentration(double mean, double sigma, double level) {
  require_level(level);
  return {mean, sigma, mean + sigma * std::sqrt(2 * std::log(1 / level))};
}

/// At most `eigenvalue_rows` rows, evenly spaced.
Points thinned(const ConstBlock& sample) {
  const Index n = sample.rows(), rows = std::min(n, eigenvalue_rows);
  Points out(rows, sample.cols());
  for (Index i = 0; i < rows; ++i) out.row(i) = sample.row(i * n / rows);
  return out;
}

/// K_ij = a_i + a_j − |x_i − x_j| − mean, a_i the mean distance of x_i: rows and columns of K sum to zero.
Eigen::ArrayXXd centred_kernel(const ConstBlock& x) {
  const Index n = x.rows();
  Eigen::ArrayXXd kernel(n, n);
  for_each_task(n, [&](Index j) {
    for (Index i = 0; i < n; ++i) kernel(i, j) = (x.row(i) - x.row(j)).matrix().norm();
  });
  Eigen::ArrayXd means(n);
  for (Index j = 0; j < n; ++j) means(j) = sum(&kernel(0, j), n) / static_cast<double>(n);
  const double mean = sum(means.data(), n) / static_cast<double>(n);
  for_each_task(n, [&](Index j) { kernel.col(j) = means + (means(j) - mean) - kernel.col(j); });
  return kernel;
}

}  // namespace

double size_factor(double n1, double n2) {
  require(n1 >= 1, "n1", n1, "must be at least 1 (infinity for a density)");
  require(n2 >= 1, "n2", n2, "must be at least 1 (infinity for a density)");
  return std::sqrt(1 / n1 + 1 / n2);
}

double ks_noise_floor(double n1, double n2, double level) {
  require_level(level);
  return size_factor(n1, n2) * std::sqrt(std::log(2 / level) / 2);
}

NoiseFloor w1_noise_floor(const Law1D& law, double n1, double n2, double level) {
  const double r = size_factor(n1, n2);
  const double mean = r * std::sqrt(2 / std::numbers::pi) * law.root_bridge_integral();
  return concentration(mean, r * law.standard_deviation(), level);
}

NoiseFloor energy_noise_floor(const ConstBlock& sample, double n1, double n2, double level) {
  // The mean over pairs of different points: the diagonal's zeros would make it too small by 1/n.
  const Points rows = thinned(sample);
  const double n = static_cast<double>(rows.rows());
  require(n >= 2, "sample.rows", n, "must be at least 2");
  return energy_noise_floor(sample, mean_distance(rows) * n / (n - 1), n1, n2, level);
}

NoiseFloor energy_noise_floor(const ConstBlock& sample, double mean_distance, double n1, double n2,
                              double level) {
  require(mean_distance >= 0, "mean_distance", mean_distance, "must not be negative");
  const double r = size_factor(n1, n2);
  const double sigma = r * std::sqrt(energy_leading_eigenvalue(thinned(sample)));
  return concentration(r * std::sqrt(mean_distance), sigma, level);
}

double energy_leading_eigenvalue(const ConstBlock& sample) {
  const Index n = sample.rows();
  require(n >= 2 && n <= 4000, "sample.rows", static_cast<double>(n), "must be between 2 and 4000");
  const Eigen::ArrayXXd kernel = centred_kernel(sample);
  // Start off the null vector (constants) and off any symmetry of the points.
  Eigen::ArrayXd v(n), next(n);
  for (Index i = 0; i < n; ++i)
    v(i) = std::fmod(0.6180339887498949 * static_cast<double>(i + 1), 1.0) - 0.25 + sample(i, 0);
  double eigenvalue = 0;
  for (int iteration = 0; iteration < 1000; ++iteration) {
    const double norm = std::sqrt(dot(v.data(), v.data(), n));
    if (norm == 0) return 0;
    v /= norm;
    for_each_task(block_count(n), [&](Index block) {
      const Index first = block * block_rows, last = std::min(first + block_rows, n);
      for (Index j = first; j < last; ++j) next(j) = dot(&kernel(0, j), v.data(), n);
    });
    const double previous = eigenvalue;
    eigenvalue = dot(v.data(), next.data(), n);
    if (std::abs(eigenvalue - previous) <= 1e-9 * eigenvalue) break;
    v.swap(next);
  }
  return eigenvalue / static_cast<double>(n);
}

}  // namespace kolmo::verify

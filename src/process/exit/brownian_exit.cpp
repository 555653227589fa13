#include "kolmo/process/exit/brownian_exit.hpp"

#include <cmath>
#include <numbers>

namespace kolmo::process {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double switch_time = 0.1;
constexpr int terms = 12;

}  // namespace

double brownian_survival(double t) {
  if (t <= 0) return 1;
  double sum = 0, sign = 1;
  for (int k = 0; k < terms; ++k, sign = -sign) {
    const double n = 2 * k + 1;
    sum += t < switch_time ? sign * std::erfc(n / std::sqrt(2 * t))
                           : sign / n * std::exp(-n * n * pi * pi * t / 8);
  }
  return t < switch_time ? 1 - 2 * sum : 4 / pi * sum;
}

double brownian_exit_density(double t) {
  if (t <= 0) return 0;
  double sum = 0, sign = 1;
  for (int k = 0; k < terms; ++k, sign = -sign) {
    const double n = 2 * k + 1;
    sum += sign * n * (t < switch_time ? std::exp(-n * n / (2 * t)) : std::exp(-n * n * pi * pi * t / 8));
  }
  return sum * (t < switch_time ? 2 / std::sqrt(2 * pi * t * t * t) : pi / 2);
}

Law1D brownian_exit_law() {
  constexpr int nodes = 40000;
  std::vector<double> t, cdf;
  for (int i = 0; i <= nodes; ++i) {
    t.push_back(i * 1e-3);
    cdf.push_back(i == nodes ? 1 : 1 - brownian_survival(t.back()));
    if (i > 0 && cdf[cdf.size() - 1] < cdf[cdf.size() - 2]) cdf.back() = cdf[cdf.size() - 2];
  }
  return Law1D::from_cdf(std::move(t), std::move(cdf));
}

}  // namespace kolmo::process

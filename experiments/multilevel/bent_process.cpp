#include "multilevel/bent_process.hpp"

#include <algorithm>
#include <numbers>

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::multilevel {

double bent_mean(double start, double end, Index steps) {
  const double h = end / static_cast<double>(steps), variance = Bent::variance_rate * h;
  const double reach = std::abs(start) + 7, spacing = std::sqrt(variance) / 3;
  const auto half = static_cast<Index>(std::ceil(reach / spacing));
  const double scale = spacing / std::sqrt(2 * std::numbers::pi * variance);
  const auto density = [&](double from, double to) {
    const double d = to - from - h * Bent::f(from);
    return scale * std::exp(-d * d / (2 * variance));
  };
  Eigen::ArrayXd p(2 * half + 1), next(p.size());
  const auto x = [&](Index i) { return static_cast<double>(i - half) * spacing; };
  for (Index i = 0; i < p.size(); ++i) p(i) = density(start, x(i));
  const auto near = static_cast<Index>(std::ceil(40 + 3 * reach * h * 1.5 / std::sqrt(variance)));
  for (Index n = 1; n < steps; ++n) {
    throw_if_stopped();
    next.setZero();
    for (Index i = 0; i < p.size(); ++i) {
      const Index last = std::min(p.size() - 1, i + near);
      for (Index j = std::max<Index>(0, i - near); j <= last; ++j) next(j) += p(i) * density(x(i), x(j));
    }
    p = next;
  }
  double mean = 0;
  for (Index i = 0; i < p.size(); ++i) mean += p(i) * x(i);
  return mean;
}

}  // namespace kolmo::multilevel

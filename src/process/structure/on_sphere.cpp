#include "kolmo/process/structure/on_sphere.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::process {

std::optional<double> sphere_radius(const Process& process) {
  const auto* own = capability<OnSphere>(process);
  return own == nullptr ? std::nullopt : std::optional(own->sphere_radius());
}

double sphere_defect(const Process& process, double t, const ConstBlock& x) {
  const Index n = x.rows(), d = x.cols(), m = process.noise_dimension();
  Points f(n, d), g(n, d * m);
  process.drift(t, x, f);
  process.diffusion_matrix(t, x, g);
  double worst = 0;
  for (Index i = 0; i < n; ++i) {
    double radial = 0, squared = 0, through = 0;
    for (Index j = 0; j < d; ++j) radial += x(i, j) * f(i, j);
    for (Index k = 0; k < m; ++k) {
      double along = 0;
      for (Index j = 0; j < d; ++j) {
        along += x(i, j) * g(i, k * d + j);
        squared += g(i, k * d + j) * g(i, k * d + j);
      }
      through += along * along;
    }
    const double length = std::sqrt(x.row(i).matrix().squaredNorm());
    worst =
        std::max({worst, std::abs(2 * radial + squared) / squared, std::sqrt(through / squared) / length});
  }
  return worst;
}

}  // namespace kolmo::process

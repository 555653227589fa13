// Plans between points, and distances in closed form.

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/exact/sample_distances.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

Points cloud(Index n, Index dimension, std::uint64_t index) {
  Points z(n, dimension);
  RandomStream(2026).role("points", index).normals(0, 0, z);
  return z;
}

Eigen::Matrix2d symmetric(double a, double b, double c) {
  Eigen::Matrix2d m;
  m << a, b, b, c;
  return m;
}

verify::Check bures() {
  const double found = transport::gaussian_w2_squared(Eigen::Vector2d(0, 0), symmetric(2, 0.5, 1),
                                                      Eigen::Vector2d(1, -1), symmetric(1, -0.3, 0.5));
  return verify::value_check(2.5533014127705487, found, 1e-12, "Bures' formula by another program",
                             "W2 squared");
}

verify::Check gap(Index n) {
  const Points x = cloud(n, 2, 0), y = cloud(n + n / 3, 2, 1) + 0.5;
  const transport::DiscretePlan plan = transport::exact_transport(x, y);
  return verify::value_check(0, plan.gap() / plan.cost, 1e-12, "strong duality of linear programmes",
                             "(plan - dual)/plan, numbers of points unequal");
}

verify::Check line(Index n) {
  const Points x = cloud(n, 1, 2), y = 1.5 * cloud(n + n / 4, 1, 3) + 0.3;
  const auto law = [](const Points& z) { return Law1D::from_samples({z.data(), z.data() + z.size()}); };
  const double sorted = std::pow(w2_distance(law(x), law(y)), 2);
  return verify::value_check(sorted, transport::exact_transport(x, y).cost, 1e-12 * sorted, "sorting",
                             "W2 squared on the line");
}

verify::Check translation() {
  const Points x = cloud(500, 2, 4);
  Points y = x;
  y.col(0) += 1.5;
  y.col(1) -= 2;
  return verify::value_check(3.125, transport::sliced_w2_squared(x, y, 16).w2_squared, 1e-12,
                             "|v|^2/2 of a translation by v", "sliced W2 squared");
}

}  // namespace

frame::Plan points_plan(const Sizes& sizes) {
  frame::Plan plan{"Between points",
                   "Exact plans against duality and sorting; Gaussians and slices against closed forms."};
  plan.checks = {{"gaussians", bures},
                 {"duality_gap", [=] { return gap(sizes.points); }},
                 {"line", [=] { return line(sizes.points); }},
                 {"translation", translation}};
  return plan;
}

}  // namespace kolmo::optimal_transport

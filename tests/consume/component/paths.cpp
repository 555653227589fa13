// The most probable way over a barrier, from a potential written as a function.

#include <cmath>
#include <cstdio>

#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/process/equations/point_functions.hpp"

int main() {
  const auto process = kolmo::process::point_functions<1, 1>(
      [](double, const Eigen::Matrix<double, 1, 1>& x) { return 4 * x(0) * (1 - x(0) * x(0)); },
      [](double, const Eigen::Matrix<double, 1, 1>&) { return 1.0; },
      {.noise = kolmo::process::NoiseKind::scalar, .scales = Eigen::ArrayXd::Ones(1)});
  const kolmo::paths::PathAction action{process,
                                        kolmo::paths::ActionKind::onsager_machlup,
                                        kolmo::paths::ActionRule::trapezoid,
                                        0,
                                        2,
                                        Eigen::ArrayXd::Ones(1)};
  const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -1);
  const auto found = kolmo::paths::most_probable_path(action, left, -left, 100);
  const bool ok = found.is_minimum() && std::abs(found.action + 3.087) < 0.01;
  std::printf("%s: the most probable path has the action %g\n", ok ? "ok" : "FAILED", found.action);
  return ok ? 0 : 1;
}

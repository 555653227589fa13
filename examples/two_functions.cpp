// An SDE in two lambdas: prices S, R with volatilities 0.2 e^y, 0.3 e^z that two Brownian motions share,
//   dS = 0.2 e^y S dW₁, dR = 0.3 e^z R dW₂, dy = −2 y dt + 0.4 dW₂, dz = −3 z dt + 0.5 (0.6 dW₁ + 0.8 dW₂).
// Exactly: E S = E R = 1 at all times, Var y = 0.04 (1 − e^{−4t}), Cov(y, z) = 0.032 (1 − e^{−5t}).
#include <cmath>
#include <cstdio>

#include "kolmo/kolmo.hpp"

using namespace kolmo;

int main() {
  const auto process = process::point_functions<4, 2>(
      [](double, const Eigen::Vector4d& x) -> Eigen::Vector4d {
        return {0, 0, -2 * x(2), -3 * x(3)};
      },
      [](double, const Eigen::Vector4d& x) {
        const double s = 0.2 * std::exp(x(2)) * x(0), r = 0.3 * std::exp(x(3)) * x(1);
        return Eigen::Matrix<double, 4, 2>{{s, 0}, {0, r}, {0, 0.4}, {0.3, 0.4}};
      });
  const Index paths = 100'000;
  const auto schedule = Schedule::with_step({0.0, 1.0}, 0.05);
  const sde::Simulation simulation{process, sde::scheme("dri1"), schedule, paths, RandomStream(2026)};
  Points start = Points::Zero(paths, 4);
  start.leftCols(2).setOnes();
  const Points x = sde::simulate_snapshots(simulation, start).back()[0];
  const auto say = [&](const char* what, const Eigen::ArrayXd& values, double exact) {
    const Estimate mean = raw_moment(values.data(), paths, 1);
    std::printf("%-8s %.5f +- %.5f   exact %.5f\n", what, mean.value, mean.standard_error, exact);
  };
  say("E S", x.col(0), 1);
  say("E R", x.col(1), 1);
  say("Var y", x.col(2).square(), 0.04 * (1 - std::exp(-4)));
  say("Cov y,z", x.col(2) * x.col(3), 0.032 * (1 - std::exp(-5)));
}

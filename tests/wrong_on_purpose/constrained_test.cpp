// Classical mistakes with constrained diffusions, each seen by a measurement that passes the right code.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/sphere_diffusion.hpp"
#include "kolmo/sde/drivers/ball_wall.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/sde/schemes/sphere_schemes.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using sde::WallKind;
using verify::Verdict;

constexpr WallKind mirror = WallKind::reflecting_symmetrised, clipping = WallKind::reflecting_projection;

/// The noise projected, and the drift −X dropped.
class WithoutDrift final : public process::MatrixNoise, public process::OnSphere {
 public:
  std::string name() const override { return "without_drift"; }
  Index dimension() const override { return 3; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  Index noise_dimension() const override { return 3; }
  void drift(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    right_.diffusion_matrix(t, x, out);
  }
  double sphere_radius() const override { return 1; }

 private:
  process::SphereDiffusion right_{3, 1, 1};
};

Points on_sphere(Index n) {
  Points x(n, 3);
  RandomStream(3).normals(0, 0, x);
  for (Index i = 0; i < n; ++i) x.row(i) /= x.row(i).matrix().norm();
  return x;
}

/// constrained_diffusions' sphere/equation_stays.
Verdict equation_verdict(const process::Process& process) {
  return verify::judge(0, process::sphere_defect(process, 0, on_sphere(64)), 1e-14);
}

/// Its sphere/space/euler_maruyama/correlation.
Verdict correlation_verdict(const process::Process& process) {
  const Index n = 8192;
  Points x = Points::Zero(n, 3);
  x.col(0).setConstant(1);
  const sde::Simulation simulation{
      process, sde::scheme("euler_maruyama"), {{0, 1}, {32}}, n, RandomStream(8)};
  x = sde::simulate_snapshots(simulation, x).back()[0];
  const double bias = std::abs(std::pow(1 - 1.0 / 32, 32) - std::exp(-1.0));
  return verify::estimate_check("", std::exp(-1.0), mean_estimate(x.col(0).data(), n), 4, bias, "").verdict;
}

TEST(WrongConstraints, AProjectedNoiseWithoutItsDriftIsSeen) {
  EXPECT_EQ(equation_verdict(process::SphereDiffusion(3, 1, 1)), Verdict::pass);
  EXPECT_EQ(equation_verdict(WithoutDrift()), Verdict::fail);
  EXPECT_EQ(correlation_verdict(process::SphereDiffusion(3, 1, 1)), Verdict::pass);
  EXPECT_EQ(correlation_verdict(WithoutDrift()), Verdict::fail);
}

/// A step that is carried back along the first axis in place of the radius.
class CarriedBackAlongAnAxis final : public sde::SphereScheme {
 public:
  const Claim& claim() const override { return sde::sphere_schemes()[0]->claim(); }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    sde::scheme("euler_maruyama").step(process, t, h, x, increment, workspace);
    for (Index i = 0; i < x.rows(); ++i) {
      double across = 0;
      for (Index j = 1; j < x.cols(); ++j) across += x(i, j) * x(i, j);
      const double shrink = across > 1 ? 1 / std::sqrt(across) : 1.0;
      for (Index j = 1; j < x.cols(); ++j) x(i, j) *= shrink;
      x(i, 0) = std::copysign(std::sqrt(std::max(0.0, 1 - across)), x(i, 0));
    }
  }
};

/// Its sphere/stationary_…: the order of the mean cosine.
Verdict stationary_verdict(const sde::SdeScheme& scheme) {
  const auto process = process::von_mises_fisher(3, 1, 1, 2);
  verify::OrderStudy study;
  study.name = "stationary";
  for (double steps = 64; steps <= 1024; steps *= 2) {
    const auto chain = measure::sphere_chain(scheme, process, 1, 1 / steps, 48);
    study.add(1 / steps, chain.stationary_expectation(chain.nodes().matrix()) -
                             process::von_mises_fisher_moments(3, 2).cosine);
  }
  return verify::judge(study, "stationary").check.verdict;
}

TEST(WrongConstraints, AWayBackThatIsNotAlongTheRadiusIsSeen) {
  for (const sde::SdeScheme* scheme : sde::sphere_schemes())
    EXPECT_EQ(stationary_verdict(*scheme), Verdict::pass) << scheme->claim().name;
  EXPECT_NE(stationary_verdict(CarriedBackAlongAnAxis()), Verdict::pass);
}

/// Its interval/brownian_paths/…/law: against Brownian motion between mirrors, after four steps from 0.3.
Verdict law_verdict(WallKind kind) {
  const Index n = 8192;
  const double t = 0.1;
  const sde::Walls walls({{0, 0, 1, kind}});
  const process::Brownian process(1, 1);
  sde::Simulation simulation{process, sde::scheme("euler_maruyama"), {{0, t}, {4}}, n, RandomStream(9)};
  simulation.walls = &walls;
  const Points x = sde::simulate_snapshots(simulation, Points(Points::Constant(n, 1, 0.3))).back()[0];
  std::vector<double> sorted(x.data(), x.data() + n);
  std::sort(sorted.begin(), sorted.end());
  const double distance = ks_statistic(sorted, [&](double place) {
    double sum = place;
    for (int k = 1; k < 12; ++k) {
      const double wave = k * std::numbers::pi;
      sum += 2 / wave * std::cos(0.3 * wave) * std::exp(-0.5 * wave * wave * t) * std::sin(wave * place);
    }
    return std::clamp(sum, 0.0, 1.0);
  });
  return verify::judge(0, distance, std::sqrt(std::log(2e6) / (2 * static_cast<double>(n))));
}

/// Its interval/drift_…, with the order of the mirror whatever the wall.
Verdict order_verdict(WallKind kind) {
  const process::OrnsteinUhlenbeck process(1, Eigen::VectorXd::Constant(1, 0.2), 1);
  const sde::Walls walls({{0, 0, 1, kind}});
  double mass = 0, exact = 0;
  for (int i = 0; i < 20000; ++i) {
    const double x = (i + 0.5) / 20000, p = std::exp(-(x - 0.2) * (x - 0.2));
    mass += p;
    exact += p * x;
  }
  verify::OrderStudy study;
  study.name = "order";
  study.claimed = sde::claim(mirror).order(Sense::weak, Context::additive).value();
  study.next_term = 0.5;
  for (int k = 5; k <= 11; ++k) {
    const auto chain =
        measure::interval_chain(sde::scheme("euler_maruyama"), process, walls, 0, 1, std::ldexp(1.0, -k));
    study.add(std::ldexp(1.0, -k), chain.stationary_expectation(chain.nodes().matrix()) - exact / mass);
  }
  return verify::judge(study, "order").check.verdict;
}

TEST(WrongConstraints, ClippingSoldAsReflectionIsSeen) {
  EXPECT_EQ(law_verdict(mirror), Verdict::pass);
  EXPECT_EQ(law_verdict(clipping), Verdict::fail);
  EXPECT_EQ(order_verdict(mirror), Verdict::pass);
  EXPECT_EQ(order_verdict(clipping), Verdict::fail);
}

/// Its ball/mirror: the order of the uniform law's E|x|².
Verdict ball_verdict(const sde::Walls& wall) {
  const process::Brownian plane(1, 2);
  verify::OrderStudy study;
  study.name = "ball";
  for (int k = 5; k <= 9; ++k) {
    const auto chain =
        measure::ball_chain(sde::scheme("euler_maruyama"), plane, wall, 1, std::ldexp(1.0, -k));
    study.add(std::ldexp(1.0, -k), chain.stationary_expectation(chain.nodes().matrix()) - 0.5);
  }
  return verify::judge(study, "ball").check.verdict;
}

TEST(WrongConstraints, ABallThatIsClippedIsSeen) {
  const Eigen::Array2d centre(0, 0);
  EXPECT_EQ(ball_verdict(sde::BallWall(centre, 1, mirror)), Verdict::pass);
  EXPECT_EQ(ball_verdict(sde::BallWall(centre, 1, clipping)), Verdict::fail);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose

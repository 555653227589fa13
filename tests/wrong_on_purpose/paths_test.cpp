// Classical mistakes in works, actions and weights of paths, each seen by what passes the right one.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/paths/free_energy.hpp"
#include "kolmo/paths/gaussian_work.hpp"
#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/process/derived/lamperti_transform.hpp"
#include "kolmo/process/equations/function_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::paths;
using verify::Verdict;

/// Works of stiffness 1 → 4 in ten levels, drawn afresh on each: of the jump before the move, or after it.
Eigen::ArrayXd works(bool after) {
  constexpr Index n = 1 << 14, levels = 10;
  const RandomStream stream(1);
  Eigen::ArrayXd work = Eigen::ArrayXd::Zero(n);
  Points x(n, 1);
  for (Index i = 0; i < n; i += block_rows) stream.normals(i, 0, x.middleRows(i, block_rows));
  for (Index k = 1; k <= levels; ++k) {
    const double stiffness = 1 + 0.3 * static_cast<double>(k);
    Points next(n, 1);
    for (Index i = 0; i < n; i += block_rows)
      stream.normals(i, static_cast<std::uint32_t>(k), next.middleRows(i, block_rows));
    next /= std::sqrt(stiffness);
    work += 0.5 * 0.3 * (after ? next : x).col(0).square();
    x = next;
  }
  return work;
}

Verdict free_energy_verdict(const Eigen::ArrayXd& work) {
  return verify::estimate_check("", std::log(2.0), exponential_average(work), 4, 0, "").verdict;
}

TEST(WrongPaths, AWorkWithTheWrongSignIsSeen) {
  EXPECT_EQ(free_energy_verdict(works(false)), Verdict::pass);
  EXPECT_EQ(free_energy_verdict(-works(false)), Verdict::fail);
}

TEST(WrongPaths, AWorkTakenAfterTheMoveIsSeen) { EXPECT_EQ(free_energy_verdict(works(true)), Verdict::fail); }

TEST(WrongPaths, AMoveThatIsNotInvariantIsSeen) {
  const auto verdict = [](HarmonicMove move) {
    HarmonicSwitching switching{{}, 0.1, move};
    for (int k = 0; k <= 10; ++k) switching.wells.push_back({1 + 0.3 * k, 0});
    return verify::judge(0.5, exponential_work_moment(switching), 1e-12);
  };
  EXPECT_EQ(verdict(HarmonicMove::exact), Verdict::pass);
  EXPECT_EQ(verdict(HarmonicMove::euler_maruyama), Verdict::fail);  // 0.47798
}

/// The double well at T = ½, its divergence and its noise variance times a factor.
class Planted final : public process::Process, public process::DriftJacobian {
 public:
  Planted(double divergence, double variance) : divergence_(divergence), variance_(variance) {}
  std::string name() const override { return "planted"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override { right_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    right_.drift_divergence(t, x, out);
    out *= divergence_;
  }
  /// The right one: in one dimension the divergence would be taken for it.
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    right_.drift_divergence(t, x, out.col(0));
  }
  double diffusion(double t) const override { return std::sqrt(variance_) * right_.diffusion(t); }

 private:
  process::OverdampedLangevin right_{std::make_shared<density::DoubleWell>(), 0.5};
  double divergence_, variance_;
};

const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -1);

/// The least action from −1 to 1, by two paths.
double least(const process::Process& process, ActionKind kind, double end) {
  const PathAction action{process, kind, ActionRule::trapezoid, 0, end, Eigen::ArrayXd::Ones(1)};
  const double coarse = most_probable_path(action, left, -left, 200).action;
  return (4 * most_probable_path(action, left, -left, 400).action - coarse) / 3;
}

TEST(WrongPaths, ADivergenceWithTheWrongSignIsSeen) {
  const auto verdict = [](double sign) {
    return verify::judge(-3.0868659, least(Planted(sign, 1), ActionKind::onsager_machlup, 2), 1e-5);
  };
  EXPECT_EQ(verdict(1), Verdict::pass);
  EXPECT_EQ(verdict(-1), Verdict::fail);
}

TEST(WrongPaths, ASaddleTakenForTheMostProbablePathIsSeen) {
  const Planted process(1, 1);
  const PathAction action{process, ActionKind::onsager_machlup, ActionRule::trapezoid, 0,
                          2,       Eigen::ArrayXd::Ones(1)};
  const StationaryPath saddle = stationary_path(action, straight_path(left, -left, 400));
  EXPECT_EQ(verify::judge(-3.0868659, saddle.action, 1e-3), Verdict::fail);
  EXPECT_EQ(verify::judge(0, static_cast<double>(saddle.negative), 0), Verdict::fail);
}

TEST(WrongPaths, AQuarterForAHalfIsSeen) {
  const auto verdict = [](double variance) {
    return verify::judge(2 * 1.00013888, least(Planted(1, variance), ActionKind::freidlin_wentzell, 4), 1e-5);
  };
  EXPECT_EQ(verdict(1), Verdict::pass);
  EXPECT_EQ(verdict(2), Verdict::fail);
}

TEST(WrongPaths, AnItoDriftTakenForTheOneInItsMetricIsSeen) {
  // X = sinh Y of the double well: noise √(1 + X²).
  const auto stretched = std::make_shared<process::BlockFunctions>(
      1, 1,
      [](double, const ConstBlock& x, Block out) {
        for (Index i = 0; i < x.rows(); ++i) {
          const double y = std::asinh(x(i, 0));
          out(i, 0) = -4 * y * (y * y - 1) * std::sqrt(1 + x(i, 0) * x(i, 0)) + 0.5 * x(i, 0);
        }
      },
      [](double, const ConstBlock& x, Block out) { out = (1 + x.square()).sqrt(); },
      process::FunctionFacts{.noise = process::NoiseKind::diagonal, .scales = Eigen::ArrayXd::Ones(1)});
  const auto verdict = [&](process::LampertiTransform::Drift drift) {
    const process::LampertiTransform process(stretched, {{-6, 6}}, drift);
    const PathAction action{process, ActionKind::onsager_machlup, ActionRule::trapezoid, 0,
                            2,       Eigen::ArrayXd::Ones(1)};
    const auto at = [&](double x) -> Eigen::VectorXd {
      return process.to_unit(Points::Constant(1, 1, x)).matrix().row(0).transpose();
    };
    const auto steps = [&](Index n) {
      return most_probable_path(action, at(std::sinh(-1.0)), at(std::sinh(1.0)), n).action;
    };
    return verify::judge(-3.0868659, (4 * steps(200) - steps(100)) / 3, 1e-3);
  };
  EXPECT_EQ(verdict(process::LampertiTransform::Drift::whole), Verdict::pass);
  EXPECT_EQ(verdict(process::LampertiTransform::Drift::leading), Verdict::fail);  // f/g without −½g′
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose

// What cannot be computed is refused, and the message says what, where and what is allowed.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/operator/graded_line.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::fokker_planck {
namespace {

using testing::line;

const process::OrnsteinUhlenbeck ornstein_uhlenbeck(1, 0, 1, 1);

/// f = −x but NaN right of 2.
class Holed final : public process::Process {
 public:
  explicit Holed(Index d = 1) : d_(d) {}
  std::string name() const override { return "holed"; }
  Index dimension() const override { return d_; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out = -x;
    for (Index i = 0; i < x.rows(); ++i) {
      if (x(i, 0) > 2) out(i, 0) = std::numeric_limits<double>::quiet_NaN();
    }
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-1); }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }

 private:
  Index d_;
};

template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "no refusal";
}

std::string refusal_of_start(double value) {
  return refusal([&] {
    Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(100, 0.1);
    p0(7) = value;
    march(scharfetter_gummel(ornstein_uhlenbeck, line(-5, 5, 100)), stepper("tr_bdf2"), p0, {{0, 1}, {10}});
  });
}

TEST(BadInput, ADensityThatIsNegativeOrNotFiniteIsRefusedWithItsCell) {
  EXPECT_EQ(refusal_of_start(-1e-3), "p0 in cell 7, x = (-4.25) = -0.001: must be ≥ 0 (see remove_negative)");
  EXPECT_EQ(refusal_of_start(INFINITY), "p0 in cell 7, x = (-4.25) = inf: must be finite");
  EXPECT_EQ(refusal_of_start(NAN), "p0 in cell 7, x = (-4.25) = nan: must be finite");
  const process::OrnsteinUhlenbeck plane(1, 0, 1, 2);
  const Grid grid({{0, 10, 10}, {-2, 2, 4}});
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(40, 0.025);
  p0(23) = -1;
  EXPECT_EQ(refusal([&] {
              march(scharfetter_gummel(plane, grid), stepper("tr_bdf2"), p0, {{0, 1}, {10}});
            }),
            "p0 in cell 23, x = (3.5, 0.5) = -1: must be ≥ 0 (see remove_negative)");
}

TEST(BadInput, ADriftThatIsNotFiniteIsRefusedWithItsPlaceByEveryDiscretisation) {
  const Grid plane({{-3, 3, 30}, {-1, 1, 4}});
  for (const Discretisation& scheme : discretisations()) {
    EXPECT_EQ(
        refusal([&] { scheme.build(Holed(), line(-3, 3, 30)); }),
        "process = holed: its drift or its potential is not finite at x = (2.2); take a smaller domain, or "
        "cells that miss this point")
        << scheme.claim.name;
    EXPECT_NE(refusal([&] { scheme.build(Holed(2), plane); }).find("not finite at x = (2.2, -0.75)"),
              std::string::npos)
        << scheme.claim.name;
    EXPECT_NO_THROW(scheme.build(Holed(), line(-2, 2, 20))) << scheme.claim.name;
  }
}

TEST(BadInput, AGridThatMissesTheMassIsRefusedWithTheMassOutside) {
  const auto normal = [](double mean, double deviation) {
    return density::gaussian(Eigen::VectorXd::Constant(1, mean),
                             Eigen::MatrixXd::Constant(1, 1, deviation * deviation));
  };
  const std::string text = refusal([&] { initial_density(normal(5, 1), line(-5, 5, 100)); });
  EXPECT_NE(text.find("mass outside the domain = 0.5"), std::string::npos) << text;
  EXPECT_NE(text.find("take a larger domain"), std::string::npos) << text;
  // Reported where it is allowed: Q(3) = 1.3499e−3.
  const InitialDensity cut = initial_density(normal(2, 1), line(-5, 5, 1000), CellValues::average, 0.01);
  EXPECT_NEAR(cut.mass_outside, 1.3498980316301035e-3, 1e-9);
}

TEST(BadInput, AGridTooLargeForTheMachineIsRefusedBeforeItIsAllocated) {
  const process::OrnsteinUhlenbeck space(1, 0, 1, 3);
  const Grid huge({{-5, 5, 30000}, {-5, 5, 30000}, {-5, 5, 30000}});
  EXPECT_NE(refusal([&] { scharfetter_gummel(space, huge); }).find("would take 5184000000000000 bytes"),
            std::string::npos);
  EXPECT_NE(refusal([&] {
              initial_density(density::gaussian(Eigen::Vector3d::Zero(), Eigen::Matrix3d::Identity()), huge);
            }).find("bytes"),
            std::string::npos);
  // More cells than can be counted.
  const Index many = 4'000'000'000;
  EXPECT_EQ(refusal([&] {
              Grid({{0, 1, many}, {0, 1, many}, {0, 1, many}});
            }),
            "cells of the grid = 1.6e+19: must be at most 9e15");
}

TEST(BadInput, AStepThatNoMachineCouldFactorIsRefused) {
  const process::OrnsteinUhlenbeck space(1, 0, 1, 3);
  const Grid grid({{-5, 5, 200}, {-5, 5, 200}, {-5, 5, 200}});
  const Generator generator = scharfetter_gummel(space, grid);
  EXPECT_NE(refusal([&] {
              stepper("implicit_euler_unsplit").prepare(generator, 0.1);
            }).find("a stepper that splits"),
            std::string::npos);
}

}  // namespace
}  // namespace kolmo::fokker_planck

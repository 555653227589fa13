// A perceptron learns a conditional mean, with the same bits on any number of threads.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/score/network/regression.hpp"

namespace kolmo::score {
namespace {

/// y = sin 2x + noise of deviation ½, x uniform on [−1.5, 1.5].
RegressionPlan sine(double noise = 0.5) {
  const auto source = [noise, stream = RandomStream(6)](std::uint32_t step, Points& inputs, Points& targets) {
    stream.role("x").uniforms(0, step, inputs);
    stream.role("noise").normals(0, step, targets);
    inputs = 3 * inputs - 1.5;
    for (Index i = 0; i < inputs.rows(); ++i)
      targets(i, 0) = std::sin(2 * inputs(i, 0)) + noise * targets(i, 0);
  };
  // batches of two pieces and a part of one
  return {{1, {32, 32}, 1}, source, RandomStream(5), 600, 300, 1e-2};
}

double error_of(const Regressor& learned) {
  Points x(61, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(61, -1.4, 1.4);
  const Points found = learned(x);
  double sum = 0;
  for (Index i = 0; i < 61; ++i) sum += std::pow(found(i, 0) - std::sin(2 * x(i, 0)), 2);
  return std::sqrt(sum / 61);
}

// A thousand parameters on 1.8·10⁵ targets of deviation ½: ½ √(1000/1.8·10⁵) = 0.04 by chance alone.
TEST(Regression, LearnsTheConditionalMean) { EXPECT_LT(error_of(regress(sine())), 0.04); }

TEST(Regression, HasTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  set_threads(1);
  const Eigen::VectorXd one = regress(sine()).parameters;
  set_threads(3);
  const Eigen::VectorXd three = regress(sine()).parameters;
  set_threads(before);
  EXPECT_TRUE((one.array() == three.array()).all());
}

TEST(Regression, SaysWhatIsWrong) {
  RegressionPlan plan = sine();
  plan.rate = 0;
  EXPECT_THROW(regress(plan), InvalidArgument);
  plan = sine();
  plan.source = nullptr;
  EXPECT_THROW(regress(plan), InvalidArgument);
  EXPECT_THROW(regress(sine(std::numeric_limits<double>::infinity())), NumericalFailure);
  plan = sine();
  plan.steps = 1;
  EXPECT_THROW(regress(plan)(Points::Zero(2, 3)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::score

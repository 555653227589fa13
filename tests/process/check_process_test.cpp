// Every process of the library keeps its contracts; every broken one is named.

#include "kolmo/process/check/check_process.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>

#include "kolmo/density/potentials.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/derived/with_linear_part.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/noise_columns.hpp"
#include "linear_processes.hpp"

namespace kolmo::process {
namespace {

/// Points that are not special, in a box of half-width `length` about 1.3 of them.
ProcessSamples samples(Index d, double length = 1, double time = 1) {
  Points x(7, d);
  RandomStream(3, 1).uniforms(0, 0, x);
  return {{0.1 * time, 0.35 * time, 0.9 * time}, length * (2 * x + 0.3)};
}

TEST(CheckProcess, FindsNothingWrongWithTheLibrarysProcesses) {
  using Pointer = std::shared_ptr<const Process>;
  const auto quadratic = std::make_shared<density::QuadraticPotential>(1.5, Eigen::Vector2d(1, -1));
  const auto well = std::make_shared<density::DoubleWell>(0.2);
  std::vector<Pointer> all = ::samples::linear_processes(2);
  const auto preserving = all.front();
  all.insert(
      all.end(),
      {std::make_shared<OverdampedLangevin>(well, 0.5), std::make_shared<OverdampedLangevin>(quadratic, 0.5),
       std::make_shared<UnderdampedLangevin>(well, 0.7, 0.5),
       std::make_shared<UnderdampedLangevin>(quadratic, 0.7, 0.5),
       std::make_shared<GeometricBrownianMotion>(0.4, 0.8),
       std::make_shared<ScaledDrift>(std::make_shared<OverdampedLangevin>(well, 0.5), 1.02)});
  const density::GaussianMixture data(Eigen::Array2d(0.4, 0.6),
                                      (Eigen::Array22d() << -1, 0, 1, 0.5).finished(),
                                      density::Covariances::isotropic(Eigen::Array2d(0.2, 0.3), 2));
  all.push_back(
      std::make_shared<ReverseProcess>(preserving, std::make_shared<MarginalScore>(preserving, data), 1));
  for (const Pointer& process : all) {
    for (const std::string& broken : broken_contracts(*process, samples(process->dimension())))
      ADD_FAILURE() << broken;
  }
}

/// dX = −X dt + dW in the plane unless a function is planted.
class Planted : public MatrixNoise {
 public:
  using Planter = std::function<void(double t, const ConstBlock& x, Block out)>;
  NoiseKind kind = NoiseKind::constant;
  Index motions = 2;
  Planter drifts, divergence, matrix, derivative_of_matrix;
  std::string name() const override { return "planted"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return motions; }
  NoiseKind noise_kind() const override { return kind; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    drifts ? drifts(t, x, out) : void(out = -x);
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    if (!divergence) return Process::drift_divergence(t, x, out);
    Points column(x.rows(), 1);
    divergence(t, x, column);
    out = column.col(0);
  }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    if (matrix) return matrix(t, x, out);
    out.setZero();
    out.col(0).setOnes();
    out.col(3).setOnes();
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    if (!derivative_of_matrix) return Process::diffusion_matrix_derivative(t, x, v, out);
    derivative_of_matrix(t, x, out);
    out = out.colwise() * v.col(0);
  }
};

/// dX_j = −X_j dt + g dW_j.
class PlantedDiagonal : public DiagonalNoise {
 public:
  Planted::Planter diagonal, derivative;
  std::string name() const override { return "planted_diagonal"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override { diagonal(t, x, out); }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    if (!derivative) return Process::diffusion_derivative(t, x, out);
    derivative(t, x, out);
  }
};

class PlantedScalar : public Process, public GradientFlow {
 public:
  Index motions = 2;
  double factor = 1;
  std::optional<GradientStructure> structure;
  std::string name() const override { return "planted_scalar"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return motions; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  double diffusion(double t) const override { return 1 + t; }
  double noise_variance(double s, double t) const override {
    return factor * (std::pow(1 + t, 3) - std::pow(1 + s, 3)) / 3;
  }
  std::optional<GradientStructure> gradient_structure() const override { return structure; }
};

/// Exactly one contract is broken, whose sentence holds `part`, and in other units too.
void expect_broken(const Process& process, const std::string& part) {
  const std::vector<std::string> broken = broken_contracts(process, samples(2));
  ASSERT_FALSE(broken.empty()) << part;
  for (const std::string& each : broken) EXPECT_NE(each.find(part), std::string::npos) << each;
  try {
    check_process(process, samples(2));
    ADD_FAILURE() << part;
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos);
  }
}

TEST(CheckProcess, NeedsNothingThatASchemeNeedsNot) {
  Planted process;
  EXPECT_NO_THROW(check_process(process, samples(2)));
  PlantedDiagonal diagonal;
  diagonal.diagonal = [](double t, const ConstBlock& x, Block out) { out = (1 + t) * (2 + x.sin()); };
  EXPECT_NO_THROW(check_process(diagonal, samples(2)));
  EXPECT_FALSE(has_noise_derivative(diagonal));
  EXPECT_FALSE(has_drift_jacobian(process));
  EXPECT_NO_THROW(check_process(PlantedScalar(), samples(2)));
}

TEST(CheckProcess, NamesAWrongColumn) {
  class WithColumns final : public Planted, public NoiseColumns {
   public:
    double factor = 1;
    void noise_column(double, const ConstBlock&, Index k, Block out) const override {
      out.setZero();
      out.col(k) = k == 1 ? factor : 1;
    }
  };
  WithColumns process;
  EXPECT_NO_THROW(check_process(process, samples(2)));
  process.factor = 1.0001;
  expect_broken(process, "noise_column 1");
}

TEST(CheckProcess, NamesAWrongDrift) {
  Planted process;
  process.divergence = [](double, const ConstBlock&, Block out) { out = -1; };
  expect_broken(process, "drift_divergence");
  process.divergence = [](double, const ConstBlock&, Block out) { out = -2.0001; };
  expect_broken(process, "drift_divergence");
  process.divergence = [](double, const ConstBlock&, Block out) { out = -2; };
  EXPECT_NO_THROW(check_process(process, samples(2)));
  process.drifts = [](double, const ConstBlock& x, Block out) { out = -x + 1e-3 * x.mean(); };
  process.divergence = {};
  expect_broken(process, "depends on that point alone");
  process.drifts = [](double t, const ConstBlock& x, Block out) { out = -x / (t > 0.5 ? 0.0 : 1.0); };
  expect_broken(process, "drift is finite");
}

TEST(CheckProcess, NamesDiagonalNoiseThatIsNone) {
  PlantedDiagonal process;
  process.diagonal = [](double, const ConstBlock& x, Block out) {
    out.col(0) = 1 + 0.1 * x.col(1);
    out.col(1) = 1;
  };
  expect_broken(process, "g_j depends on t and x_j alone, not on x_1");
  process.diagonal = [](double, const ConstBlock& x, Block out) { out = 2 + x.sin(); };
  process.derivative = [](double, const ConstBlock& x, Block out) { out = -x.cos(); };
  expect_broken(process, "diffusion_derivative");
}

TEST(CheckProcess, NamesAMatrixThatIsNotConstant) {
  Planted process;
  const auto plant = [&](auto g) {
    process.matrix = [g](double t, const ConstBlock& x, Block out) {
      out.setZero();
      out.col(0) = g(t, x);
      out.col(3).setOnes();
    };
  };
  plant([](double t, const ConstBlock& x) { return Eigen::ArrayXd::Constant(x.rows(), std::sqrt(1 + t)); });
  expect_broken(process, "diffusion_matrix depends on neither t nor x");
  plant([](double, const ConstBlock& x) { return Eigen::ArrayXd(1 + 1e-3 * x.col(0)); });
  expect_broken(process, "diffusion_matrix depends on neither t nor x");
}

// G = (1, x; 0, 0): (dG_1) G_0 = 1 and (dG_0) G_1 = 0. In one dimension it is dX = dW_1 + X dW_2: two noises
// need not commute there either.
TEST(CheckProcess, NamesNoiseThatDoesNotCommute) {
  Planted process;
  process.kind = NoiseKind::commutative;
  process.matrix = [](double, const ConstBlock& x, Block out) {
    out.setZero();
    out.col(0).setOnes();
    out.col(2) = x.col(0);
  };
  expect_broken(process, "commutative noise: (dG_k) G_l = (dG_l) G_k for k = 0, l = 1");
  process.derivative_of_matrix = [](double, const ConstBlock&, Block out) {
    out.setZero();
    out.col(2).setOnes();
  };
  expect_broken(process, "commutative noise");
  process.kind = NoiseKind::general;
  EXPECT_NO_THROW(check_process(process, samples(2)));
  process.derivative_of_matrix = [](double, const ConstBlock&, Block out) { out.setOnes(); };
  expect_broken(process, "diffusion_matrix_derivative");
}

TEST(CheckProcess, NamesScalarNoiseThatContradictsItself) {
  PlantedScalar process;
  process.factor = 1.001;
  expect_broken(process, "noise_variance");
  process.factor = 1;
  process.motions = 1;
  expect_broken(process, "noise_dimension");
  process.motions = 2;
  process.structure = {std::make_shared<density::QuadraticPotential>(1.0, Eigen::Vector2d(0, 0)), 0.5};
  expect_broken(process, "g^2 = 2T");  // (1 + t)² is 1 at t = 0 alone
  process.structure = {std::make_shared<density::QuadraticPotential>(1.1, Eigen::Vector2d(0, 0)), 0.5};
  EXPECT_NE(broken_contracts(process, samples(2)).front().find("drift = -grad V"), std::string::npos);
}

/// A well at length scale L with time scale S and a divergence that is off by a part of 1e−4.
class Scaled final : public Process {
 public:
  Scaled(double length, double time, double factor) : length_(length), time_(time), factor_(factor) {}
  std::string name() const override { return "scaled"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    const Points y = x / length_;
    out = length_ / time_ * (y - y.cube());
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = factor_ / time_ * (1 - 3 * (x.col(0) / length_).square());
  }
  double diffusion(double) const override { return length_ / std::sqrt(time_); }
  double noise_variance(double s, double t) const override { return length_ * length_ * (t - s) / time_; }

 private:
  double length_, time_, factor_;
};

TEST(CheckProcess, KnowsNoUnits) {
  for (const double length : {1e-9, 1.0, 1e6}) {
    for (const double time : {1e-12, 1.0, 1e9}) {
      const ProcessSamples at = samples(1, length, time);
      EXPECT_NO_THROW(check_process(Scaled(length, time, 1), at)) << length << " " << time;
      EXPECT_THROW(check_process(Scaled(length, time, 1.0001), at), InvalidArgument) << length << " " << time;
    }
  }
}

TEST(CheckProcess, RefusesSamplesThatShowNothing) {
  const Planted process;
  ProcessSamples at = samples(2);
  at.points.col(1) = 0.3;
  EXPECT_THROW(check_process(process, at), InvalidArgument);
  at = samples(2);
  at.times = {0};
  EXPECT_THROW(check_process(process, at), InvalidArgument);
  EXPECT_THROW(check_process(process, samples(1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process

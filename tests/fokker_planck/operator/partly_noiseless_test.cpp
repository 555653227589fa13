#include "kolmo/fokker_planck/operator/partly_noiseless.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::fokker_planck {
namespace {

/// dx = (y − x) dt + a dW₁, dy = sin(x) dt + b dW₂.
class Coupled final : public process::Process, public process::ConstantCoefficients {
 public:
  Coupled(double a, double b, double mixed = 0) : a_(a), b_(b), mixed_(mixed) {}
  std::string name() const override { return "coupled"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(1) - x.col(0);
    out.col(1) = x.col(0).sin();
  }
  process::NoiseKind noise_kind() const override {
    return mixed_ == 0 ? process::NoiseKind::diagonal : process::NoiseKind::constant;
  }
  void diffusion_diagonal(double, const ConstBlock&, Block out) const override {
    out.col(0) = a_;
    out.col(1) = b_;
  }
  void diffusion_derivative(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    out.col(0) = a_;
    out.col(1) = 0;
    out.col(2) = mixed_;
    out.col(3) = b_;
  }
  std::optional<bool> constant_coefficients() const override { return true; }

 private:
  double a_, b_, mixed_;
};

const Setting sides{
    Boundaries({{Boundary::absorbing, Boundary::no_flux}, {Boundary::no_flux, Boundary::absorbing}}), {}};

TEST(PartlyNoiseless, IsScharfettersFluxWhereThereIsNoise) {
  const Grid grid({{-1, 2, 6}, {0, 1, 5}});
  const Coupled process(0.7, 1.3);
  const Generator own = partly_noiseless(process, grid, sides), known = chang_cooper(process, grid, sides);
  const Eigen::MatrixXd difference = Eigen::MatrixXd(own.sparse()) - Eigen::MatrixXd(known.sparse());
  EXPECT_LE(difference.cwiseAbs().maxCoeff(), 1e-12 * Eigen::MatrixXd(known.sparse()).cwiseAbs().maxCoeff());
}

/// dx = dt, dy = dW.
class Conveyor final : public process::Process, public process::ConstantCoefficients {
 public:
  std::string name() const override { return "conveyor"; }
  Index dimension() const override { return 2; }
  void drift(double, const ConstBlock&, Block out) const override {
    out.col(0) = 1;
    out.col(1) = 0;
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  Index noise_dimension() const override { return 1; }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    out.col(0) = 0;
    out.col(1) = 1;
  }
  std::optional<bool> constant_coefficients() const override { return true; }
};

// From the centre of cell i an upwind chain takes n − i steps of mean time h: 1 − x + h/2.
TEST(PartlyNoiseless, CarriesWhatHasNoNoise) {
  const Grid grid({{0, 1, 8}, {-1, 1, 4}});
  const Setting out{
      Boundaries({{Boundary::absorbing, Boundary::absorbing}, {Boundary::no_flux, Boundary::no_flux}}), {}};
  const Generator generator = partly_noiseless(Conveyor(), grid, out);
  const Eigen::ArrayXd mean = mean_passage_time(generator), below = exit_probability(generator, 0, 1);
  for (Index i = 0; i < grid.cells(); ++i) {
    EXPECT_NEAR(mean(i), 1 - grid.centres()(i, 0) + 0.0625, 1e-13);
    EXPECT_NEAR(below(i), 1, 1e-13);
  }
}

TEST(PartlyNoiseless, RefusesNoiseThatMixesCoordinates) {
  const Grid grid({{-1, 2, 6}, {0, 1, 5}});
  EXPECT_THROW(partly_noiseless(Coupled(0.7, 1.3, 0.5), grid, sides), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck

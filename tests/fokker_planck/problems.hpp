#pragma once
// Problems with known solutions, and error norms on grids.

#include <cmath>
#include <memory>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::fokker_planck::testing {

inline density::GaussianMixture lopsided_mixture_1d() {
  return density::mixture_1d(Eigen::Array3d(0.3, 0.5, 0.2), Eigen::Array3d(-2, 0.5, 2),
                             Eigen::Array3d(0.5, 0.7, 0.4));
}

/// Diagonal covariances that differ between the axes, offset from the origin.
inline density::GaussianMixture lopsided_mixture_2d() {
  Points means(2, 2), variances(2, 2);
  means << 1.5, -1, -1.2, 0.8;
  variances << 0.3, 0.5, 0.6, 0.25;
  return density::GaussianMixture(Eigen::Array2d(0.4, 0.6), means, density::Covariances::diagonal(variances));
}

inline density::GaussianMixture lopsided_mixture_3d() {
  Points means(2, 3), variances(2, 3);
  means << 1.1, -0.7, 0.3, -0.9, 0.8, -0.5;
  variances << 0.3, 0.5, 0.4, 0.6, 0.35, 0.45;
  return density::GaussianMixture(Eigen::Array2d(0.4, 0.6), means, density::Covariances::diagonal(variances));
}

/// Drift with a rotation, of which no axis commutes with another: f = −x + A x − ½ (x₂² x₁, …), d = 2 or 3.
class Stirred final : public process::Process {
 public:
  explicit Stirred(Index d, double g = 1) : d_(d), g_(g) {}
  std::string name() const override { return "stirred"; }
  Index dimension() const override { return d_; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index k = 0; k < d_; ++k) {
      const auto next = x.col((k + 1) % d_), here = x.col(k);
      out.col(k) = 0.3 - here * (1 + 0.5 * next.square()) + next * (k == 0 ? 1.0 : -0.5);
    }
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = -static_cast<double>(d_) - 0.5 * x.square().rowwise().sum();
  }
  double diffusion(double) const override { return g_; }
  double noise_variance(double s, double t) const override { return g_ * g_ * (t - s); }

 private:
  Index d_;
  double g_;
};

/// dX = (m − bX) dt + √(2cX) dW: a population with immigration m that dies out at 0.
class Branching final : public process::Process {
 public:
  Branching(double m, double b, double c) : m_(m), b_(b), c_(c) {}
  std::string name() const override { return "branching"; }
  Index dimension() const override { return 1; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
  void drift(double, const ConstBlock& x, Block out) const override { out = m_ - b_ * x; }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out = (2 * c_ * x).sqrt();
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out = (c_ / (2 * x)).sqrt();
  }

 private:
  double m_, b_, c_;
};

/// p at the cell centres, not normalised on the grid.
inline Eigen::ArrayXd on_grid(const density::Density& p, const Grid& grid) {
  Eigen::ArrayXd log_p(grid.cells());
  p.log_density(grid.centres(), log_p);
  for (double& value : log_p) value = std::exp(value);
  return log_p;
}

/// Σ |a − b| · cell volume.
inline double l1(const Grid& grid, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  double total = 0;
  for (Index i = 0; i < a.size(); ++i) total += std::abs(a(i) - b(i));
  return total * grid.cell_volume();
}

inline Eigen::ArrayXd marched(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, double t, Index steps) {
  return march(generator, stepper, p0, {{0, t}, {steps}}).density;
}

/// log₂ of the ratio of neighbouring errors, the last one.
inline double last_order(const std::vector<double>& errors) {
  return std::log2(errors[errors.size() - 2] / errors.back());
}

inline process::OverdampedLangevin double_well(double temperature) {
  return {std::make_shared<density::DoubleWell>(), temperature};
}

inline Grid line(double lower, double upper, Index cells) { return Grid({{lower, upper, cells}}); }

inline Grid square(double half, Index cells) { return Grid({{-half, half, cells}, {-half, half, cells}}); }

}  // namespace kolmo::fokker_planck::testing

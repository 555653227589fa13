#pragma once
// Kinetic problems with known laws.

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "fokker_planck/linear_process.hpp"
#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/functionals.hpp"
#include "kolmo/fokker_planck/kinetic_solver.hpp"
#include "kolmo/fokker_planck/richardson.hpp"
#include "kolmo/process/underdamped_langevin.hpp"

namespace kolmo::fokker_planck::testing {

/// V = −F q: flat for F = 0.
class Slope final : public density::Potential {
 public:
  explicit Slope(double force = 0) : force_(force) {}
  std::string name() const override { return "slope"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override { out = -force_ * x.col(0); }
  void gradient(const ConstBlock&, Block out) const override { out.setConstant(-force_); }
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }

 private:
  double force_;
};

/// −V.
class Negated final : public density::Potential {
 public:
  explicit Negated(std::shared_ptr<const density::Potential> v) : v_(std::move(v)) {}
  std::string name() const override { return "negated"; }
  Index dimension() const override { return v_->dimension(); }
  void value(const ConstBlock& x, Values out) const override {
    v_->value(x, out);
    out = -out;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    v_->gradient(x, out);
    out = -out;
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    v_->laplacian(x, out);
    out = -out;
  }

 private:
  std::shared_ptr<const density::Potential> v_;
};

inline process::UnderdampedLangevin under_slope(double force, double friction, double temperature = 1) {
  return {std::make_shared<Slope>(force), friction, temperature};
}

inline process::UnderdampedLangevin kinetic_double_well(double tilt, double friction, double temperature) {
  return {std::make_shared<density::DoubleWell>(tilt), friction, temperature};
}

/// V = ½k (q − m)².
struct HarmonicWell {
  double stiffness, friction, temperature, centre = 0;

  process::UnderdampedLangevin process() const {
    return {std::make_shared<density::QuadraticPotential>(stiffness, Eigen::VectorXd::Constant(1, centre)),
            friction, temperature};
  }
  LinearProcess linear() const {
    Eigen::Matrix2d a;
    a << 0, 1, -stiffness, -friction;
    return {a, Eigen::Vector2d(centre, 0), Eigen::Vector2d(0, std::sqrt(2 * friction * temperature))};
  }
  /// 6.6 standard deviations of the stationary law and room for the start, off the centre.
  Grid grid(Index cells) const {
    const double deviation = std::sqrt(temperature);
    const double p = 6.6 * deviation + 1, q = 6.6 * deviation / std::sqrt(stiffness) + 2;
    return Grid({{centre - q - 0.1, centre + q, cells}, {-p, p, cells}});
  }
  /// ⟨p(0) p(t)⟩/T = e^{−γt/2} (c − γ/(2ω) s), ω² = |k − γ²/4|, c and s the cosine and sine of ωt,
  /// hyperbolic ones where γ²/4 > k, and 1 and ωt where they are equal. Source: Chandrasekhar (1943), II.3.
  double autocorrelation(double t) const {
    const double half = friction / 2, square = stiffness - half * half, w = std::sqrt(std::abs(square));
    const double decay = temperature * std::exp(-half * t);
    if (w < 1e-6) return decay * (1 - half * t);
    if (square > 0) return decay * (std::cos(w * t) - half / w * std::sin(w * t));
    return decay * (std::cosh(w * t) - half / w * std::sinh(w * t));
  }
};

/// A start that is neither stationary nor symmetric: correlated, off the centre.
struct GaussianStart {
  Eigen::Vector2d mean{1.1, -0.7};
  Eigen::Matrix2d covariance{{0.35, 0.12}, {0.12, 0.5}};
  density::GaussianMixture density() const {
    Points at(1, 2);
    at << mean(0), mean(1);
    return LinearProcess::gaussian(at, covariance);
  }
};

inline KineticSettings with_transport(const std::string& name, Boundary sides = Boundary::no_flux) {
  return {sides, name};
}

/// L1 distance at t to the exact law.
inline double error_in_law(const HarmonicWell& well, const process::Process& process,
                           const KineticSettings& settings, Index cells, double t, Index steps) {
  const Grid grid = well.grid(cells);
  const GaussianStart start;
  const Eigen::ArrayXd p0 = initial_density(start.density(), grid).density;
  const MarchResult result = KineticSolver(process, grid, settings).march(p0, {0, t}, {steps});
  return l1(grid, result.density, on_grid(well.linear().law(start.mean, start.covariance, t), grid));
}

/// E q, E p, Var q, Cov, Var p at t, from cells n, 2n, 4n and as many times the steps, extrapolated.
inline Extrapolated moments_at(const HarmonicWell& well, double t, Index cells, Index steps) {
  std::vector<Eigen::ArrayXd> values;
  for (const Index refined : {1, 2, 4}) {
    const Grid grid = well.grid(refined * cells);
    const Eigen::ArrayXd p0 = initial_density(GaussianStart().density(), grid).density;
    const Eigen::ArrayXd p = KineticSolver(well.process(), grid).march(p0, {0, t}, {refined * steps}).density;
    const Eigen::VectorXd m = mean(grid, p);
    const Eigen::MatrixXd c = covariance(grid, p);
    values.emplace_back(Eigen::Array<double, 5, 1>{m(0), m(1), c(0, 0), c(0, 1), c(1, 1)});
  }
  return extrapolate(values);
}

/// f(q, p) at the centres.
inline Eigen::ArrayXd at_centres(const Grid& grid, const std::function<double(double, double)>& f) {
  const Points x = grid.centres();
  Eigen::ArrayXd values(grid.cells());
  for (Index i = 0; i < values.size(); ++i) values(i) = f(x(i, 0), x(i, 1));
  return values;
}

}  // namespace kolmo::fokker_planck::testing

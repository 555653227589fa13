#pragma once
// Kinetic problems with known laws.

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/measure/problems/harmonic_well.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"

namespace kolmo::fokker_planck::testing {

using measure::GaussianStart;
using measure::HarmonicWell;
using measure::Slope;

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

inline KineticSettings with_transport(const std::string& name, Boundary sides = Boundary::no_flux) {
  return {sides, name};
}

/// L1 distance at t to the exact law.
inline double error_in_law(const HarmonicWell& well, const process::Process& process,
                           const KineticSettings& settings, Index cells, double t, Index steps) {
  const Grid grid = well.grid(cells);
  const GaussianStart start;
  const Eigen::ArrayXd p0 = initial_density(start.density(), grid).density;
  const MarchResult result = KineticSolver(process, grid, settings).march(p0, {{0, t}, {steps}});
  return l1(grid, result.density, on_grid(well.linear().law(start.mean, start.covariance, t), grid));
}

/// E q, E p, Var q, Cov, Var p at t, from cells n, 2n, 4n and as many times the steps, extrapolated.
inline Extrapolated moments_at(const HarmonicWell& well, double t, Index cells, Index steps) {
  std::vector<Eigen::ArrayXd> values;
  for (const Index refined : {1, 2, 4}) {
    const Grid grid = well.grid(refined * cells);
    const Eigen::ArrayXd p0 = initial_density(GaussianStart().density(), grid).density;
    const Eigen::ArrayXd p =
        KineticSolver(well.process(), grid).march(p0, {{0, t}, {refined * steps}}).density;
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

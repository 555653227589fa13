#include "kolmo/jko/dynamic_step.hpp"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/grid_density.hpp"

namespace kolmo::jko {
namespace {

using Sparse = Eigen::SparseMatrix<double>;
constexpr int most_halvings = 40;
/// The part of a cell's density that an iteration takes at most.
constexpr double most_taken = 0.9;

Sparse scaled(const Sparse& a, const Eigen::ArrayXd& rows) { return rows.matrix().asDiagonal() * a; }

}  // namespace

class DynamicStep::Solver {
 public:
  Solver(const Grid& grid, GridEnergy energy, const DynamicStepPlan& plan)
      : grid_(grid), energy_(std::move(energy)), plan_(plan) {
    require(energy_.internal != nullptr && energy_.internal->temperature() > 0,
            "temperature of the internal energy", energy_.internal ? energy_.internal->temperature() : 0,
            "must be > 0: an entropy");
    require(!energy_.interaction, "interaction", 1, "must not be there");
    require(energy_.potential.size() == 0 ||
                (energy_.potential.size() == grid.cells() && energy_.potential.allFinite()),
            "values of the potential", static_cast<double>(energy_.potential.size()),
            "must be one finite number a cell, or none");
    require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
    require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
    build();
  }

  GridStepReport step(double tau, Eigen::ArrayXd& rho) {
    require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
    before_ = transport::checked_density(grid_, rho, "rho");
    require(before_.minCoeff() > 0, "least density", before_.minCoeff(), "must be > 0 in every cell");
    m_.setZero(divergence_.cols());
    rho_ = before_;
    GridStepReport report;
    double value = objective(tau, m_, rho_);
    while (report.iterations < plan_.iterations) {
      ++report.iterations;
      const Eigen::VectorXd direction = newton(tau);
      const Eigen::ArrayXd change = (divergence_ * direction).array();
      const Eigen::ArrayXd relative = change / rho_;
      const Eigen::ArrayXd weighted = relative * rho_;
      report.residual = std::sqrt(dot(weighted.data(), relative.data(), rho_.size()) * grid_.cell_volume());
      const bool last = report.residual <= plan_.tolerance;
      if (!search(tau, direction, change, value)) break;
      if (last) {
        report.status = transport::Status::converged;
        break;
      }
    }
    if (report.status != transport::Status::converged && report.iterations < plan_.iterations)
      report.status = transport::Status::stalled;
    const Eigen::ArrayXd action = m_.array().square() / (average_ * rho_.matrix()).array();
    report.increment_squared = grid_.cell_volume() * sum(action.data(), action.size());
    rho = rho_;
    report.energy = evaluate(energy_, grid_, rho);
    return report;
  }

 private:
  /// Faces: divergence_ takes flows (mass density times length) to changes of density, average_ densities to
  /// faces.
  void build() {
    std::vector<Eigen::Triplet<double>> divergence, average;
    Index face = 0, stride = 1;
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const Index n = grid_.axis(k).cells;
      const double rate = 1 / grid_.axis(k).width();
      for (Index i = 0; i < grid_.cells(); ++i) {
        if (i / stride % n == n - 1) continue;
        for (const Index cell : {i, i + stride}) {
          divergence.emplace_back(static_cast<int>(cell), static_cast<int>(face), cell == i ? -rate : rate);
          average.emplace_back(static_cast<int>(face), static_cast<int>(cell), 0.5);
        }
        ++face;
      }
      stride *= n;
    }
    divergence_.resize(grid_.cells(), face);
    divergence_.setFromTriplets(divergence.begin(), divergence.end());
    average_.resize(face, grid_.cells());
    average_.setFromTriplets(average.begin(), average.end());
    at_faces_ = average_ * divergence_;
  }

  double objective(double tau, const Eigen::VectorXd& m, const Eigen::ArrayXd& rho) const {
    const Eigen::ArrayXd s = (average_ * rho.matrix()).array(), action = m.array().square() / s;
    return grid_.cell_volume() * sum(action.data(), action.size()) / (2 * tau) +
           evaluate(energy_, grid_, rho);
  }

  /// With q = m²/(2τs), s and ρ linear in m: −(Hessian)⁻¹ gradient, both without the factor h^d.
  Eigen::VectorXd newton(double tau) {
    const double temperature = energy_.internal->temperature();
    const Eigen::ArrayXd s = (average_ * rho_.matrix()).array(), m = m_.array();
    const Eigen::ArrayXd by_m = m / (tau * s), by_s = -m.square() / (2 * tau * s.square());
    Eigen::ArrayXd pressure(rho_.size());
    kolmo::log(rho_.data(), pressure.data(), rho_.size());
    pressure = temperature * (pressure + 1);
    if (energy_.potential.size() > 0) pressure += energy_.potential;
    const Eigen::VectorXd gradient =
        by_m.matrix() + at_faces_.transpose() * by_s.matrix() + divergence_.transpose() * pressure.matrix();
    const Sparse mixed = scaled(at_faces_, -m / (tau * s.square()));
    Sparse hessian = Sparse(at_faces_.transpose()) * scaled(at_faces_, m.square() / (tau * s.cube())) +
                     Sparse(divergence_.transpose()) * scaled(divergence_, temperature / rho_);
    hessian += mixed;
    hessian += Sparse(mixed.transpose());
    Sparse diagonal(hessian.rows(), hessian.cols());
    diagonal.setIdentity();
    hessian += scaled(diagonal, 1 / (tau * s));
    if (factors_.rows() == 0) factors_.analyzePattern(hessian);
    factors_.factorize(hessian);
    if (factors_.info() != Eigen::Success)
      throw NumericalFailure("dynamic JKO step with tau = " + number_text(tau, 6) +
                             ": the second derivative cannot be factored; take a shorter step");
    return factors_.solve(-gradient);
  }

  /// As far along the direction as keeps ρ > 0 and lowers the objective; whether it does.
  bool search(double tau, const Eigen::VectorXd& direction, const Eigen::ArrayXd& change, double& value) {
    const double steepest = (-change / rho_).maxCoeff();
    double length = steepest > most_taken ? most_taken / steepest : 1;
    for (int k = 0; k < most_halvings; ++k, length /= 2) {
      const Eigen::VectorXd m = m_ + length * direction;
      const Eigen::ArrayXd rho = before_ + (divergence_ * m).array();
      if (!(rho.minCoeff() > 0)) continue;
      const double next = objective(tau, m, rho);
      if (!(next <= value + 1e-14 * std::abs(value))) continue;
      m_ = m;
      rho_ = rho;
      value = next;
      return true;
    }
    return false;
  }

  Grid grid_;
  GridEnergy energy_;
  DynamicStepPlan plan_;
  Sparse divergence_, average_, at_faces_;
  Eigen::SimplicialLDLT<Sparse> factors_;
  Eigen::ArrayXd before_, rho_;
  Eigen::VectorXd m_;
};

DynamicStep::DynamicStep(const Grid& grid, GridEnergy energy, const DynamicStepPlan& plan)
    : solver_(std::make_unique<Solver>(grid, std::move(energy), plan)) {}
DynamicStep::~DynamicStep() = default;
DynamicStep::DynamicStep(DynamicStep&&) noexcept = default;
DynamicStep& DynamicStep::operator=(DynamicStep&&) noexcept = default;

GridStepReport DynamicStep::step(double tau, Eigen::ArrayXd& rho) { return solver_->step(tau, rho); }

}  // namespace kolmo::jko

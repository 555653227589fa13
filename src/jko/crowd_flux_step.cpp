#include "kolmo/jko/crowd_flux_step.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/grid_density.hpp"

namespace kolmo::jko {
namespace {

using Sparse = Eigen::SparseMatrix<double>;
using transport::Status;

constexpr double least_flow = 1e-290;  ///< of a density: below it differences lose their sign

struct Face {
  Index a, b;   ///< neighbours
  double rate;  ///< 1/h²
};

std::vector<Face> faces_of(const Grid& grid) {
  std::vector<Face> faces;
  Index stride = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Index n = grid.axis(k).cells;
    const double rate = 1 / (grid.axis(k).width() * grid.axis(k).width());
    for (Index i = 0; i < grid.cells(); ++i)
      if (i / stride % n < n - 1) faces.push_back({i, i + stride, rate});
    stride *= n;
  }
  return faces;
}

/// Minimum degree on the pattern of A + Aᵀ (SparseLU numbers columns by the inverse of what AMDOrdering
/// returns).
struct MinimumDegree {
  using PermutationType = Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int>;
  void operator()(const Sparse& matrix, PermutationType& columns) const {
    PermutationType order;
    Eigen::AMDOrdering<int>()(matrix, order);
    columns = order.inverse();
  }
};

/// V + W∗ρ, one a cell.
Eigen::ArrayXd outer_potential(const GridEnergy& energy, const Eigen::ArrayXd& rho) {
  Eigen::ArrayXd out = Eigen::ArrayXd::Zero(rho.size());
  if (energy.interaction) energy.interaction->convolve(rho, out);
  if (energy.potential.size() > 0) out += energy.potential;
  return out;
}

}  // namespace

class CrowdFluxStep::Solver {
 public:
  Solver(const Grid& grid, GridEnergy energy, const CrowdFluxPlan& plan)
      : grid_(grid), energy_(std::move(energy)), plan_(plan), faces_(faces_of(grid)) {
    require(energy_.internal != nullptr && std::isfinite(energy_.internal->ceiling()),
            "ceiling of the density", energy_.internal ? energy_.internal->ceiling() : 0,
            "must be there: a crowd's");
    ceiling_ = energy_.internal->ceiling();
    const double room = ceiling_ * grid.cell_volume() * static_cast<double>(grid.cells());
    require(room > 1, "mass at the ceiling of the density on all of the grid", room, "must be above 1");
    require(energy_.potential.size() == 0 ||
                (energy_.potential.size() == grid.cells() && energy_.potential.allFinite()),
            "values of the potential", static_cast<double>(energy_.potential.size()),
            "must be one finite number a cell, or none");
    require(!energy_.interaction || energy_.interaction->cells() == grid.cells(), "cells of the interaction",
            energy_.interaction ? static_cast<double>(energy_.interaction->cells()) : 0,
            "must be the grid's");
    require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
    require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  }

  GridStepReport step(double tau, Eigen::ArrayXd& rho) {
    require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
    before_ = transport::checked_density(grid_, rho, "rho");
    require(before_.maxCoeff() <= ceiling_ * (1 + 1e-9), "greatest density", before_.maxCoeff(),
            "must be at most the ceiling " + number_text(ceiling_, 6));
    before_ = before_.min(ceiling_);
    outer_ = outer_potential(energy_, before_);
    // p = 1/τ of a cell's own width squared, for y one ceiling above
    pressure_scale_ = 1 / (tau * ceiling_ * faces_.front().rate);
    y_ = before_;
    GridStepReport report;
    double now = residual(tau);
    while (report.iterations < plan_.iterations && now > plan_.tolerance) {
      ++report.iterations;
      if (!advance(tau, now)) {
        report.status = Status::stalled;
        break;
      }
    }
    if (now <= plan_.tolerance) report.status = Status::converged;
    report.residual = now;
    double action = 0;
    for (const Face& f : faces_) {
      const double rise = xi_(f.a) - xi_(f.b);
      action += (rise > 0 ? rho_(f.a) : rho_(f.b)) * rise * rise * f.rate;
    }
    report.increment_squared = tau * tau * action * grid_.cell_volume();
    sharpen(tau);
    rho = rho_;
    report.energy = energy(rho);
    return report;
  }

  double energy(const Eigen::ArrayXd& rho) const {
    double total = energy_.potential.size() > 0 ? dot(energy_.potential.data(), rho.data(), rho.size()) : 0;
    if (energy_.interaction) {
      Eigen::ArrayXd around;
      energy_.interaction->convolve(rho, around);
      total += 0.5 * dot(around.data(), rho.data(), rho.size());
    }
    return total * grid_.cell_volume();
  }

 private:
  /// ρ, ξ and the imbalance of the cells' masses for y; Σ|imbalance|.
  double residual(double tau) {
    rho_ = y_.min(ceiling_);
    xi_ = outer_ + pressure_scale_ * (y_ - ceiling_).max(0.0);
    off_ = rho_ - before_;
    for (const Face& f : faces_) {
      const double rise = xi_(f.a) - xi_(f.b);
      const double flow = tau * f.rate * rise * (rise > 0 ? rho_(f.a) : rho_(f.b));
      off_(f.a) += flow;
      off_(f.b) -= flow;
    }
    const Eigen::ArrayXd size = off_.abs() * grid_.cell_volume();
    return sum(size.data(), size.size());
  }

  /// A step of Newton's method, as long as lowers the residual; whether it did.
  bool advance(double tau, double& now) {
    const Eigen::VectorXd direction = newton(tau);
    const Eigen::ArrayXd from = y_;
    for (double length = 1; length > 1e-3; length /= 2) {
      y_ = (from + length * direction.array())
               .max(0.0);  // the solution is at least 0; the residual sees what is cut
      const double next = residual(tau);
      if (next < now) {
        now = next;
        return true;
      }
    }
    y_ = from;
    now = residual(tau);
    return false;
  }

  /// ρ ← ρ plus what flows if the density at a face is ½(1 + ν) of the way to the cell ahead, ν the cells
  /// that mass moves in τ (at most all of the way: flows keep their direction, and energies fall): cut down
  /// where a density would leave the range of itself and its neighbours, now and before (Zalesak 1979).
  void sharpen(double tau) {
    Eigen::ArrayXd most = rho_.max(before_), least = rho_.min(before_);
    const Eigen::ArrayXd own_most = most, own_least = least;
    Eigen::ArrayXd gains = Eigen::ArrayXd::Zero(rho_.size()), losses = gains;
    std::vector<double> flows(faces_.size());  // from a to b
    for (std::size_t k = 0; k < faces_.size(); ++k) {
      const Face& f = faces_[k];
      const double rise = xi_(f.a) - xi_(f.b), courant = tau * f.rate * std::abs(rise);
      const double ahead = rise > 0 ? rho_(f.b) - rho_(f.a) : rho_(f.a) - rho_(f.b);
      flows[k] = tau * f.rate * rise * std::min(0.5 * (1 + courant), 1.0) * ahead;
      if (std::abs(flows[k]) < least_flow) flows[k] = 0;
      (flows[k] > 0 ? gains(f.b) : gains(f.a)) += std::abs(flows[k]);
      (flows[k] > 0 ? losses(f.a) : losses(f.b)) += std::abs(flows[k]);
      most(f.a) = std::max(most(f.a), own_most(f.b)), most(f.b) = std::max(most(f.b), own_most(f.a));
      least(f.a) = std::min(least(f.a), own_least(f.b)), least(f.b) = std::min(least(f.b), own_least(f.a));
    }
    const auto share = [](double room, double wanted) {
      room *= 1 - 1e-14;  // rounding of up to six differences
      return wanted > room ? room / wanted : 1;
    };
    const Eigen::ArrayXd low_order = rho_;
    for (std::size_t k = 0; k < faces_.size(); ++k) {
      const Index from = flows[k] > 0 ? faces_[k].a : faces_[k].b,
                  to = flows[k] > 0 ? faces_[k].b : faces_[k].a;
      const double moved = std::abs(flows[k]) * std::min(share(most(to) - low_order(to), gains(to)),
                                                         share(low_order(from) - least(from), losses(from)));
      rho_(from) -= moved;
      rho_(to) += moved;
    }
  }

  Eigen::VectorXd newton(double tau) {
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(static_cast<std::size_t>(grid_.cells()) + 4 * faces_.size());
    const auto add = [&](Index row, Index column, double value) {
      entries.emplace_back(static_cast<int>(row), static_cast<int>(column), value);
    };
    const auto free = [&](Index i) { return y_(i) < ceiling_; };
    for (Index i = 0; i < grid_.cells(); ++i) add(i, i, free(i) ? 1 : 0);
    for (const Face& f : faces_) {
      const double rise = xi_(f.a) - xi_(f.b), factor = tau * f.rate;
      const double by_xi = factor * (rise > 0 ? rho_(f.a) : rho_(f.b)) * pressure_scale_;
      const double by_a = free(f.a) ? factor * std::max(rise, 0.0) : by_xi;
      const double by_b = free(f.b) ? factor * std::min(rise, 0.0) : -by_xi;
      add(f.a, f.a, by_a);
      add(f.b, f.a, -by_a);
      add(f.a, f.b, by_b);
      add(f.b, f.b, -by_b);
    }
    Sparse matrix(grid_.cells(), grid_.cells());
    matrix.setFromTriplets(entries.begin(), entries.end());
    if (!analysed_) factors_.analyzePattern(matrix);
    analysed_ = true;
    factors_.factorize(matrix);
    if (factors_.info() != Eigen::Success)
      throw NumericalFailure("step of a crowd with tau = " + number_text(tau, 6) +
                             ": the matrix of Newton's method cannot be factored; take a shorter step");
    return factors_.solve(-off_.matrix());
  }

  Grid grid_;
  GridEnergy energy_;
  CrowdFluxPlan plan_;
  std::vector<Face> faces_;
  Eigen::SparseLU<Sparse, MinimumDegree> factors_;
  bool analysed_ = false;
  double ceiling_ = 0, pressure_scale_ = 1;
  Eigen::ArrayXd before_, outer_, y_, rho_, xi_, off_;
};

CrowdFluxStep::CrowdFluxStep(const Grid& grid, GridEnergy energy, const CrowdFluxPlan& plan)
    : solver_(std::make_unique<Solver>(grid, std::move(energy), plan)) {}
CrowdFluxStep::~CrowdFluxStep() = default;
CrowdFluxStep::CrowdFluxStep(CrowdFluxStep&&) noexcept = default;
CrowdFluxStep& CrowdFluxStep::operator=(CrowdFluxStep&&) noexcept = default;

GridStepReport CrowdFluxStep::step(double tau, Eigen::ArrayXd& rho) { return solver_->step(tau, rho); }
double CrowdFluxStep::energy(const Eigen::ArrayXd& rho) const { return solver_->energy(rho); }

double cells_moved(const Grid& grid, const GridEnergy& energy, const Eigen::ArrayXd& rho, double tau) {
  const Eigen::ArrayXd outer = outer_potential(energy, rho);
  double most = 0;
  for (const Face& f : faces_of(grid))
    if (rho(f.a) > 0 || rho(f.b) > 0) most = std::max(most, std::abs(outer(f.a) - outer(f.b)) * f.rate);
  return tau * most;
}

}  // namespace kolmo::jko

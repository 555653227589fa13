#include "kolmo/jko/monge_ampere_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "jko/map_operator.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/cubic_b_spline.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

constexpr int most_newton = 40, most_halvings = 12, most_linear = 60;
constexpr double linear_reduction = 1e-2;
constexpr double converged = 1e-9;  ///< root mean square of G over the cells
/// Where no shorter step of Newton's helps: rounding of V/T and of second differences is below that.
constexpr double good_enough = 1e-7;

double root_mean_square(const Eigen::ArrayXd& a) {
  return std::sqrt(dot(a.data(), a.data(), a.size()) / static_cast<double>(a.size()));
}

}  // namespace

class MongeAmpereStep::Solver {
 public:
  Solver(const Grid& grid, const process::GradientStructure& structure)
      : grid_(grid),
        structure_(structure),
        centres_(grid.centres()),
        v_(grid.cells()),
        places_(grid.cells(), 2),
        slope_(grid.cells(), 2),
        at_places_(grid.cells()),
        mass_(grid.cells()),
        plane_(grid),
        newton_(grid) {
    require(structure.temperature > 0 && std::isfinite(structure.temperature), "temperature",
            structure.temperature, "must be finite and > 0");
    structure.potential->value(centres_, v_);
    v_ /= structure.temperature;
    require(v_.allFinite(), "potential", std::numeric_limits<double>::quiet_NaN(), "must be finite");
  }

  MongeAmpereReport step(double tau, Eigen::ArrayXd& log_mass) {
    require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
    require(log_mass.size() == grid_.cells() && log_mass.allFinite(), "logarithms of masses",
            static_cast<double>(log_mass.size()), "must be finite, one a cell");
    d_ = tau * structure_.temperature;
    const Eigen::ArrayXd before = log_mass + v_;
    spline_ = spline_coefficients(before, {grid_.axis(0).cells, grid_.axis(1).cells});
    MongeAmpereReport report;
    Eigen::ArrayXd g = start(before);
    minimise(tau, g, report);
    log_mass = g - v_;
    finish(log_mass, report);
    return report;
  }

 private:
  /// g^k, or as much less of it (a constant leaves everything in place) as makes S monotone; residual_ is G.
  Eigen::ArrayXd start(const Eigen::ArrayXd& before) {
    Eigen::ArrayXd g = before;
    for (double share = 1; share > 1e-3; share /= 2) {
      g = share * before;
      if (evaluate(g, residual_)) return g;
    }
    g.setZero();
    if (!evaluate(g, residual_)) fail("V is not finite everywhere");
    return g;
  }

  void minimise(double tau, Eigen::ArrayXd& g, MongeAmpereReport& report) {
    Eigen::ArrayXd direction(g.size()), next(g.size()), next_residual(g.size());
    double size = root_mean_square(residual_);
    while (size > converged && report.iterations < most_newton) {
      ++report.iterations;
      linearise();
      newton_.solve(d_, residual_, linear_reduction, most_linear, direction);
      double length = 1;
      int halvings = 0;
      for (; halvings < most_halvings; ++halvings, length /= 2) {
        next = g - length * direction;
        if (!evaluate(next, next_residual)) continue;
        const double next_size = root_mean_square(next_residual);
        if (next_size < (1 - 0.1 * length) * size) {
          size = next_size;
          break;
        }
      }
      if (halvings == most_halvings) break;
      g.swap(next);
      residual_.swap(next_residual);
    }
    if (!(size <= good_enough))
      fail("after " + number_text(report.iterations) + " iterations the equation is " + number_text(size, 3) +
           " off with tau = " + number_text(tau, 6));
    evaluate(g, residual_);
  }

  [[noreturn]] static void fail(const std::string& what) {
    throw NumericalFailure("JKO step in the plane: " + what +
                           "; take shorter steps, more cells, or a domain that fits the law");
  }

  /// G(g), with S and the second derivatives that `linearise` needs; whether S is monotone and all is finite.
  bool evaluate(const Eigen::ArrayXd& g, Eigen::ArrayXd& out) {
    out.resize(g.size());
    plane_.set(g);
    const Index columns = grid_.axis(0).cells, rows = grid_.axis(1).cells;
    for (Index j = 0, k = 0; j < rows; ++j) {
      for (Index i = 0; i < columns; ++i, ++k) {
        const PlaneDerivatives d = plane_.at(i, j);
        places_(k, 0) = centres_(k, 0) + d_ * d.x;
        places_(k, 1) = centres_(k, 1) + d_ * d.y;
        const double a = 1 + d_ * d.xx, b = d_ * d.xy, c = 1 + d_ * d.yy, determinant = a * c - b * b;
        if (!(determinant > 0 && a > 0)) return false;
        newton_.a_xx(k) = c / determinant;
        newton_.a_xy(k) = -b / determinant;
        newton_.a_yy(k) = a / determinant;
        out(k) = determinant;
      }
    }
    kolmo::log(out.data(), out.data(), out.size());
    structure_.potential->value(places_, at_places_);
    for (Index k = 0; k < g.size(); ++k)
      out(k) = g(k) - spline_at(k).value + (at_places_(k) / structure_.temperature - v_(k)) - out(k);
    return out.allFinite();
  }

  SplineValue<2> spline_at(Index k) const {
    const Axis &x = grid_.axis(0), &y = grid_.axis(1);
    const SplinePlace places[] = {
        SplinePlace((places_(k, 0) - x.centre(0)) / x.width(), x.cells, 1 / x.width()),
        SplinePlace((places_(k, 1) - y.centre(0)) / y.width(), y.cells, 1 / y.width())};
    const Index strides[] = {1, x.cells + 2};
    return spline_value<2>(spline_.data(), places, strides);
  }

  /// c = ∇V(S)/T − ∇g^k(S), of the last evaluation.
  void linearise() {
    structure_.potential->gradient(places_, slope_);
    for (Index k = 0; k < v_.size(); ++k) {
      const SplineValue<2> spline = spline_at(k);
      newton_.c_x(k) = slope_(k, 0) / structure_.temperature - spline.gradient[0];
      newton_.c_y(k) = slope_(k, 1) / structure_.temperature - spline.gradient[1];
    }
  }

  /// Normalises; mass, movement, energy.
  void finish(Eigen::ArrayXd& log_mass, MongeAmpereReport& report) {
    const Index n = log_mass.size();
    kolmo::exp(log_mass.data(), mass_.data(), n);
    const double total = sum(mass_.data(), n);
    report.mass_defect = total - 1;
    log_mass -= std::log(total);
    mass_ /= total;
    const Eigen::ArrayXd moved =
        (places_.col(0) - centres_.col(0)).square() + (places_.col(1) - centres_.col(1)).square();
    report.increment_squared = dot(mass_.data(), moved.data(), n);
    const Eigen::ArrayXd square = residual_.square();
    report.residual = std::sqrt(dot(mass_.data(), square.data(), n));
    const Eigen::ArrayXd free = log_mass + v_ - std::log(grid_.cell_volume());
    report.energy = structure_.temperature * dot(mass_.data(), free.data(), n);
  }

  Grid grid_;
  process::GradientStructure structure_;
  Points centres_;
  Eigen::ArrayXd v_;  ///< V/T at the centres
  double d_ = 0;
  Eigen::ArrayXd spline_;  ///< of g^k
  Points places_, slope_;  ///< S of the centres, ∇V there
  Eigen::ArrayXd at_places_, mass_, residual_;
  PaddedPlane plane_;
  MapOperator newton_;
};

const Claim& MongeAmpereStep::claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "monge_ampere";
    c.source =
        "Jordan, Kinderlehrer and Otto (1998), equation (14), through the equation of Monge and Ampère";
    c.orders.set(Sense::time, 1);
    c.orders.set(Sense::space, 2);
    c.needs = "two dimensions; a smooth positive density without walls";
    return c;
  }();
  return claim;
}

MongeAmpereStep::MongeAmpereStep(const Grid& grid, const process::GradientStructure& structure) {
  require(grid.dimension() == 2, "axes of the grid", static_cast<double>(grid.dimension()), "must be 2");
  for (Index k = 0; k < 2; ++k)
    require(grid.axis(k).cells >= 8, "cells of an axis", static_cast<double>(grid.axis(k).cells),
            "must be at least 8");
  if (!structure.potential) throw InvalidArgument("structure: has no potential");
  require(structure.potential->dimension() == 2, "dimension of the potential",
          static_cast<double>(structure.potential->dimension()), "must be 2");
  solver_ = std::make_unique<Solver>(grid, structure);
}
MongeAmpereStep::~MongeAmpereStep() = default;
MongeAmpereStep::MongeAmpereStep(MongeAmpereStep&&) noexcept = default;
MongeAmpereStep& MongeAmpereStep::operator=(MongeAmpereStep&&) noexcept = default;

MongeAmpereReport MongeAmpereStep::step(double tau, Eigen::ArrayXd& log_mass) {
  return solver_->step(tau, log_mass);
}

}  // namespace kolmo::jko

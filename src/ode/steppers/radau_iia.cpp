// Radau IIA of three stages: order 5, stiffly accurate, L-stable.

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "linearisation.hpp"
#include "list.hpp"
#include "stepper_claim.hpp"

namespace kolmo::ode {
namespace {

// Hairer and Wanner (1996), section IV.8: Z_i = h Σ_j A_ij f(t + c_j h, x + Z_j), x_new = x + Z_3.
const double root6 = std::sqrt(6.0);
const std::array<double, 3> c{(4 - root6) / 10, (4 + root6) / 10, 1};
const std::array<std::array<double, 3>, 3> a{
    {{(88 - 7 * root6) / 360, (296 - 169 * root6) / 1800, (-2 + 3 * root6) / 225},
     {(296 + 169 * root6) / 1800, (88 + 7 * root6) / 360, (-2 - 3 * root6) / 225},
     {(16 - root6) / 36, (16 + root6) / 36, 1.0 / 9}}};
// The estimate (their eq. 8.19): (γ₀⁻¹ I/h − J) e = f(t, x) + Σ d_i Z_i/h, of order 3.
const double inverse_gamma0 = 30 / (6 + std::cbrt(81.0) - std::cbrt(9.0));
const std::array<double, 3> d{-(13 + 7 * root6) / 3, -(13 - 7 * root6) / 3, -1.0 / 3};

constexpr int most_iterations = 40;

class RadauIia5 final : public OdeStepper {
 public:
  explicit RadauIia5(Claim claim) : claim_(std::move(claim)) {}
  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return 3; }
  void set_structure(const Structure& structure) override { linearisation_.set_structure(structure); }
  std::string failure() const override { return failure_; }

  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override {
    failure_.clear();
    linearisation_.evaluate(system, t, h, x, slope);
    if (solve_stages(system, t, h, x, slope)) {
      x_new = x + z_[2];
      system(t + h, x_new, slope_new);
      if (error == nullptr || estimate(h, x, slope, *error)) return;
    }
    x_new.setConstant(std::numeric_limits<double>::quiet_NaN());
    if (error != nullptr) error->setConstant(std::numeric_limits<double>::quiet_NaN());
  }

 private:
  /// Newton's iteration with J of the step's start, until rounding stops it.
  bool solve_stages(const System& system, double t, double h, const State& x, const State& slope) {
    if (!factorise(h, x.size() / linearisation_.rows())) return false;
    for (std::size_t i = 0; i < 3; ++i) {
      z_[i].setZero(x.size());
      f_[i].resize(x.size());
    }
    const double scale = std::max(x.lpNorm<Eigen::Infinity>(), std::abs(h) * slope.lpNorm<Eigen::Infinity>());
    double before = std::numeric_limits<double>::infinity();
    for (int iteration = 0; iteration < most_iterations; ++iteration) {
      for (std::size_t i = 0; i < 3; ++i) {
        place_ = x + z_[i];
        system(t + c[i] * h, place_, f_[i]);
      }
      const double change = correct(h);
      const double size = std::max(scale, z_[2].lpNorm<Eigen::Infinity>());
      if (change <= 2 * std::numeric_limits<double>::epsilon() * size) return true;
      // Corrections that no longer halve are rounding where they are small, divergence where they are not.
      if (!(change < 0.5 * before) && iteration > 1) {
        if (change <= 1e-11 * size) return true;
        if (!(change < before)) break;
      }
      before = change;
    }
    failure_ = "Newton's iteration for the stages does not converge";
    return false;
  }

  bool factorise(double h, Index m) {
    const Points& jacobian = linearisation_.jacobian();
    const bool regular =
        factors_.factorise(linearisation_.rows(), 3 * m, [&](Index row, Eigen::MatrixXd& matrix) {
          for (Index p = 0; p < 3; ++p) {
            for (Index q = 0; q < 3; ++q) {
              const double weight = h * a[static_cast<std::size_t>(p)][static_cast<std::size_t>(q)];
              for (Index k = 0; k < m; ++k) {
                for (Index j = 0; j < m; ++j)
                  matrix(p * m + j, q * m + k) =
                      (p == q && j == k ? 1.0 : 0.0) - weight * jacobian(row, k * m + j);
              }
            }
          }
        });
    if (!regular) failure_ = "the matrix I - h A J of the stages is singular or not finite";
    return regular;
  }

  /// One correction; the largest change.
  double correct(double h) {
    const Index rows = linearisation_.rows(), m = z_[0].size() / rows;
    double largest = 0;
    right_side_.resize(3 * m);
    for (Index row = 0; row < rows; ++row) {
      for (std::size_t p = 0; p < 3; ++p) {
        for (Index j = 0; j < m; ++j) {
          const Index at = row + j * rows;
          right_side_[static_cast<Index>(p) * m + j] =
              h * (a[p][0] * f_[0][at] + a[p][1] * f_[1][at] + a[p][2] * f_[2][at]) - z_[p][at];
        }
      }
      factors_.solve(row, right_side_);
      for (std::size_t p = 0; p < 3; ++p) {
        for (Index j = 0; j < m; ++j) {
          const double change = right_side_[static_cast<Index>(p) * m + j];
          z_[p][row + j * rows] += change;
          // A maximum that NaN does not leave.
          if (!(std::abs(change) <= largest) && !std::isnan(largest)) largest = std::abs(change);
        }
      }
    }
    return largest;
  }

  bool estimate(double h, const State& x, const State& slope, State& error) {
    const Index rows = linearisation_.rows(), m = x.size() / rows;
    const bool regular = small_.factorise(rows, m, [&](Index row, Eigen::MatrixXd& matrix) {
      for (Index k = 0; k < m; ++k) {
        for (Index j = 0; j < m; ++j) matrix(j, k) = -linearisation_.jacobian()(row, k * m + j);
        matrix(k, k) += inverse_gamma0 / h;
      }
    });
    if (!regular) {
      failure_ = "the matrix of the error estimate is singular or not finite";
      return false;
    }
    right_side_.resize(m);
    for (Index row = 0; row < rows; ++row) {
      for (Index j = 0; j < m; ++j) {
        const Index at = row + j * rows;
        right_side_[j] = slope[at] + (d[0] * z_[0][at] + d[1] * z_[1][at] + d[2] * z_[2][at]) / h;
      }
      small_.solve(row, right_side_);
      for (Index j = 0; j < m; ++j) error[row + j * rows] = right_side_[j];
    }
    return true;
  }

  Claim claim_;
  Linearisation linearisation_;
  Factors factors_, small_;
  std::array<State, 3> z_, f_;
  State place_;
  Eigen::VectorXd right_side_;
  std::string failure_;
};

}  // namespace

StepperEntry radau_iia_5() {
  const Claim claim = stepper_claim(
      "radau_iia_5", "Ehle (1969); Hairer and Wanner (1996), section IV.8 and table 5.6", 5, 0,
      "derivatives of the velocity, taken by differences: 2d evaluations a step beside three an "
      "iteration; not stiff for the full order (3 in the stiff limit)");
  return {claim, [claim] { return std::make_unique<RadauIia5>(claim); }};
}

}  // namespace kolmo::ode

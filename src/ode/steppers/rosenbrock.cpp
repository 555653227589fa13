// The Rosenbrock method RODAS of order 4(3): stiffly accurate, one matrix and six stages a step.

#include <array>
#include <limits>
#include <utility>

#include "kolmo/ode/rosenbrock.hpp"
#include "linearisation.hpp"
#include "list.hpp"
#include "stepper_claim.hpp"

namespace kolmo::ode {
namespace {

class Rosenbrock4 final : public OdeStepper {
 public:
  Rosenbrock4(Claim claim, const RosenbrockTable& table) : claim_(std::move(claim)), table_(table) {}
  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return 3; }
  void set_structure(const Structure& structure) override { linearisation_.set_structure(structure); }
  std::string failure() const override {
    return singular_ ? "the matrix I/(0.25 h) - J is singular or not finite" : "";
  }

  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override {
    linearisation_.evaluate(system, t, h, x, slope);
    linearisation_.time_derivative(system, t, h, x, slope, in_time_);
    const Index rows = linearisation_.rows(), m = x.size() / rows;
    singular_ = !factors_.factorise(rows, m, [&](Index i, Eigen::MatrixXd& matrix) {
      for (Index k = 0; k < m; ++k) {
        for (Index j = 0; j < m; ++j) matrix(j, k) = -linearisation_.jacobian()(i, k * m + j);
        matrix(k, k) += 1 / (table_.gamma * h);
      }
    });
    if (singular_) {
      x_new.setConstant(std::numeric_limits<double>::quiet_NaN());
      if (error != nullptr) error->setConstant(std::numeric_limits<double>::quiet_NaN());
      return;
    }
    for (std::size_t i = 0; i < k_.size(); ++i) stage(i, system, t, h, x, slope, x_new);
    x_new += k_[5];
    system(t + h, x_new, slope_new);
    if (error != nullptr) *error = k_[5];
  }

 private:
  void stage(std::size_t i, const System& system, double t, double h, const State& x, const State& slope,
             State& place) {
    State& k = k_[i];
    place = x;
    for (std::size_t j = 0; j < i; ++j) place += table_.a[i][j] * k_[j];
    if (i == 0) {
      k = slope;
    } else {
      k.resize(x.size());
      system(t + table_.alpha[i] * h, place, k);
    }
    for (std::size_t j = 0; j < i; ++j) k += table_.c[i][j] / h * k_[j];
    if (table_.gamma_time[i] != 0) k += table_.gamma_time[i] * h * in_time_;
    const Index rows = linearisation_.rows(), m = x.size() / rows;
    right_side_.resize(m);
    for (Index row = 0; row < rows; ++row) {
      for (Index j = 0; j < m; ++j) right_side_[j] = k[row + j * rows];
      factors_.solve(row, right_side_);
      for (Index j = 0; j < m; ++j) k[row + j * rows] = right_side_[j];
    }
  }

  Claim claim_;
  RosenbrockTable table_;
  Linearisation linearisation_;
  Factors factors_;
  std::array<State, 6> k_;
  State in_time_;
  Eigen::VectorXd right_side_;
  bool singular_ = false;
};

}  // namespace

RosenbrockTable rodas() {
  return {.gamma = 0.25,
          .alpha = {0, 0.386, 0.21, 0.63, 1, 1},
          .gamma_time = {0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0},
          .a = {{{},
                 {1.544},
                 {0.9466785280815826, 0.2557011698983284},
                 {3.314825187068521, 2.896124015972201, 0.9986419139977817},
                 {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950},
                 {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1}}},
          .c = {{{},
                 {-5.6688},
                 {-2.430093356833875, -0.2063599157091915},
                 {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
                 {7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
                 {8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136,
                  -6.058818238834054}}}};
}

std::unique_ptr<OdeStepper> make_rosenbrock(const Claim& claim, const RosenbrockTable& table) {
  return std::make_unique<Rosenbrock4>(claim, table);
}

StepperEntry rosenbrock_4() {
  const Claim claim = stepper_claim(
      "rosenbrock_4", "Hairer and Wanner (1996), section IV.7 and table 7.2: RODAS", 4, 0,
      "derivatives of the velocity, taken by differences: 2d + 2 evaluations beside its 6; not stiff for the "
      "full order");
  return {claim, [claim] { return make_rosenbrock(claim, rodas()); }};
}

}  // namespace kolmo::ode

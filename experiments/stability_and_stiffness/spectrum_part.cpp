// Eigenvalues of the probability flow's Jacobian towards the data, where they part.

#include <Eigen/Eigenvalues>
#include <cmath>
#include <memory>

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "stability_and_stiffness/parts.hpp"

namespace kolmo::stability_and_stiffness {
namespace {

/// Deviations 1 and 0.03 along two axes, turned by 30 degrees: data near a line.
constexpr double wide = 1, narrow = 0.03;

struct FlatGaussian {
  std::shared_ptr<const process::VariancePreserving> process =
      std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 2);
  std::unique_ptr<process::ProbabilityFlow> velocity;

  FlatGaussian() {
    const double c = std::sqrt(0.75), s = 0.5;
    Eigen::Matrix2d turn, squares;
    turn << c, -s, s, c;
    squares << wide * wide, 0, 0, narrow * narrow;
    const auto law = density::gaussian(Eigen::Vector2d::Zero(), turn * squares * turn.transpose());
    velocity = std::make_unique<process::ProbabilityFlow>(
        process, std::make_shared<process::MarginalScore>(process, law));
  }

  /// Ascending, by central differences at x, of a linear velocity.
  Eigen::Vector2d eigenvalues(double t) const {
    const double width = 1e-3;
    Points x(4, 2), v(4, 2);
    x << 0.3 + width, 0.2, 0.3 - width, 0.2, 0.3, 0.2 + width, 0.3, 0.2 - width;
    velocity->velocity(t, x, v);
    Eigen::Matrix2d jacobian;
    jacobian.col(0) = (v.row(0) - v.row(1)).matrix().transpose() / (2 * width);
    jacobian.col(1) = (v.row(2) - v.row(3)).matrix().transpose() / (2 * width);
    return Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(0.5 * (jacobian + jacobian.transpose()))
        .eigenvalues();
  }

  /// ½ β (1/V − 1), V = α² s² + σ².
  double exact(double t, double deviation) const {
    const auto kernel = exact_kernel(*process, 0, t);
    const double v = kernel->scale * kernel->scale * deviation * deviation + kernel->variance;
    return 0.5 * process->schedule().beta(t) * (1 / v - 1);
  }
};

void write(io::Group& part) {
  const FlatGaussian problem;
  const Eigen::ArrayXd time = Eigen::ArrayXd::LinSpaced(61, std::log(1e-4), 0).exp();
  Eigen::ArrayXd large(time.size()), bound(time.size());
  for (Index k = 0; k < time.size(); ++k) {
    large[k] = std::abs(problem.eigenvalues(time[k])[1]);
    bound[k] = 2 / large[k];
  }
  io::Group& group = part.group("along_time");
  group.scale("time", time, {"time", "1"});
  group.variable("largest_eigenvalue", {"time"}, large, {"largest eigenvalue of the Jacobian", "1"});
  group.variable("euler_bound", {"time"}, bound, {"largest stable step of explicit Euler", "1"});
}

}  // namespace

frame::Plan spectrum_plan() {
  frame::Plan plan{
      "The spectrum along the flow",
      "Data near a line (deviations 1 and 0.03) under VP: eigenvalues beta (1/V - 1)/2 of the flow's "
      "Jacobian, positive, as it is run backwards; towards the data the narrow one grows."};
  for (const double t : {1e-3, 1e-2, 0.1, 0.5}) {
    plan.checks.push_back({"largest_at_" + number_text(t), [=] {
                             const FlatGaussian problem;
                             const double expected = problem.exact(t, narrow);
                             // Rounding of differences of 1e-3: 1e-13 of the velocity.
                             return verify::value_check(expected, problem.eigenvalues(t)[1], 1e-9 * expected,
                                                        "beta (1/V - 1)/2", "largest eigenvalue");
                           }});
  }
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::stability_and_stiffness

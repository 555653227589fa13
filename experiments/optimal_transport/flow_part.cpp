// What a probability flow does between two Gaussians is not the transport of least cost, however little
// noise.

#include <Eigen/Dense>
#include <cmath>
#include <memory>

#include "frame/lazy.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

using Matrix = Eigen::Matrix2d;

Matrix symmetric(double a, double b, double c) {
  Matrix m;
  m << a, b, b, c;
  return m;
}

const Matrix start = symmetric(2, 1.35, 1), rates = symmetric(4, 0, 0.25);
constexpr double end_time = 3;

/// −Σ(t)⁻¹x of the law of dX = −rate·rates·X dt + noise dW from N(0, start).
class GaussianScore final : public process::ScoreField {
 public:
  explicit GaussianScore(std::shared_ptr<const process::LinearProcess> process)
      : process_(std::move(process)) {}
  Index dimension() const override { return 2; }
  void score(double t, const ConstBlock& x, Block out) const override {
    const Matrix inverse = covariance(t).inverse();
    out.col(0) = -(inverse(0, 0) * x.col(0) + inverse(0, 1) * x.col(1));
    out.col(1) = -(inverse(1, 0) * x.col(0) + inverse(1, 1) * x.col(1));
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence = -covariance(t).inverse().trace();
  }
  Matrix covariance(double t) const { return process_->law(Eigen::Vector2d::Zero(), start, t).covariance(0); }

 private:
  std::shared_ptr<const process::LinearProcess> process_;
};

/// Where the flow takes N(0, start) until `end`: x → map x, and what that costs beyond W2².
struct Carried {
  Matrix map = Matrix::Zero(), covariance = Matrix::Zero();
  double excess = 0;
  Carried(double rate, double noise, double end) {
    const auto process = std::make_shared<process::LinearProcess>(-rate * rates, Eigen::Vector2d::Zero(),
                                                                  noise * Matrix::Identity());
    const auto score = std::make_shared<GaussianScore>(process);
    Points unit(2, 2);
    unit << 1, 0, 0, 1;
    ode::FlowPlan plan{.times = {0, end}, .relative_tolerance = 1e-10, .absolute_tolerance = 1e-10};
    ode::flow(process::ProbabilityFlow(process, score), plan, unit,
              [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
                if (snapshot == 1) map = x.matrix().transpose();
              });
    covariance = score->covariance(end);
    const Matrix moved = map - Matrix::Identity();
    const Eigen::Vector2d zero = Eigen::Vector2d::Zero();
    excess = (moved * start * moved.transpose()).trace() -
             transport::gaussian_w2_squared(zero, start, zero, covariance);
  }
};

/// Noise ε√2 with the drift as it is, over the same time; and with ε² of the drift, over 1/ε² of it, where
/// the law at the end is the same for every ε.
Carried with_the_clock(double epsilon) { return {1, epsilon * std::sqrt(2.0), end_time}; }
Carried against_the_clock(double epsilon) {
  return {epsilon * epsilon, epsilon * std::sqrt(2.0), end_time / (epsilon * epsilon)};
}

/// With the clock as it is the law at the end becomes that of x′ = −Ax, e^{−A} S e^{−A}, and not what it was:
/// how far it is from that with a thousandth of the noise, over how far with none.
double left_behind(const Matrix& wanted) {
  const Matrix decay =
      Eigen::Vector2d(std::exp(-end_time * rates(0, 0)), std::exp(-end_time * rates(1, 1))).asDiagonal();
  const Eigen::Vector2d zero = Eigen::Vector2d::Zero();
  return transport::gaussian_w2_squared(zero, with_the_clock(1e-3).covariance, zero, wanted) /
         transport::gaussian_w2_squared(zero, decay * start * decay, zero, wanted);
}

/// E|X_1 − X_0|² − W2² of the bridge from N(0, 1) to N(2, 1.2²).
double excess_of_bridge(double epsilon) {
  return 2 * (1.2 - transport::GaussianBridge{0, 1, 2, 1.2, epsilon}.covariance());
}

}  // namespace

frame::Plan flow_plan() {
  frame::Plan plan{
      "The probability flow",
      "What carries N(0, S) along the laws of dX = -A X dt + sqrt(2) dW, A diagonal and S not: with less "
      "noise it tends to no transport of least cost, as Schrodinger's bridge does."};
  const auto whole = frame::lazy([] { return with_the_clock(1); });
  plan.checks = {
      {"carries",
       [=] {
         const Carried& found = whole->get();
         return verify::value_check(
             0, (found.map * start * found.map.transpose() - found.covariance).cwiseAbs().maxCoeff(), 1e-8,
             "the laws of the process", "error of the covariance that the flow carries to");
       }},
      {"excess",
       [=] {
         return verify::value_check(0.017604852090, whole->get().excess, 1e-8, "another program",
                                    "cost of the flow's map beyond W2 squared");
       }},
      // the clock that keeps the end: the same curve of laws, only slower
      {"little_noise_same_ends",
       [=] {
         return verify::value_check(1, against_the_clock(0.25).excess / whole->get().excess, 1e-6,
                                    "noise is a unit of time",
                                    "excess with a quarter of the noise over that with all of it");
       }},
      {"little_noise_same_time",
       [=] {
         return verify::value_check(1, left_behind(whole->get().covariance), 2e-3, "the drift alone",
                                    "W2 squared from the law that was to be reached, over that of no noise");
       }},
      // 2 s_0 s_1 − (4 s_0² s_1² + ε²)^½ + ε = ε − ε²/4.8 + …
      {"bridge_little_noise",
       [] {
         return verify::value_check(1, std::log2(excess_of_bridge(0.2) / excess_of_bridge(0.1)), 0.05,
                                    "epsilon - epsilon^2/(4 s0 s1) + O(epsilon^4)",
                                    "order in epsilon of the bridge's cost beyond W2 squared");
       }},
  };
  return plan;
}

}  // namespace kolmo::optimal_transport

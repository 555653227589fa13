// The divergence from random probes: where nobody knows it, likelihoods are estimates with error bars.

#include <cmath>
#include <string>

#include "kolmo/measure/ode/trace_moments.hpp"
#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

constexpr double width = 1e-5;  ///< of differences, on data of deviation 1/2
constexpr Index many_probes = 400'000;

/// The score as a velocity: ∇·s is what a network does not know.
class ScoreAsVelocity final : public process::VelocityField {
 public:
  explicit ScoreAsVelocity(const density::GaussianMixture& data) : problem_(data) {}
  Index dimension() const override { return problem_.score->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override { problem_.score->score(t, x, out); }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    problem_.score->score_and_divergence(t, x, out, divergence);
  }

 private:
  MixtureUnderVp problem_;
};

const char* name_of(ode::Probe kind) { return kind == ode::Probe::rademacher ? "rademacher" : "gaussian"; }

Points place() {
  Points x(1, 2);
  x << -0.6, 0.3;
  return x;
}

/// Coordinates that know nothing of each other.
density::GaussianMixture product_law() {
  return density::gaussian(Eigen::Vector2d(1, -0.5), Eigen::Matrix2d(Eigen::Vector2d(0.5, 0.2).asDiagonal()));
}

void add_moments(frame::Plan& plan, ode::Probe kind, double known_variance, const RandomStream& stream) {
  const auto found = frame::lazy([=] {
    return measure::trace_moments(ScoreAsVelocity(three_components()), 0.2, place(),
                                  measure::probes(kind, stream.role(name_of(kind)), many_probes, 2), width);
  });
  const std::string name = name_of(kind);
  plan.checks.push_back({"mean_" + name, [=] {
                           const ScoreAsVelocity score(three_components());
                           Points slope(1, 2);
                           Eigen::ArrayXd exact(1);
                           score.velocity_and_divergence(0.2, place(), slope, exact);
                           const measure::TraceMoments moments = found->get();
                           return verify::value_check(exact[0], moments.mean, 5 * moments.standard_error,
                                                      "div s in closed form",
                                                      "mean of 400 000 probes, within 5 standard errors");
                         }});
  plan.checks.push_back({"variance_" + name, [=] {
                           return verify::value_check(
                               known_variance, found->get().variance, 0.03 * known_variance,
                               "another program, to five digits", "variance of the estimate from one probe");
                         }});
}

/// The flow from t = 0 with a probe each, `starts` times from the same place; changes of log p and the exact
/// ones.
ode::FlowReport carry_estimated(const density::GaussianMixture& data, const std::string& stepper,
                                Index starts, bool redrawn, double end, double tolerance,
                                const RandomStream& stream, Eigen::ArrayXd& changes, Eigen::ArrayXd& exact) {
  const MixtureUnderVp problem(data);
  const process::ProbabilityFlow velocity(problem.process, problem.score);
  ode::FlowPlan plan;
  plan.times = {0, end};
  plan.stepper = stepper;
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.log_density = true;
  plan.maximal_steps = 1'000'000;
  plan.trace = ode::TraceEstimate{ode::Probe::rademacher, stream, width, redrawn};
  const Points start = place().replicate(starts, 1);
  changes.resize(start.rows());
  exact.resize(start.rows());
  return ode::flow(velocity, plan, start,
                   [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
                     if (snapshot == 0) return;
                     Eigen::ArrayXd before(x.rows()), after(x.rows());
                     problem.score->log_density(0, start.middleRows(first, x.rows()), before);
                     problem.score->log_density(end, x, after);
                     changes.segment(first, x.rows()) = *change;
                     exact.segment(first, x.rows()) = after - before;
                   });
}

verify::Check likelihood_of_mixture(const std::string& stepper, const RandomStream& stream) {
  Eigen::ArrayXd changes, exact;
  carry_estimated(three_components(), stepper, 256, false, 1, 1e-8, stream, changes, exact);
  const auto n = static_cast<double>(changes.size());
  const double mean = changes.mean();
  const double error = std::sqrt((changes - mean).square().sum() / (n * (n - 1)));
  return verify::value_check(exact.mean(), mean, 5 * error, "log p_1 - log p_0 of the mixture in closed form",
                             "change of log p from 256 probes, within 5 standard errors");
}

verify::Check likelihood_of_product(const std::string& stepper, const RandomStream& stream) {
  Eigen::ArrayXd changes, exact;
  carry_estimated(product_law(), stepper, 256, false, 1, 1e-10, stream, changes, exact);
  // Differences of width 1e-5 are exact for a linear velocity but for rounding, 1e-16/1e-5 each; |div v|
  // <= 30.
  return verify::value_check(0, (changes - exact).abs().maxCoeff(), 1e-8,
                             "zero variance: 2 sum of A_ij^2, i != j",
                             "largest error of log p from one Rademacher probe, coordinates independent");
}

}  // namespace

frame::Plan trace_plan(const std::string& stepper, std::uint64_t seed) {
  frame::Plan plan{"The divergence from random probes",
                   "Hutchinson's estimate of div v, three components in the plane under VP: at t = 0.2 and "
                   "(-0.6, 0.3), and "
                   "along the flow from there, one probe a trajectory."};
  const RandomStream stream = RandomStream(seed).role("trace");
  add_moments(plan, ode::Probe::rademacher, 0.012397, stream);
  add_moments(plan, ode::Probe::gaussian, 16.562, stream);
  plan.checks.push_back({"likelihood_mixture", [=] { return likelihood_of_mixture(stepper, stream); }});
  plan.checks.push_back({"likelihood_product", [=] { return likelihood_of_product(stepper, stream); }});
  // The noise of a redrawn probe is not smooth in time: no step makes the estimate of the error small.
  plan.checks.push_back(
      {"redrawn_probe", [=] {
         Eigen::ArrayXd changes, exact;
         const auto steps = [&](bool redrawn) {
           const ode::FlowReport report =
               carry_estimated(three_components(), stepper, 16, redrawn, 0.03, 1e-4, stream, changes, exact);
           return static_cast<double>(report.steps_accepted + report.steps_rejected);
         };
         return verify::value_check(0, steps(false) / steps(true), 0.1, "a fixed probe is smooth in time",
                                    "steps with a fixed probe as a share of those with a redrawn one, "
                                    "tolerance 1e-4, t = 0 to 0.03");
       }});
  return plan;
}

}  // namespace kolmo::probability_flow

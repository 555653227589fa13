#include "kolmo/measure/ode/gaussian_sampling.hpp"

#include <utility>

#include "kolmo/core/errors.hpp"

namespace kolmo::measure {
namespace {

/// s = −x/(α² v + σ²).
class GaussianScore final : public process::ScoreField {
 public:
  GaussianScore(const ode::LogSnrClock& clock, double variance) : clock_(clock), variance_(variance) {}
  Index dimension() const override { return 1; }
  void score(double t, const ConstBlock& x, Block out) const override {
    out = x / -exact_variance(clock_.at(t), variance_);
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence.setConstant(-1 / exact_variance(clock_.at(t), variance_));
  }

 private:
  const ode::LogSnrClock& clock_;
  double variance_;
};

/// Row 0 of y holds the place, row 1 + j what draw j adds.
void unit_noise(Index, Index, Index draw, double amplitude, Block y) { y(1 + draw, 0) += amplitude; }

/// One step's program on its own; the last evaluation it asks for must be one of its own.
ode::SamplingProgram alone(const ode::SamplingProgram& program, Index n) {
  const auto at = program.grid.nodes.begin() + n;
  ode::SamplingProgram step{
      program.prediction, {program.grid.clock, {at, at + 2}}, {program.steps[static_cast<std::size_t>(n)]}};
  Index evaluated = 0;
  for (const ode::SamplingOperation& operation : step.steps[0]) {
    require(static_cast<Index>(operation.weights.size()) <= evaluated, "evaluations that a step uses",
            static_cast<double>(operation.weights.size()), "must be its own: the sampler keeps earlier ones");
    evaluated += operation.evaluates ? 1 : 0;
  }
  return step;
}

}  // namespace

double exact_variance(const ode::ClockNode& node, double data_variance) {
  return node.alpha * node.alpha * data_variance + node.sigma * node.sigma;
}

double sampled_variance(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid, double data_variance,
                        const ode::SamplerOptions& options) {
  require(grid.clock->process().dimension() == 1, "dimension of the process",
          static_cast<double>(grid.clock->process().dimension()), "must be 1");
  require(grid.clock->centre()[0] == 0, "centre of the process", grid.clock->centre()[0], "must be 0");
  const ode::SamplingProgram program = sampler.program(grid, options);
  const GaussianScore score(*grid.clock, data_variance);
  double variance = exact_variance(grid.nodes.front(), data_variance);
  for (Index n = 0; n < grid.steps(); ++n) {
    const ode::SamplingProgram step = alone(program, n);
    Points response = Points::Zero(1 + step.draws(), 1);
    response(0, 0) = 1;
    ode::run_program(step, score, unit_noise, sampler.claim.name, 0, response);
    double next = response(0, 0) * response(0, 0) * variance;
    for (Index j = 1; j < response.rows(); ++j) next += response(j, 0) * response(j, 0);
    variance = next;
  }
  return variance;
}

}  // namespace kolmo::measure

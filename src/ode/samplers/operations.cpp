#include "operations.hpp"

#include "kolmo/ode/samplers/exponential_weights.hpp"

namespace kolmo::ode {

SamplingOperation evaluation(const ClockNode& node) { return {.evaluates = true, .node = node}; }

SamplingOperation exponential(Prediction prediction, const ClockNode& from, const ClockNode& to, double h,
                              const std::vector<double>& weights) {
  const bool noise = prediction == Prediction::noise;
  SamplingOperation result;
  result.scale = noise ? to.alpha / from.alpha : to.sigma / from.sigma;
  const double factor = noise ? -to.sigma * h : to.alpha * h;
  for (const double weight : weights) result.weights.push_back(factor * weight);
  return result;
}

SamplingOperation ddim_step(Prediction prediction, const ClockNode& from, const ClockNode& to) {
  SamplingOperation result;
  if (to.sigma == 0) {
    const bool noise = prediction == Prediction::noise;
    result.scale = noise ? to.alpha / from.alpha : 0;
    result.weights = {noise ? -to.alpha * from.sigma / from.alpha : to.alpha};
  } else {
    const double h = to.lambda - from.lambda;
    result = exponential(prediction, from, to, h, interpolating_weights(exponent(prediction, h), 1, {0}));
  }
  result.moves = true;
  return result;
}

void append_single_step(const SingleStepTable& table, const LogSnrClock& clock, const ClockNode& from,
                        const ClockNode& to, std::vector<SamplingOperation>& step) {
  const double h = to.lambda - from.lambda;
  std::vector<double> places = {0};  // of the evaluations
  for (std::size_t i = 0; i < table.stages.size(); ++i) {
    const SingleStepStage& stage = table.stages[i];
    const bool last = i + 1 == table.stages.size();
    const ClockNode end = last ? to : clock.at_lambda(from.lambda + stage.end * h);
    std::vector<double> nodes;
    for (const Index k : stage.through) nodes.push_back(places[static_cast<std::size_t>(k)]);
    const std::vector<double> w = interpolating_weights(exponent(table.prediction, h), stage.end, nodes);
    std::vector<double> weights(places.size(), 0.0);  // the newest first
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      weights[places.size() - 1 - static_cast<std::size_t>(stage.through[k])] = w[k];
    }
    SamplingOperation operation = exponential(table.prediction, from, end, h, weights);
    operation.moves = operation.evaluates = false;
    if (last) {
      operation.moves = true;
      operation.forget = static_cast<Index>(places.size()) - 1;
    } else {
      operation.evaluates = true;
      operation.node =
          stage.evaluated_at == stage.end ? end : clock.at_lambda(from.lambda + stage.evaluated_at * h);
      places.push_back(stage.end);
    }
    step.push_back(std::move(operation));
  }
}

}  // namespace kolmo::ode

#include "four_roads/flow/sampler_run.hpp"

#include <algorithm>
#include <utility>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/ode/samplers/coupled_noise.hpp"

namespace kolmo::four_roads {

SamplerNodes sampler_nodes(std::shared_ptr<const ode::LogSnrClock> clock, const std::vector<double>& stops,
                           Index steps, int levels, int level, bool to_data) {
  std::vector<double> lengths = {0};  // |λ| that is passed
  const auto lambda = [&](std::size_t i) { return clock->at(stops[i]).lambda; };
  for (std::size_t i = 1; i < stops.size(); ++i) lengths.push_back(std::abs(lambda(i) - lambda(0)));
  const std::vector<Index> shares = share_steps(lengths, steps, levels, level);
  SamplerNodes nodes{{clock, {clock->at(stops[0])}}, {}};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double from = lambda(i), to = lambda(i + 1);
    for (Index k = 1; k < shares[i]; ++k)
      nodes.grid.nodes.push_back(
          clock->at_lambda(from + (to - from) * (static_cast<double>(k) / static_cast<double>(shares[i]))));
    nodes.grid.nodes.push_back(clock->at(stops[i + 1]));
    nodes.looked_at.push_back(nodes.grid.steps());
  }
  if (to_data) {
    nodes.grid.nodes.push_back(clock->data());
    nodes.looked_at.back() = nodes.grid.steps();
  }
  return nodes;
}

SamplerRuns::SamplerRuns(const RoadContext& context, const RoadSettings& road,
                         const ode::SamplerEntry& sampler, ScorePtr score, const SamplerStart& start,
                         const std::string& name)
    : context_(context),
      road_(road),
      sampler_(sampler),
      start_(start),
      name_(name),
      score_(std::move(score)) {}

std::vector<Points> SamplerRuns::operator()(const SamplerNodes& nodes, const SamplerNodes& finest,
                                            Index ratio) const {
  const ode::ClockNode& end = nodes.grid.nodes[nodes.grid.nodes.size() - (nodes.grid.to_data() ? 2 : 1)];
  return context_.progress.pieces().piece(
      name_ + " by " + sampler_.claim.name + ", " + number_text(nodes.grid.steps()) + " steps from t = " +
          number_text(nodes.grid.nodes[0].t) + " to t = " + number_text(end.t) + " of the clock",
      sampler_.claim.name + ", noise of " + number_text(ratio) + " steps",
      [&] { return run(nodes, finest, ratio); });
}

std::vector<Points> SamplerRuns::run(const SamplerNodes& nodes, const SamplerNodes& finest,
                                     Index ratio) const {
  const Index d = score_->dimension();
  const ode::SamplingProgram program = sampler_.program(nodes.grid, full_order);
  const ode::NoiseSource noise =
      ode::coupled_noise(start_.noise, sampler_.program(finest.grid, full_order), ratio, d);
  std::vector<Points> samples(nodes.looked_at.size(), Points(road_.particles, d));
  for_each_block(road_.particles, [&](Index, Index first, Index rows) {
    Points x(rows, d);
    start_.law.sample(start_.start, first, x);
    ode::run_program(
        program, *score_, noise, sampler_.claim.name, first, x, [&](Index node, const ConstBlock& places) {
          const auto at = std::find(nodes.looked_at.begin(), nodes.looked_at.end(), node);
          if (at != nodes.looked_at.end())
            samples[static_cast<std::size_t>(at - nodes.looked_at.begin())].middleRows(first, rows) = places;
        });
    context_.progress.advance(static_cast<double>(rows));
  });
  return samples;
}

}  // namespace kolmo::four_roads

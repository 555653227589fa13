#include <cmath>

#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"
#include "new_processes/parts.hpp"
#include "new_processes/rest_law.hpp"
#include "new_processes/schema.hpp"

namespace kolmo::new_processes {
namespace {

density::GaussianMixture end_of(const io::Configuration& configuration) {
  const auto weights = configuration.numbers("bridge.weights"), means = configuration.numbers("bridge.means"),
             deviations = configuration.numbers("bridge.deviations");
  if (means.size() != weights.size() || deviations.size() != weights.size())
    throw configuration.error_at("bridge.weights", "must be as many as bridge.means and bridge.deviations");
  const auto array = [](const std::vector<double>& values) {
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size())).eval();
  };
  if (!(std::abs(array(weights).sum() - 1) < 1e-12))
    throw configuration.error_at("bridge.weights", "must add up to 1");
  return density::mixture_1d(array(weights), array(means), array(deviations));
}

StateNoise noise_of(const io::Configuration& configuration) {
  const StateNoise noise{configuration.text("noise.drift"), configuration.text("noise.amplitude"),
                         configuration.number("noise.lower"), configuration.number("noise.upper"),
                         configuration.number("noise.time")};
  if (!(noise.lower < noise.upper)) throw configuration.error_at("noise.upper", "must be above noise.lower");
  for (const auto& [key, text] :
       {std::pair{"noise.drift", noise.drift}, {"noise.amplitude", noise.amplitude}})
    try {
      (void)density::Expression(text, {});
    } catch (const InvalidArgument& error) {
      throw configuration.error_at(key, error.what());
    }
  try {
    for (const double at : {0.0, 0.5, 1.0}) (void)RestLaw(noise, at);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at("noise.amplitude", error.what());
  }
  try {
    require_rest(noise);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at("noise.time", error.what());
  }
  return noise;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sampled sampled{configuration.integer("ensemble.particles"),
                        RandomStream(static_cast<std::uint64_t>(configuration.integer("run.seed"))),
                        [=] { return frame::z_of(parts(configuration)); }};
  const auto number = [&](const char* key) { return configuration.number(key); };
  const RandomGraph random{configuration.integer("graph.vertices"), number("graph.degree"),
                           number("graph.spread")};
  const StateNoise noise = noise_of(configuration);
  const Bridge bridge{number("bridge.start"), number("bridge.point"), number("bridge.noise"),
                      number("bridge.rate"),  number("bridge.time"),  end_of(configuration)};
  return frame::chosen(configuration, "run.parts",
                       {{"graph", [=] { return graph_plan(random, sampled); }},
                        {"noise", [=] { return noise_plan(noise, sampled); }},
                        {"clocks", [=] { return clocks_plan(sampled); }},
                        {"bridges", [=] { return bridges_plan(bridge, sampled); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment({.name = "new_processes",
                            .question = "Do diffusions on graphs, with noise that depends on place or time, "
                                        "with several clocks and with a given end have the laws they are "
                                        "said to have?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            // particles alone
                            .scales = {{"quick", 1.0 / 4, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
                            .parts = parts});
}

}  // namespace kolmo::new_processes

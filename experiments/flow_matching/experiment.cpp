#include <cmath>

#include "flow_matching/parts.hpp"
#include "flow_matching/schema.hpp"
#include "frame/definition.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::flow_matching {

density::GaussianMixture reference_mixture() {
  return density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
}

density::GaussianMixture source_of(const density::GaussianMixture& target) {
  return density::gaussian_1d(target.mean()(0), std::sqrt(target.covariance()(0, 0)));
}

namespace {

density::GaussianMixture target_of(const io::Configuration& configuration) {
  const auto weights = configuration.numbers("target.weights"), means = configuration.numbers("target.means"),
             deviations = configuration.numbers("target.deviations");
  if (means.size() != weights.size() || deviations.size() != weights.size())
    throw configuration.error_at("target.weights", "must be as many as target.means and target.deviations");
  const auto array = [](const std::vector<double>& values) {
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size())).eval();
  };
  if (!(std::abs(array(weights).sum() - 1) < 1e-12))
    throw configuration.error_at("target.weights", "must add up to 1");
  return density::mixture_1d(array(weights), array(means), array(deviations));
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sampled sampled{target_of(configuration), configuration.integer("ensemble.particles"),
                        RandomStream(static_cast<std::uint64_t>(configuration.integer("run.seed"))),
                        [=] { return frame::z_of(parts(configuration)); }};
  return frame::chosen(configuration, "run.parts",
                       {{"mixture", [] { return mixture_plan(); }},
                        {"reflow", [] { return reflow_plan(); }},
                        {"coupling", [=] { return coupling_plan(sampled); }},
                        {"latent", [=] { return latent_plan(sampled); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment({.name = "flow_matching",
                            .question = "Does the exact velocity of flow matching carry one law to another, "
                                        "how straight is its way, and what does a coupling change?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            // particles alone
                            .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
                            .parts = parts});
}

}  // namespace kolmo::flow_matching

#include "probability_flow/experiment.hpp"

#include <utility>

#include "frame/definition.hpp"
#include "frame/problem/given_model.hpp"
#include "probability_flow/parts.hpp"
#include "probability_flow/schema.hpp"

namespace kolmo::probability_flow {

MixtureUnderVp::MixtureUnderVp(density::GaussianMixture data)
    : process(std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, data.dimension())),
      score(std::make_shared<process::MarginalScore>(process, std::move(data))) {}

density::GaussianMixture two_wells() {
  return density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 2), Eigen::Array2d(0.5, 0.5));
}

Carried carry(const MixtureUnderVp& problem, const std::string& stepper, const std::vector<double>& times,
              const Points& start, double tolerance) {
  ode::FlowPlan plan;
  plan.times = times;
  plan.stepper = stepper;
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.log_density = true;
  Carried carried{std::vector<Points>(times.size(), start),
                  std::vector<Eigen::ArrayXd>(times.size(), Eigen::ArrayXd::Zero(start.rows()))};
  const process::ProbabilityFlow velocity(problem.process, problem.score);
  ode::flow(velocity, plan, start,
            [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
              const auto k = static_cast<std::size_t>(snapshot);
              carried.places[k].middleRows(first, x.rows()) = x;
              carried.log_density_changes[k].segment(first, x.rows()) = *change;
            });
  return carried;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const std::string stepper = configuration.text("ode.stepper");
  const auto seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  const Index particles = configuration.integer("push_forward.particles");
  std::vector<frame::Part> all = {
      {"likelihood", [=] { return likelihood_plan(stepper); }},
      {"round_trip", [=] { return round_trip_plan(stepper); }},
      {"map", [=] { return map_plan(stepper); }},
      {"trace", [=] { return trace_plan(stepper, seed); }},
      {"push_forward",
       [=] {
         return push_forward_plan({stepper, particles, RandomStream(seed).role("push_forward")});
       }},
      {"split", [] { return split_plan(); }}};
  if (configuration.has("process.score") || configuration.has("process.model")) {
    const auto z = [=] { return frame::z_of(parts(configuration)); };
    all.push_back({"learned", [=, model = frame::given_model(configuration, "")] {
                     return learned_plan(model->model(), {stepper, RandomStream(seed).role("learned")}, z);
                   }});
  }
  return frame::chosen(configuration, "run.parts", all);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "probability_flow",
       .question = "Does the probability flow carry the law and its logarithm, and is it the optimal map?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       // particles alone
       .scales = {{"quick", 1.0 / 10, 1, 1}, {"standard", 1, 1, 1}, {"full", 4, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::probability_flow

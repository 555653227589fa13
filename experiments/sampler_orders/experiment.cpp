#include "sampler_orders/experiment.hpp"

#include <bit>
#include <cmath>
#include <filesystem>

#include "frame/definition.hpp"
#include "frame/problem/given_model.hpp"
#include "frame/problem/standardised.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/keys.hpp"
#include "sampler_orders/parts.hpp"
#include "sampler_orders/schema.hpp"

namespace kolmo::sampler_orders {
namespace {

Sizes sizes_of(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("orders.coarsest_steps"),
                    configuration.integer("orders.finest_steps")};
  if (sizes.finest < 4 * sizes.coarsest) {
    throw configuration.error_at("orders.finest_steps",
                                 "an order needs 3 numbers of steps: at least 4 times orders.coarsest_steps");
  }
  return sizes;
}

Budgets budgets_of(const io::Configuration& configuration) {
  Budgets budgets{io::keys::entry_of(named_processes(), configuration.text("budgets.process")),
                  {},
                  configuration.number("budgets.t_min"),
                  configuration.integer("budgets.particles"),
                  static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  if (!std::has_single_bit(static_cast<std::uint64_t>(budgets.particles)))
    throw configuration.error_at("budgets.particles", "must be a power of two");
  for (const double budget : configuration.numbers("budgets.evaluations")) {
    if (budget != std::floor(budget))
      throw configuration.error_at("budgets.evaluations", "must be whole numbers");
    budgets.evaluations.push_back(static_cast<Index>(budget));
  }
  return budgets;
}

/// The points of the file under their kernels.
density::GaussianMixture data_in_file(const io::Configuration& configuration) {
  std::vector<std::string> columns;
  if (configuration.has("data.column")) columns = {configuration.text("data.column")};
  const std::filesystem::path path = configuration.input_file("data.file");
  Points x = io::read_csv(path, columns).points;
  if (x.cols() != 1)
    throw configuration.error_at("data.file", "more than one column: name one in data.column");
  return density::empirical_density(frame::standardised(std::move(x), path),
                                    configuration.number("data.bandwidth"));
}

HeldOut held_out_of(const io::Configuration& configuration) {
  const std::filesystem::path path = configuration.input_file("held_out.file");
  const Points x = io::read_csv(path, {}).points;
  if (x.rows() < 4) throw configuration.error_at("held_out.file", "two halves need at least 4 points");
  return {frame::standardised(x, path), configuration.number("held_out.bandwidth"),
          configuration.integer("held_out.samples")};
}

density::GaussianMixture mixture_of(const io::Configuration& configuration) {
  if (configuration.has("data.file")) return data_in_file(configuration);
  const auto weights = configuration.numbers("data.weights"), means = configuration.numbers("data.means"),
             deviations = configuration.numbers("data.deviations");
  if (means.size() != weights.size() || deviations.size() != weights.size())
    throw configuration.error_at("data.weights", "must be as many as data.means and data.deviations");
  const auto array = [](const std::vector<double>& values) {
    return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Index>(values.size())).eval();
  };
  return density::mixture_1d(array(weights), array(means), array(deviations));
}

}  // namespace

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes = sizes_of(configuration);
  const Budgets budgets = budgets_of(configuration);
  const density::GaussianMixture data = mixture_of(configuration);
  const HeldOut held_out = held_out_of(configuration);
  std::vector<frame::Part> all = {{"orders", [=] { return orders_plan(sizes); }},
                                  {"grids", [=] { return grids_plan(sizes); }},
                                  {"processes", [=] { return processes_plan(sizes); }},
                                  {"start_and_end", [=] { return start_and_end_plan(sizes); }},
                                  {"step_to_data", [] { return step_to_data_plan(); }},
                                  {"stochastic", [=] { return stochastic_plan(sizes); }},
                                  {"evaluations", [] { return evaluations_plan(); }},
                                  {"steppers", [] { return steppers_plan(); }},
                                  {"grid_score", [] { return grid_score_plan(); }},
                                  {"budgets", [=] { return budgets_plan(data, budgets); }},
                                  {"switching", [=] { return switching_plan(budgets); }},
                                  {"held_out", [=] { return held_out_plan(held_out, budgets); }}};
  if (configuration.has("process.score") || configuration.has("process.model")) {
    all.push_back({"learned", [=, model = frame::given_model(configuration, "")] {
                     return learned_plan(model->model(), budgets.evaluations, budgets.seed);
                   }});
  }
  return frame::chosen(configuration, "run.parts", all);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "sampler_orders",
       .question =
           "Has every diffusion sampler the order it claims, and which is best at a budget of evaluations?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 4, 2, 1}},
       .parts = parts});
}

}  // namespace kolmo::sampler_orders

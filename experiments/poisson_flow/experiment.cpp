#include <cmath>

#include "frame/definition.hpp"
#include "frame/problem/standardised.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/score/data/point_sets.hpp"
#include "poisson_flow/flows.hpp"
#include "poisson_flow/parts.hpp"
#include "poisson_flow/schema.hpp"

namespace kolmo::poisson_flow {
namespace {

/// Points of data.set, or of data.file.
Points data_of(const io::Configuration& configuration, const RandomStream& stream) {
  if (configuration.has("data.set")) {
    if (configuration.given("data.file"))
      throw configuration.error_at("data.set", "has no effect beside data.file: give one of them");
    const std::string& set = configuration.text("data.set");
    return frame::standardised(
        score::point_set(set, configuration.integer("data.points"), stream.role("data")), set);
  }
  const auto columns =
      configuration.has("data.columns") ? configuration.texts("data.columns") : std::vector<std::string>{};
  const std::filesystem::path path = configuration.input_file("data.file");
  Points data = io::read_csv(path, columns).points;
  if (data.cols() > 3)
    throw configuration.error_at("data.file", "more than three columns: name one to three in data.columns");
  return frame::standardised(std::move(data), path);
}

Generation generation_of(const io::Configuration& configuration, const RandomStream& stream) {
  Generation generation{data_of(configuration, stream), configuration.text("generation.psi"),
                        configuration.integer("generation.particles"), stream};
  try {
    psi_kernel(generation.data.cols(), generation.psi);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at("generation.psi", error.what());
  }
  return generation;
}

/// Points that part learned is taught: of learned.set, or those of the data.
green_flow::PointCloud learned_of(const io::Configuration& configuration, const Points& data,
                                  const RandomStream& stream) {
  const std::string& set = configuration.text("learned.set");
  if (set == "data") return green_flow::PointCloud(data);
  return green_flow::PointCloud(
      frame::standardised(score::point_set(set, configuration.integer("learned.points"), stream), set));
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const RandomStream stream(static_cast<std::uint64_t>(configuration.integer("run.seed")));
  const auto z_of_all = frame::lazy([=] { return frame::z_of(parts(configuration)); });
  const Z z = [=] { return z_of_all->get(); };
  const Index samples = configuration.integer("kernels.samples");
  const Generation generation = generation_of(configuration, stream.role("generation"));
  const RandomStream learned = stream.role("learned");
  const green_flow::PointCloud taught = learned_of(configuration, generation.data, learned.role("points"));
  const Index steps = configuration.integer("learned.steps");
  return frame::chosen(configuration, "run.parts",
                       {{"kernels", [=] { return kernels_plan(samples, stream.role("kernels"), z); }},
                        {"fields", [] { return fields_plan(); }},
                        {"prior", [] { return prior_plan(); }},
                        {"limit", [] { return limit_plan(); }},
                        {"curves", [] { return curves_plan(); }},
                        {"generation", [=] { return generation_plan(generation, z); }},
                        {"learned", [=] { return learned_plan(taught, steps, learned, z); }}});
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment({.name = "poisson_flow",
                            .question = "Do flows of Green's functions carry the laws that they claim to "
                                        "carry, and what do they cost beside diffusions?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            // particles alone
                            .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
                            .parts = parts});
}

}  // namespace kolmo::poisson_flow

#include "frame/definition.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/csv.hpp"
#include "learned_score/parts.hpp"
#include "learned_score/schema.hpp"

namespace kolmo::learned_score {
namespace {

std::optional<score::SavedModel> given_model(const io::Configuration& configuration) {
  if (!configuration.has("process.score")) return std::nullopt;
  return score::load_model(configuration.input_file("process.score"), configuration.text("process.model"));
}

/// A part whose law a given model fits; the configuration's fault where it does not.
frame::Part part_of(const io::Configuration& configuration, const Sizes& sizes, const std::string& name,
                    const std::function<KnownLaw()>& law, const std::function<double()>& z) {
  return {
      name, [=] {
        const KnownLaw own = law();
        const auto given = given_model(configuration);
        if (given && given->spec.dimension() != own.dimension())
          throw configuration.error_at("process.score", "is a model of another dimension than part " + name);
        if (given && (given->spec.sigma_min > own.least || given->spec.sigma_max < 1.5 * own.most))
          throw configuration.error_at("process.score", "was not trained for all the noise of part " + name);
        return law_plan(own, sizes, given, z);
      }};
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{
      configuration.integer("training.steps"), configuration.integer("training.batch"),
      configuration.number("training.rate"),   configuration.integer("sampled.particles"),
      configuration.integer("sampled.steps"),  static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const auto z = [=] { return frame::z_of(parts(configuration)); };
  const auto part = [&](const std::string& name, const std::function<KnownLaw()>& law) {
    return part_of(configuration, sizes, name, law, z);
  };
  std::vector<frame::Part> all{{"training", [=] { return training_plan(sizes); }},
                               part("mixture", mixture_law),
                               part("points",
                                    [=] {
                                      return points_law(configuration.text("points.set"),
                                                        configuration.number("points.bandwidth"), sizes.seed);
                                    }),
                               part("old_faithful", [=] {
                                 return data_law(
                                     "old_faithful", "272 eruptions of Old Faithful",
                                     io::read_csv(configuration.input_file("old_faithful.file")).points, 0.2);
                               })};
  if (configuration.has("data.file")) {
    all.push_back(part("file", [=] {
      std::vector<std::string> columns;
      if (configuration.has("data.columns")) columns = configuration.texts("data.columns");
      return data_law("file", "Points of data.file",
                      io::read_csv(configuration.input_file("data.file"), columns).points,
                      configuration.number("data.bandwidth"));
    }));
  }
  return frame::chosen(configuration, "run.parts", all);
}

}  // namespace

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "learned_score",
       .question = "What does a network learn of a score, and what do samplers make of what it learned?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1.0 / 15, 1}, {"standard", 1, 1, 1}, {"full", 4, 4, 1}},
       .parts = parts});
}

}  // namespace kolmo::learned_score

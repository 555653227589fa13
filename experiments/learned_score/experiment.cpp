#include "frame/definition.hpp"
#include "frame/problem/given_model.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/configuration.hpp"
#include "learned_score/parts.hpp"
#include "learned_score/schema.hpp"

namespace kolmo::learned_score {
namespace {

void require_fit(const io::Configuration& configuration, const score::ModelSpec& model, const KnownLaw& law) {
  const auto wrong = [&](const std::string& what) { return configuration.error_at("process.score", what); };
  if (model.dimension() != law.dimension())
    throw wrong("is a model of dimension " + number_text(model.dimension()) + ", and part " + law.part +
                " has " + number_text(law.dimension()));
  if (model.sigma_min > law.least || model.sigma_max < 1.5 * law.most)
    throw wrong("was trained for noise from " + number_text(model.sigma_min) + " to " +
                number_text(model.sigma_max) + ", and part " + law.part + " needs " + number_text(law.least) +
                " to " + number_text(1.5 * law.most) + ": set noise.least and noise.most");
}

/// A part whose law a given model fits; the configuration's fault where it does not.
frame::Part part_of(const io::Configuration& configuration, const Sizes& sizes, const std::string& name,
                    const std::function<KnownLaw()>& law, const std::function<double()>& z) {
  return {name, [=] {
            KnownLaw own = law();
            own.least = configuration.number("noise.least");
            own.most = configuration.number("noise.most");
            if (own.most < 2 * own.least)
              throw configuration.error_at("noise.most", "must be at least twice noise.least");
            const auto given = frame::given_model(configuration, "");
            if (given) require_fit(configuration, given->spec, own);
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
                                 return data_law("old_faithful", "272 eruptions of Old Faithful",
                                                 configuration.input_file("old_faithful.file"), {}, 0.2);
                               })};
  if (configuration.has("data.file")) {
    all.push_back(part("file", [=] {
      std::vector<std::string> columns;
      if (configuration.has("data.columns")) columns = configuration.texts("data.columns");
      return data_law("file", "Points of data.file", configuration.input_file("data.file"), columns,
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

#include "information_geometry/parts.hpp"
#include "information_geometry/schema.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::information_geometry {
namespace {

using namespace shown;

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("samples"),
                    static_cast<std::uint64_t>(configuration.integer("run.seed"))};
  const Z z = [=] { return frame::z_of(parts(configuration)); };
  return frame::chosen(configuration, "run.parts",
                       {{"families", [=] { return families_plan(sizes); }},
                        {"distances", [] { return distances_plan(); }},
                        {"lengths", [] { return lengths_plan(); }},
                        {"descent", [=] { return descent_plan(sizes); }},
                        {"entropy", [=] { return entropy_plan(sizes, z); }},
                        {"sampling", [=] { return sampling_plan(sizes, z); }}});
}

}  // namespace

frame::Experiment experiment() {
  frame::Experiment experiment;
  experiment.name = "information_geometry";
  experiment.question = "How far apart are two laws, and what does the metric do for a descent?";
  experiment.schema = schema();
  experiment.default_configuration = default_configuration();
  experiment.scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}};
  frame::set_parts(experiment, parts);
  return experiment;
}

}  // namespace kolmo::information_geometry

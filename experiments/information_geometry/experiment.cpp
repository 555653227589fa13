#include "frame/definition.hpp"
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
  return frame::experiment(
      {.name = "information_geometry",
       .question = "How far apart are two laws, and what does the metric do for a descent?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .scales = {{"quick", 1.0 / 8, 1, 1}, {"standard", 1, 1, 1}, {"full", 8, 1, 1}},
       .parts = parts});
}

}  // namespace kolmo::information_geometry

#include "discrete_to_continuous/experiment.hpp"

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/schema.hpp"
#include "frame/definition.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

struct Chain {
  const char *name, *title;
  Noiseless (*noiseless)(const Settings&);
  std::vector<std::string> (*sample_ids)(const Settings&);  ///< null where nothing is simulated
  std::vector<verify::Check> (*sample)(const Settings&, io::Group&, frame::Progress&);
};

constexpr Chain chains[] = {
    {"ddpm", "The DDPM chain and the variance-preserving process", ddpm_plan, ddpm_sample_ids, ddpm_sample},
    {"euler_maruyama", "DDPM and the Euler–Maruyama chain of VP", euler_plan, nullptr, nullptr},
    {"ncsn", "The NCSN ladder and the variance-exploding process", ncsn_plan, ncsn_sample_ids, ncsn_sample},
    {"ddim", "DDIM and the probability-flow ODE", ddim_plan, nullptr, nullptr},
    {"donsker", "Random walks and Brownian motion", donsker_plan, donsker_sample_ids, donsker_sample},
};

frame::Plan plan_of(const Chain& chain, const Settings& settings) {
  frame::Plan plan = plan_of(chain.noiseless(settings));
  plan.title = chain.title;
  if (chain.sample == nullptr) return plan;
  plan.runs.push_back({chain.sample_ids(settings), [=](io::Group& group, frame::Progress& progress) {
                         return chain.sample(settings, group, progress);
                       }});
  return plan;
}

}  // namespace

std::vector<frame::Part> parts(const Settings& settings) {
  std::vector<frame::Part> all;
  for (const Chain& chain : chains) all.push_back({chain.name, [=] { return plan_of(chain, settings); }});
  return all;
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "discrete_to_continuous",
       .question =
           "Do the discrete chains of score-based models converge to the diffusions they are said to be, and "
           "how fast?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       .parts = [](const io::Configuration& configuration) { return parts(read_settings(configuration)); }});
}

}  // namespace kolmo::discrete_to_continuous

#include "wasserstein_flow/own_energy.hpp"

#include <array>
#include <memory>

#include "frame/problem/formula_on_grid.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::wasserstein_flow {
namespace {

std::shared_ptr<const jko::InternalEnergy> internal_of(const io::Configuration& configuration,
                                                       const std::string& entry,
                                                       const Eigen::ArrayXd& potential) {
  const std::string kind = configuration.text(entry + ".internal");
  constexpr std::array<std::array<const char*, 2>, 3> needs = {
      {{"temperature", "entropy"}, {"exponent", "porous_medium"}, {"ceiling", "crowd"}}};
  for (const auto& [key, of] : needs)
    if (kind != of && configuration.has(entry + "." + key))
      throw configuration.error_at(entry + "." + key,
                                   std::string("is for internal = \"") + of + "\"; it is \"" + kind + "\"");
  for (const auto& [key, of] : needs)
    if (kind == of && !configuration.has(entry + "." + key))
      throw configuration.error_at(entry, std::string("internal = \"") + of + "\" needs " + key);
  if (kind == "entropy")
    return std::make_shared<jko::EntropyEnergy>(configuration.number(entry + ".temperature"));
  if (kind == "porous_medium")
    return std::make_shared<jko::PorousMediumEnergy>(configuration.number(entry + ".exponent"));
  const bool flat = potential.size() == 0 || potential.minCoeff() == potential.maxCoeff();
  if (flat && !configuration.has(entry + ".interaction"))
    throw configuration.error_at(
        entry, "a crowd needs a potential that is not constant, or an interaction: nothing moves it");
  // steps through faces take the ceiling alone (CrowdFluxStep): softness is back-and-forth's
  return std::make_shared<jko::CrowdEnergy>(configuration.number(entry + ".ceiling"), 1);
}

}  // namespace

jko::GridEnergy own_energy(const io::Configuration& configuration, const std::string& name,
                           const Grid& grid) {
  const std::string entry = "flow." + name;
  jko::GridEnergy energy;
  if (configuration.has(entry + ".potential"))
    energy.potential = frame::read_values(configuration, entry + ".potential", grid);
  energy.internal = internal_of(configuration, entry, energy.potential);
  if (!configuration.has(entry + ".interaction")) return energy;
  static const std::vector<std::string> letters = {"x", "y", "z"};
  density::ExpressionNames names;
  names.variables.assign(letters.begin(), letters.begin() + grid.dimension());
  try {
    const density::ExpressionPotential kernel(
        density::Expression(configuration.text(entry + ".interaction"), names), names);
    energy.interaction = std::make_shared<jko::GridInteraction>(grid, kernel);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(entry + ".interaction", error.what());
  }
  return energy;
}

}  // namespace kolmo::wasserstein_flow

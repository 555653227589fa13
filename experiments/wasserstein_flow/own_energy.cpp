#include "wasserstein_flow/own_energy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "frame/problem/formula_on_grid.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// Half of a cell's width times the greatest difference quotient of V: what it changes by across half a cell.
double softness(const Grid& grid, const Eigen::ArrayXd& potential) {
  double greatest = 0;
  Index stride = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Index n = grid.axis(k).cells;
    for (Index i = 0; i < grid.cells(); ++i)
      if (i / stride % n < n - 1)
        greatest = std::max(greatest, std::abs(potential(i + stride) - potential(i)));
    stride *= n;
  }
  return greatest / 2;
}

std::shared_ptr<const jko::InternalEnergy> internal_of(const io::Configuration& configuration,
                                                       const std::string& entry, const Grid& grid,
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
  const double soft = potential.size() > 0 ? softness(grid, potential) : 0;
  if (!(soft > 0))
    throw configuration.error_at(entry, "a crowd needs a potential that is not constant: nothing moves it");
  return std::make_shared<jko::CrowdEnergy>(configuration.number(entry + ".ceiling"), soft);
}

}  // namespace

jko::GridEnergy own_energy(const io::Configuration& configuration, const std::string& name,
                           const Grid& grid) {
  const std::string entry = "flow." + name;
  jko::GridEnergy energy;
  if (configuration.has(entry + ".potential"))
    energy.potential = frame::read_values(configuration, entry + ".potential", grid);
  energy.internal = internal_of(configuration, entry, grid, energy.potential);
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

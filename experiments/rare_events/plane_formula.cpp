// Langer's formula between two places of a gradient flow.

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/paths/minimum_energy_path.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "rare_events/plane_escape.hpp"

namespace kolmo::rare_events {
namespace {

/// 101 places along a way of cells: between every few of them, so that its corners are cut.
Points smoothed(const Points& cells) {
  constexpr Index knots = 16, places = 100;
  Points out(places + 1, 2);
  for (Index i = 0; i <= places; ++i) {
    const double at = static_cast<double>(i * knots) / places;
    const Index k = std::min(static_cast<Index>(at), knots - 1);
    const auto knot = [&](Index n) { return cells.row(n * (cells.rows() - 1) / knots); };
    const double part = at - static_cast<double>(k);
    out.row(i) = (1 - part) * knot(k) + part * knot(k + 1);
  }
  return out;
}

}  // namespace

std::optional<Formula> langer_formula(const PlaneEscape& escape, const WidestWay& way) {
  const auto structure = process::gradient_structure(*escape.process);
  if (!structure || !escape.open) return {};
  try {
    const density::Potential& potential = *structure->potential;
    const paths::MinimumEnergyPath found = paths::minimum_energy_path({potential}, smoothed(way.places));
    const double t = structure->temperature;
    // Of the minima before the highest pass, where paths wait longest.
    std::size_t highest = 0, deepest = 0;
    for (std::size_t k = 1; k < found.passes.size(); ++k)
      if (found.passes[k].value > found.passes[highest].value) highest = k;
    for (std::size_t k = 1; k <= highest; ++k)
      if (found.minima[k].value < found.minima[deepest].value) deepest = k;
    const auto &minimum = found.minima[deepest], &pass = found.passes[highest];
    return Formula{fokker_planck::eyring_kramers_rate(potential, t, minimum.place, pass.place), minimum.place,
                   pass.place, (pass.value - minimum.value) / t, found.curve};
  } catch (const InvalidArgument&) {  // both places lie above one minimum: there is no formula
    return {};
  } catch (const NumericalFailure&) {  // or a pass that is not smooth
    return {};
  }
}

}  // namespace kolmo::rare_events

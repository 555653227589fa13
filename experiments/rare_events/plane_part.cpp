// Two bent wells in the plane: one rate by every route, and Langer's formula as the temperature falls.

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "rare_events/plane_plan.hpp"

namespace kolmo::rare_events {
namespace {

/// V = (x² − 1)² + 3(y − x²/2)², from (−1, ½) to (1, ½).
PlaneEscape bent_wells(double temperature) {
  return {"bent_wells",
          std::make_shared<process::OverdampedLangevin>(std::make_shared<density::BentWells>(), temperature),
          {{{-1.8, 1.8}, {-1.2, 2.4}}},
          {},
          true,
          {-1, 0.5},
          {1, 0.5},
          {0.2, 0.2}};
}

/// The grid's rate over Langer's.
double over_langer(double temperature, Index cells) {
  const PlaneEscape escape = bent_wells(temperature);
  const GridEscape grid = forward_escape(escape, cells);
  return grid.forward_rate / langer_formula(escape, widest_way(escape, grid)).value().rate;
}

}  // namespace

frame::Plan plane_part(const Sizes& sizes, const Z& z) {
  frame::Plan plan = plane_escape_plan(bent_wells(0.2), sizes, z);
  plan.title = "Two wells in the plane";
  const auto warm = frame::lazy([cells = 2 * sizes.cells] { return over_langer(0.1, cells); });
  plan.checks.push_back({"formula/T=0.1", [=] {
                           return verify::value_check(1, warm->get(), 0.1, "Langer's formula: 1 + O(T)",
                                                      "rate of the flux of transitions over the formula's");
                         }});
  plan.checks.push_back({"formula/limit", [=] {
                           // 1 − c T + …: two temperatures leave T²; cells of discs 1 %.
                           const double cold = over_langer(0.05, 2 * sizes.cells);
                           return verify::value_check(1, 2 * cold - warm->get(), 0.03,
                                                      "Langer's formula as T -> 0",
                                                      "the same, from T = 0.1 and 0.05");
                         }});
  return plan;
}

}  // namespace kolmo::rare_events

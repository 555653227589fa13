// Freidlin and Wentzell's action, the mode of Euler and Maruyama's paths, and the limit of small noise.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

/// T S = ½ S at T = ½: the least cost of the way in the time t, which tends to ΔV = 1.
double cost(double end, Index steps, ActionRule rule = ActionRule::trapezoid) {
  return 0.5 * minimum(action(ActionKind::freidlin_wentzell, end, rule), steps).action;
}

double limit_of_cost(double end, Index steps) {
  return richardson({cost(end, steps), cost(end, 2 * steps), cost(end, 4 * steps)});
}

verify::OrderStudy mode_study(Index steps, double limit) {
  verify::OrderStudy study{"order_of_the_mode",
                           "action of the most probable path of Euler and Maruyama's chain"};
  study.claimed = 2;
  study.source = "for a gradient the term of order 1 is a difference of V' over both ends, which rest";
  study.h_long_name = "time step";
  for (Index n = steps; n <= 8 * steps; n *= 2)
    study.add(4 / static_cast<double>(n), cost(4, n, ActionRule::left_point) - limit);
  return study;
}

/// T S of Onsager and Machlup's path in the time 2 is that of Freidlin and Wentzell's + T ∫½∇·f along it +
/// O(T²).
verify::OrderStudy temperature_study(Index steps) {
  verify::OrderStudy study{"order_in_temperature",
                           "T S of Onsager and Machlup less its first two terms in T"};
  study.claimed = 2;
  study.source = "first-order perturbation of a minimum";
  study.h_long_name = "temperature";
  for (const double temperature : {0.016, 0.008, 0.004, 0.002}) {
    const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), temperature);
    PathAction asked{process, ActionKind::freidlin_wentzell, ActionRule::trapezoid, 0,
                     2,       Eigen::ArrayXd::Ones(1)};
    const StationaryPath least = minimum(asked, steps);
    asked.kind = ActionKind::onsager_machlup;
    study.add(temperature, temperature * (minimum(asked, steps).action - action_of(asked, least.path)));
  }
  return study;
}

void write(Index steps, io::Group& part) {
  write_over_time(
      {{"Onsager and Machlup", minimum(action(ActionKind::onsager_machlup, 4), 2 * steps).path},
       {"Freidlin and Wentzell", minimum(action(ActionKind::freidlin_wentzell, 4), 2 * steps).path},
       {"mode of Euler and Maruyama",
        minimum(action(ActionKind::freidlin_wentzell, 4, ActionRule::left_point), 2 * steps).path}},
      0, 4, "three_paths", part);
}

}  // namespace

frame::Plan small_noise_plan(Index steps) {
  frame::Plan plan{"Small noise",
                   "T S = int (x' + V')^2/4 dt, whose least value over all times is the height of the pass. "
                   "The density of "
                   "Euler and Maruyama's paths has this path for its mode, at any temperature: not Onsager "
                   "and Machlup's."};
  const auto limit = frame::lazy([=] { return limit_of_cost(4, steps); });
  plan.checks.push_back({"cost/t=4", [=] {
                           return verify::value_check(1.00013888, limit->get(), 1e-7, "another program",
                                                      "T S in the time 4");
                         }});
  plan.checks.push_back({"cost/t=6", [=] {
                           // What the finite time costs falls as e^{-1.6 t}: 6e-6 of 1.4e-4 at t = 4.
                           return verify::value_check(1, limit_of_cost(6, 2 * steps), 1e-5, "V(0) - V(-1)",
                                                      "T S in the time 6");
                         }});
  plan.checks.push_back(
      {"mode_of_euler_maruyama", [=] {
         return verify::value_check(
             2, minimum(action(ActionKind::freidlin_wentzell, 4, ActionRule::left_point), 400).action, 1e-3,
             "Freidlin and Wentzell: 2 (V(0) - V(-1))", "action of the mode, N = 400");
       }});
  plan.checks.push_back(
      {"mode_is_not_onsager_machlup", [=] {
         const Index n = 2 * steps;
         const Points mode =
                          minimum(action(ActionKind::freidlin_wentzell, 4, ActionRule::left_point), n).path,
                      least = minimum(action(ActionKind::freidlin_wentzell, 4), n).path,
                      other = minimum(action(ActionKind::onsager_machlup, 4), n).path;
         // Paths may cross early or late: what they rest on tells them apart.
         const double near = std::abs(mode.abs().maxCoeff() - least.abs().maxCoeff());
         const double far = std::abs(mode.abs().maxCoeff() - other.abs().maxCoeff());
         return verify::value_check(
             1, near < 0.01 && far > 0.1 ? 1 : 0, 0, "1 and 1.1259",
             "whether the mode rests where Freidlin and Wentzell's path does, N = " + number_text(n));
       }});
  plan.studies.push_back({"order_of_the_mode", [=] { return mode_study(steps, limit->get()); }});
  plan.studies.push_back({"order_in_temperature", [=] { return temperature_study(steps); }});
  plan.tables.push_back([=](io::Group& part) { write(steps, part); });
  return plan;
}

}  // namespace kolmo::most_probable_paths

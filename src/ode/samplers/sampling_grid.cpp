#include "kolmo/ode/samplers/sampling_grid.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::ode {
namespace {

ClockNode at_share(const LogSnrClock& clock, double share) {
  const double from = clock.at(clock.t_max()).lambda, to = clock.at(clock.t_min()).lambda;
  return clock.at_lambda(from + share * (to - from));
}

const Catalogue<GridRule>& catalogue() {
  static const Catalogue<GridRule> all(
      "time grid", [](const GridRule& rule) { return rule.name; },
      {{"time", [](const LogSnrClock& clock, double share,
                   Index) { return clock.at(clock.t_max() + share * (clock.t_min() - clock.t_max())); }},
       {"log_time",
        [](const LogSnrClock& clock, double share, Index) {
          return clock.at(clock.t_max() * std::pow(clock.t_min() / clock.t_max(), share));
        }},
       {"lambda", [](const LogSnrClock& clock, double share, Index) { return at_share(clock, share); }},
       karras_rule(7),
       {"zigzag", [](const LogSnrClock& clock, double share, Index step) {
          // Of a pair of steps the first has a quarter: odd nodes stand half a step before the middle.
          const double step_share = step > 0 ? share / static_cast<double>(step) : 0;
          return at_share(clock, step % 2 == 0 ? share : share - 0.5 * step_share);
        }}});
  return all;
}

}  // namespace

const std::vector<GridRule>& grid_rules() { return catalogue().all(); }

const GridRule& find_grid_rule(std::string_view name) { return catalogue().find(name); }

GridRule karras_rule(double rho) {
  require(std::isfinite(rho) && rho >= 1, "rho", rho, "must be at least 1 and finite");
  return {"karras", [rho](const LogSnrClock& clock, double share, Index) {
            const double from = std::exp(-clock.at(clock.t_max()).lambda / rho);
            const double to = std::exp(-clock.at(clock.t_min()).lambda / rho);
            return clock.at_lambda(-rho * std::log(from + share * (to - from)));
          }};
}

SamplingGrid sampling_grid(std::shared_ptr<const LogSnrClock> clock, const GridRule& rule, Index steps,
                           bool to_data) {
  require(steps >= 1, "steps of a sampler", static_cast<double>(steps), "must be at least 1");
  SamplingGrid grid{std::move(clock), {}};
  const Index ruled = to_data ? steps - 1 : steps;
  grid.nodes.push_back(grid.clock->at(grid.clock->t_max()));
  for (Index k = 1; k < ruled; ++k) {
    grid.nodes.push_back(rule.node(*grid.clock, static_cast<double>(k) / static_cast<double>(ruled), k));
  }
  if (ruled > 0) grid.nodes.push_back(grid.clock->at(grid.clock->t_min()));
  if (to_data) grid.nodes.push_back(grid.clock->data());
  return grid;
}

SamplingGrid given_grid(std::shared_ptr<const LogSnrClock> clock, const std::vector<double>& times) {
  require(times.size() >= 2, "times of a sampler", static_cast<double>(times.size()), "must be two or more");
  SamplingGrid grid{std::move(clock), {}};
  for (std::size_t k = 0; k < times.size(); ++k) {
    require(k == 0 || times[k] < times[k - 1], "times of a sampler", times[k], "must fall");
    const bool data = times[k] == 0 && k + 1 == times.size();
    grid.nodes.push_back(data ? grid.clock->data() : grid.clock->at(times[k]));
  }
  return grid;
}

}  // namespace kolmo::ode

// Rates by all routes, and the ways that transitions take.

#include <limits>

#include "frame/result/plane_curves.hpp"
#include "kolmo/core/number_text.hpp"
#include "rare_events/plane_routes.hpp"

namespace kolmo::rare_events {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One row a route.
struct Table {
  std::vector<std::string> names;
  std::vector<double> rates, errors;
  void add(const std::string& name, double rate, double error) {
    names.push_back(name);
    rates.push_back(rate);
    errors.push_back(error);
  }
};

void write_rates(const Routes& all, const Present& present, io::Group& part) {
  const GridEscape& fine = all.fine();
  const double time = fine.passage_time;
  Table table;
  table.add("grid: 1/E tau", 1 / time, all.error(&GridEscape::passage_time) / (time * time));
  if (present.balance) {
    table.add("grid: flux of transitions", fine.forward_rate, all.error(&GridEscape::forward_rate));
    table.add("grid: slowest rate", fine.eigenvalue_rate, all.error(&GridEscape::eigenvalue_rate));
  }
  if (const auto& langer = all.formula->get()) table.add("Kramers, Langer, Eyring", langer->rate, nan);
  if (present.direct) {
    const Estimate one = all.direct->get()->fine;
    table.add("paths: 1/E tau", 1 / one.value, one.standard_error / (one.value * one.value));
  }
  if (present.rare) {
    for (const auto& [name, share] : {std::pair{"splitting", all.splitting}, {"control", all.control}}) {
      const Estimate one = rate_of(all.exits->get(), share->get());
      table.add(name, one.value, one.standard_error);
    }
  }
  io::Group& group = part.group("rates");
  group.scale("route", table.names, {"route", "1"});
  group.variable("rate", {"route"}, table.rates, {"rate, 1/time", "1"});
  group.variable("rate_standard_error", {"route"}, table.errors,
                 {"its standard error, of grids the difference between them", "1", {}, true});
}

void write_numbers(const Routes& all, bool balance, io::Group& part) {
  const GridEscape& fine = all.fine();
  part.attribute("mean_first_passage_time", fine.passage_time);
  part.attribute("mean_first_passage_time_error", all.error(&GridEscape::passage_time));
  part.attribute("detailed_balance", balance ? "yes" : "no");
  if (balance) part.attribute("transitions_a_unit_time", fine.flux);
  if (const auto& langer = all.formula->get()) {
    part.attribute("barrier_over_temperature", langer->barrier);
    for (const std::size_t k : {0u, 1u})
      part.attribute("pass_" + all.escape.variables[k], langer->pass(static_cast<Index>(k)));
  }
}

void write_ways(const Routes& all, bool rare, io::Group& part) {
  std::vector<Points> curves;
  std::vector<std::string> names;
  const auto add = [&](const std::string& name, const Points& way) {
    curves.push_back(frame::thinned(way, 161));
    names.push_back(name);
  };
  const WidestWay widest = widest_way(all.escape, all.grids->get().front());
  if (const auto& langer = all.formula->get())
    add("string", langer->way);
  else
    add("widest way", widest.places);
  if (rare) {
    const std::vector<Points>& reactive = all.splitting->get().reactive;
    const std::size_t count = std::min<std::size_t>(4, reactive.size());
    for (std::size_t k = 0; k < count; ++k)
      add("path " + number_text(static_cast<Index>(k + 1)), reactive[k * (reactive.size() / count)]);
  }
  const GridEscape& grid = all.grids->get().front();
  const frame::PlaneAxes axes{{all.escape.variables[0], all.escape.variables[1]}};
  io::Group& group = part.group("ways");
  frame::write_plane_curves(names, curves, axes, group);
  // V/T where there is a potential, on cells of the preview.
  const Eigen::ArrayXd level =
      (grid.log_density.maxCoeff() - grid.log_density).min(1.5 * widest.log_height + 2);
  frame::write_level_lines(grid.where, level, {"-log of the density at rest", "1"}, axes, group);
}

}  // namespace

void write_routes(const Routes& all, const Present& present, io::Group& part) {
  write_numbers(all, present.balance, part);
  write_rates(all, present, part);
  write_ways(all, present.rare, part);
}

}  // namespace kolmo::rare_events

// One rate by every route: what the routes must agree on, and the table of all of them.

#include "rare_events/plane_plan.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "rare_events/plane_routes.hpp"

namespace kolmo::rare_events {
namespace {

constexpr Index preview_cells = 40;

Routes routes_of(const PlaneEscape& escape, const Sizes& sizes, const GridEscape& preview) {
  Routes all{escape, {sizes.paths, sizes.runs, sizes.seed}, 0, preview.passage_time, {}, {}, {}, {}, {}, {}};
  const WidestWay way = widest_way(escape, preview);
  // Chains of steps h see wells h ‖∂f‖/2 of their variance too wide.
  all.step = 0.02 / way.largest_rate;
  const Index cells = sizes.cells;
  all.grids = frame::lazy([=] {
    return std::vector<GridEscape>{grid_escape(escape, cells), grid_escape(escape, cells + cells / 2),
                                   grid_escape(escape, 2 * cells)};
  });
  all.formula = frame::lazy([=] { return langer_formula(escape, way); });
  all.direct = frame::lazy([=] { return direct_paths(escape, all.step, all.expected, all.sizes); });
  all.exits =
      frame::lazy([=, grids = all.grids] { return exits(escape, grids->get().back(), all.step, all.sizes); });
  all.splitting = frame::lazy([=, grids = all.grids, from = all.exits] {
    return by_splitting(escape, grids->get().back(), from->get(), all.step, all.sizes);
  });
  all.control = frame::lazy([=, grids = all.grids, from = all.exits] {
    return by_control(escape, grids->get().back(), from->get(), all.step, all.sizes);
  });
  return all;
}

bool has_paths(const PlaneEscape& escape) {
  return escape.open && escape.process->noise_kind() == process::NoiseKind::scalar;
}

void add_grid_checks(frame::Plan& plan, const Routes& all, bool balance) {
  plan.checks.push_back({"grids", [=] {
                           // Of the two finer ones: ellipses are made of whole cells.
                           const double fine = all.fine().passage_time,
                                        middle = all.grids->get()[1].passage_time;
                           verify::Check check =
                               verify::value_check(1, middle / fine, 0.1, "one limit",
                                                   "mean first-passage time on two grids, over each other");
                           if (check.verdict == verify::Verdict::fail) {
                             check.verdict = verify::Verdict::unresolved;
                             check.note =
                                 "the cells are too wide for the ellipses: more tube.cells or larger "
                                 "analysis.half_axes";
                           }
                           return check;
                         }});
  if (!balance) return;
  plan.checks.push_back({"rate/flux_and_times", [=] {
                           const GridEscape& fine = all.fine();
                           return verify::value_check(
                               fine.from_times, fine.forward_rate, 1e-7 * fine.from_times,
                               "1/mean first-passage time from where paths come back to",
                               "flux of transitions over the share of time that was last where they begin");
                         }});
  plan.checks.push_back({"flux/through_the_middle", [=] {
                           const GridEscape& fine = all.fine();
                           return verify::value_check(
                               fine.flux, fine.through_the_middle, 1e-7 * fine.flux,
                               "a flux without sources between both sets",
                               "flux through the committor's 1/2 against that at the end");
                         }});
}

void add_direct_check(frame::Plan& plan, const Routes& all, const Z& z) {
  plan.checks.push_back({"passage_time/paths", [=] {
                           // Paths see the ellipse at the ends of steps: O(√h), of which h and 2h differ by
                           // 0.41.
                           const Direct& found = all.direct->get().value();
                           const double bias =
                               2.42 * std::abs(found.coarse.value - found.fine.value) +
                               2 * std::hypot(found.coarse.standard_error, found.fine.standard_error);
                           return verify::estimate_check("", all.fine().passage_time, found.fine, z(),
                                                         bias + all.error(&GridEscape::passage_time),
                                                         "grids: mean first-passage time");
                         }});
}

void add_rare_checks(frame::Plan& plan, const Routes& all, const Z& z) {
  for (const auto& [name, share] : {std::pair{"splitting", all.splitting}, {"control", all.control}})
    plan.checks.push_back({std::string("rate/") + name, [=, share = share] {
                             // 5 %: what the step leaves of wells, pass and sets.
                             const double exact = all.fine().forward_rate;
                             return verify::estimate_check(
                                 "", exact, rate_of(all.exits->get(), share->get()), z(),
                                 0.05 * exact + all.error(&GridEscape::forward_rate),
                                 "grids: flux of transitions");
                           }});
  plan.checks.push_back(
      {"splitting_and_control", [=] {
         const Estimate a = all.splitting->get().probability, b = all.control->get().probability;
         return verify::estimate_check("", b.value, {a.value, std::hypot(a.standard_error, b.standard_error)},
                                       z(), 0, "weighted paths of the same chain");
       }});
}

}  // namespace

frame::Plan plane_escape_plan(const PlaneEscape& escape, const Sizes& sizes, const Z& z) {
  const GridEscape preview = grid_escape(escape, preview_cells);
  const Routes all = routes_of(escape, sizes, preview);
  const bool balance = preview.balance, rare = balance && has_paths(escape),
             direct = has_paths(escape) && 1e8 * all.step / (8 * all.expected) >= 400;
  frame::Plan plan{"Escape of " + escape.name + " in the plane",
                   "From (" + number_text(escape.from(0), 6) + ", " + number_text(escape.from(1), 6) +
                       ") to (" + number_text(escape.to(0), 6) + ", " + number_text(escape.to(1), 6) +
                       "), between ellipses of half axes " + number_text(escape.half_axes(0), 4) + " and " +
                       number_text(escape.half_axes(1), 4)};
  add_grid_checks(plan, all, balance);
  if (direct) add_direct_check(plan, all, z);
  if (rare) add_rare_checks(plan, all, z);
  plan.tables.push_back([=](io::Group& part) {
    if (!direct)
      part.attribute("paths", has_paths(escape)
                                  ? "too long to be waited for"
                                  : "not run: they need open sides and one g for both variables");
    write_routes(all, {balance, rare, direct}, part);
  });
  return plan;
}

}  // namespace kolmo::rare_events

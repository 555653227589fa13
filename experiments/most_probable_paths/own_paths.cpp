// [problem.NAME]: the most probable path between two places, its limit of small noise, and what they cost.

#include <cmath>
#include <limits>
#include <optional>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "most_probable_paths/own_action.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

/// The least of the paths to all images of the end, on h, h/2 and h/4, in the action's coordinates.
std::vector<StationaryPath> paths_of(const OwnAction& asked, ActionKind kind, Index steps) {
  std::optional<StationaryPath> best;
  for (const Eigen::VectorXd& to : asked.to) {
    StationaryPath one =
        most_probable_path(asked.action(kind), asked.to_action(asked.from), asked.to_action(to), steps);
    if (!best || one.action < best->action) best = std::move(one);
  }
  std::vector<StationaryPath> found{*best};
  for (int level = 1; level < 3; ++level) {
    const Points& coarse = found.back().path;
    Points fine(2 * coarse.rows() - 1, coarse.cols());
    for (Index n = 0; n < coarse.rows(); ++n) fine.row(2 * n) = coarse.row(n);
    for (Index n = 0; n + 1 < coarse.rows(); ++n)
      fine.row(2 * n + 1) = 0.5 * (coarse.row(n) + coarse.row(n + 1));
    found.push_back(minimal_path(asked.action(kind), fine));
  }
  return found;
}

std::vector<double> actions(const std::vector<StationaryPath>& all) {
  std::vector<double> values;
  for (const StationaryPath& one : all) values.push_back(one.action);
  return values;
}

/// Half the differences of three paths must shrink by 4: what Richardson's limit rests on. 25 % of it is
/// allowed, or rounding.
verify::Check order_check(const std::vector<StationaryPath>& all) {
  const double first = all[0].action - all[1].action, second = all[1].action - all[2].action;
  if (std::abs(first) < 1e-9 * std::max(1.0, std::abs(all[2].action)))
    return verify::value_check(0, first, 1e-9 * std::max(1.0, std::abs(all[2].action)), "no error to be seen",
                               "difference of two actions");
  return verify::value_check(
      4, first / second, 1, "order 2 of the trapezoid's rule",
      "ratio of the differences of the actions on three steps; more steps if it is off");
}

/// Behind a wall the formulas may go on, but no path does: what touches it is not a minimum of this action.
verify::Check walls_check(const OwnAction& asked, const std::vector<StationaryPath>& all) {
  const double distance = asked.distance_from_walls(asked.from_action(all.back().path));
  verify::Check check = verify::value_check(1, distance > 0 ? 1 : std::numeric_limits<double>::quiet_NaN(), 0,
                                            "the action of paths that meet no wall",
                                            "whether the path keeps off the walls: it stays " +
                                                number_text(distance, 3) + " of the domain's width away");
  if (!(distance > 0))
    check.note =
        "the path meets a wall, where this action says nothing: what it is between both places is not "
        "known here; a shorter time, other places, or a wider domain";
  return check;
}

void write_path(const OwnAction& asked, const Points& one, const Points& other, io::Group& part) {
  io::Group& group = part.group("path");
  group.scale("time", Eigen::ArrayXd::LinSpaced(one.rows(), 0, asked.time), {"time", "1"});
  for (Index k = 0; k < one.cols(); ++k) {
    const std::string& variable = asked.given.names.variables[static_cast<std::size_t>(k)];
    group.variable("onsager_machlup_" + variable, {"time"}, Eigen::ArrayXd(one.col(k)),
                   {variable + ", Onsager and Machlup", "1"});
    group.variable("freidlin_wentzell_" + variable, {"time"}, Eigen::ArrayXd(other.col(k)),
                   {variable + ", Freidlin and Wentzell", "1"});
  }
}

/// In the plane: both paths over the level lines of the potential, where there is one.
void write_ways(const OwnAction& asked, const Points& one, const Points& other, io::Group& part) {
  if (asked.given.dimension() != 2) return;
  const auto& [x_name, y_name] = std::tie(asked.given.names.variables[0], asked.given.names.variables[1]);
  constexpr Index places = 201;
  std::vector<double> x, y;
  for (const Points* path : {&one, &other})
    for (Index i = 0; i < places; ++i) {
      x.push_back((*path)(i * (path->rows() - 1) / (places - 1), 0));
      y.push_back((*path)(i * (path->rows() - 1) / (places - 1), 1));
    }
  io::Group& group = part.group("ways");
  group.scale("place", Eigen::ArrayXd::LinSpaced(places, 0, 1), {"part of the time", "1"});
  group.scale("curve", std::vector<std::string>{"Onsager and Machlup", "Freidlin and Wentzell"},
              {"curve", "1"});
  group.variable("x", {"curve", "place"}, x, {x_name, "1"});
  group.variable("y", {"curve", "place"}, y, {y_name, "1"});
}

void write(const OwnAction& asked, const std::vector<StationaryPath>& whole,
           const std::vector<StationaryPath>& least, io::Group& part) {
  part.attribute("action_onsager_machlup", richardson(actions(whole)));
  part.attribute("action_freidlin_wentzell", richardson(actions(least)));
  const Points one = asked.from_action(whole.front().path), other = asked.from_action(least.front().path);
  write_path(asked, one, other, part);
  write_ways(asked, one, other, part);
}

using Lazily = std::shared_ptr<frame::Lazy<std::vector<StationaryPath>>>;

/// The least over all times is no more than that over this one.
verify::Check geometric_check(const OwnAction& asked, const std::vector<StationaryPath>& least) {
  const double limit = richardson(actions(least));
  const double geometric = least_action_curve({asked.process(ActionKind::freidlin_wentzell), asked.scale},
                                              least.back().path(Eigen::seq(0, Eigen::last, 4), Eigen::all))
                               .action;
  return verify::value_check(
      1, geometric <= limit * (1 + 1e-2) + 1e-6 ? 1 : 0, 0, "Freidlin and Wentzell 1984",
      "whether " + number_text(geometric, 6) + ", the least action whatever the time, is below " +
          number_text(limit, 6) + ", that of this time");
}

}  // namespace

frame::Plan own_paths_plan(const io::Configuration& configuration, const std::string& name, Index steps) {
  const OwnAction asked = read_own_action(configuration, name);
  frame::Plan plan{"Most probable path of " + name,
                   "Between analysis.from and analysis.to in the time " + number_text(asked.time, 6)};
  const Lazily whole = frame::lazy([=] { return paths_of(asked, ActionKind::onsager_machlup, steps); });
  const Lazily least = frame::lazy([=] { return paths_of(asked, ActionKind::freidlin_wentzell, steps); });
  for (const auto& [label, found] : {std::pair{"onsager_machlup", whole}, {"freidlin_wentzell", least}}) {
    plan.checks.push_back(
        {std::string(label) + "/order", [found = found] { return order_check(found->get()); }});
    plan.checks.push_back({std::string(label) + "/minimum", [found = found] {
                             return verify::value_check(0, static_cast<double>(found->get().back().negative),
                                                        0, "Sylvester's law of inertia",
                                                        "negative directions of the Hessian");
                           }});
    if (asked.has_walls())
      plan.checks.push_back(
          {std::string(label) + "/walls", [=, found = found] { return walls_check(asked, found->get()); }});
  }
  if (asked.constant && asked.from != asked.to.front())
    plan.checks.push_back({"geometric_is_least", [=] { return geometric_check(asked, least->get()); }});
  plan.tables.push_back([=](io::Group& part) { write(asked, whole->get(), least->get(), part); });
  return plan;
}

}  // namespace kolmo::most_probable_paths

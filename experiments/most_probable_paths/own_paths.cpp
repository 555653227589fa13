// [problem.NAME]: the most probable path between two places, its limit of small noise, and what they cost.

#include <cmath>

#include "frame/problem/analysis.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

struct Asked {
  std::shared_ptr<const process::Process> process;
  std::vector<std::string> variables;
  Eigen::VectorXd from, to;
  double time;
  Eigen::ArrayXd scale;
  bool constant;

  PathAction action(ActionKind kind) const { return {*process, kind, ActionRule::trapezoid, 0, time, scale}; }
};

/// An eighth of the domain; without one the distance of both ends, or where a coordinate does not change the
/// largest of them.
Eigen::ArrayXd scale_of(const problem::Problem& given, const Eigen::VectorXd& from,
                        const Eigen::VectorXd& to) {
  Eigen::ArrayXd scale = (to - from).cwiseAbs().array();
  if (given.domain) {
    for (Index k = 0; k < scale.size(); ++k) {
      const auto& [lower, upper] = (*given.domain)[static_cast<std::size_t>(k)];
      scale(k) = (upper - lower) / 8;
    }
    return scale;
  }
  const double largest = scale.maxCoeff();
  for (double& s : scale)
    if (s == 0) s = largest;
  return scale;
}

Asked read(const io::Configuration& configuration, const std::string& name) {
  const problem::Problem given = problem::read_problem(configuration, name);
  const std::string table = "problem." + name;
  if (given.has_boundary())
    throw configuration.error_at(table + ".boundaries",
                                 "walls and rings have no action here: a path is followed on all of space");
  Asked asked{given.process,
              given.names.variables,
              frame::read_place(configuration, given, "from"),
              frame::read_place(configuration, given, "to"),
              0,
              {},
              process::constant_coefficients(*given.process) == true};
  if (asked.from == asked.to && !given.domain)
    throw configuration.error_at(table + ".analysis.to",
                                 "is where paths begin: give a domain, which says how far they may go");
  asked.scale = scale_of(given, asked.from, asked.to);
  if (!configuration.has(table + ".analysis.time"))
    throw configuration.error_at(table, "needs '" + table + ".analysis.time': how long the path takes");
  asked.time = configuration.number(table + ".analysis.time");
  try {
    require_valid(asked.action(ActionKind::onsager_machlup));
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".process", error.what());
  }
  return asked;
}

/// On h, h/2 and h/4.
std::vector<StationaryPath> paths_of(const Asked& asked, ActionKind kind, Index steps) {
  std::vector<StationaryPath> found{most_probable_path(asked.action(kind), asked.from, asked.to, steps)};
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

void write(const Asked& asked, const std::vector<StationaryPath>& whole,
           const std::vector<StationaryPath>& least, io::Group& part) {
  part.attribute("action_onsager_machlup", richardson(actions(whole)));
  part.attribute("action_freidlin_wentzell", richardson(actions(least)));
  const Points& one = whole.front().path;
  const Points& other = least.front().path;
  io::Group& group = part.group("path");
  group.scale("time", Eigen::ArrayXd::LinSpaced(one.rows(), 0, asked.time), {"time", "1"});
  for (Index k = 0; k < one.cols(); ++k) {
    const std::string& variable = asked.variables[static_cast<std::size_t>(k)];
    group.variable("onsager_machlup_" + variable, {"time"}, Eigen::ArrayXd(one.col(k)),
                   {variable + ", Onsager and Machlup", "1"});
    group.variable("freidlin_wentzell_" + variable, {"time"}, Eigen::ArrayXd(other.col(k)),
                   {variable + ", Freidlin and Wentzell", "1"});
  }
}

}  // namespace

frame::Plan own_paths_plan(const io::Configuration& configuration, const std::string& name, Index steps) {
  const Asked asked = read(configuration, name);
  frame::Plan plan{"Most probable path of " + name,
                   "Between analysis.from and analysis.to in the time " + number_text(asked.time, 6)};
  const auto whole = frame::lazy([=] { return paths_of(asked, ActionKind::onsager_machlup, steps); });
  const auto least = frame::lazy([=] { return paths_of(asked, ActionKind::freidlin_wentzell, steps); });
  for (const auto& [label, found] : {std::pair{"onsager_machlup", whole}, {"freidlin_wentzell", least}}) {
    plan.checks.push_back({std::string(label) + "/order", [=] { return order_check(found->get()); }});
    plan.checks.push_back({std::string(label) + "/minimum", [=] {
                             return verify::value_check(0, static_cast<double>(found->get().back().negative),
                                                        0, "Sylvester's law of inertia",
                                                        "negative directions of the Hessian");
                           }});
  }
  if (asked.constant && asked.from != asked.to) {
    // The least over all times is no more than that over this one.
    plan.checks.push_back(
        {"geometric_is_least", [=] {
           const double limit = richardson(actions(least->get()));
           const double geometric =
               least_action_curve({*asked.process, asked.scale},
                                  least->get().back().path(Eigen::seq(0, Eigen::last, 4), Eigen::all))
                   .action;
           return verify::value_check(
               1, geometric <= limit * (1 + 1e-2) + 1e-6 ? 1 : 0, 0, "Freidlin and Wentzell 1984",
               "whether " + number_text(geometric, 6) + ", the least action whatever the time, is below " +
                   number_text(limit, 6) + ", that of this time");
         }});
  }
  plan.tables.push_back([=](io::Group& part) { write(asked, whole->get(), least->get(), part); });
  return plan;
}

}  // namespace kolmo::most_probable_paths

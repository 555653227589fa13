// In the plane every scheme beside every other: errors at the end against what they cost, and orders.

#include <array>
#include <chrono>
#include <cmath>
#include <memory>

#include "frame/lazy.hpp"
#include "kolmo/io/keys.hpp"
#include "wasserstein_flow/parts.hpp"
#include "wasserstein_flow/plane_schemes.hpp"

namespace kolmo::wasserstein_flow {
namespace {

constexpr int levels = 3;
using Exact = std::shared_ptr<frame::Lazy<PlaneDensity>>;

/// A scheme in n, 2n and 4n steps.
struct Course {
  std::array<double, levels> steps, error, updates;
  double order;  ///< log₂ of ∫|ρ_n − ρ_2n|/∫|ρ_2n − ρ_4n|: what the grid leaves is the same in all three
  double seconds = 0;
};

Course course_of(const PlaneScheme& scheme, const PlaneFlow& flow, Index cells, const PlaneDensity& exact) {
  Course found;
  std::vector<PlaneDensity> ends;
  // attraction is slow: of second order only longer steps have differences above what cells leave
  const int fewest = scheme.order == 2 && !flow.interaction.empty() ? scheme.fewest / 2 : scheme.fewest;
  for (std::size_t level = 0; level < levels; ++level) {
    const int steps = fewest << level;
    const auto begin = std::chrono::steady_clock::now();
    PlaneRun run = scheme.run(flow, cells, steps);
    found.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    found.steps[level] = steps;
    found.error[level] = l1_distance(run.density, exact);
    found.updates[level] = run.updates;
    ends.push_back(std::move(run.density));
  }
  found.order = std::log2(l1_distance(ends[0], ends[1]) / l1_distance(ends[1], ends[2]));
  return found;
}

struct Row {
  std::string name;
  std::shared_ptr<frame::Lazy<Course>> course;
};

void write_table(io::Group& part, const std::string& flow, const std::vector<Row>& rows) {
  const auto n = static_cast<Index>(rows.size());
  std::vector<std::string> names;
  Eigen::ArrayXXd steps(n, levels), error(n, levels), updates(n, levels);
  for (Index i = 0; i < n; ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    names.push_back(row.name);
    for (Index k = 0; k < levels; ++k) {
      const auto at = static_cast<std::size_t>(k);
      steps(i, k) = row.course->get().steps[at];
      error(i, k) = row.course->get().error[at];
      updates(i, k) = row.course->get().updates[at];
    }
  }
  io::Group& group = part.group(flow);
  group.scale("scheme", names, {"scheme", ""});
  group.scale("level", Eigen::ArrayXd::LinSpaced(levels, 0, levels - 1), {"doublings of the steps", "1"});
  group.variable("steps", {"scheme", "level"}, steps, {"steps", "1"});
  group.variable("error", {"scheme", "level"}, error, {"L1 distance from the law at the end", "1"});
  group.variable("updates", {"scheme", "level"}, updates, {"updates of a cell", "1"});
}

/// Every scheme's errors over what they cost, as reports draw them.
void write_work(io::Group& part, const std::string& flow, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const Course& found = row.course->get();
    io::Group& group = part.group("work_precision/" + flow + "_" + row.name);
    group.attribute("scheme", row.name);
    group.scale("work", std::vector<double>(found.updates.begin(), found.updates.end()),
                {"updates of a cell", "1"});
    group.variable("error", {"work"}, std::vector<double>(found.error.begin(), found.error.end()),
                   {"L1 distance from the law at the end", "1"});
  }
}

/// Order, and error of the most steps: those of first order have 0.05 in eight steps and the half in sixteen,
/// of second order what the grid leaves (the differences of midpoint steps too, from which follows their
/// slack).
void add_checks(const PlaneScheme& scheme, const std::string& flow, const Row& row, frame::Plan& plan) {
  const std::string name = flow + "/" + scheme.name;
  const auto course = row.course;
  const double order = scheme.order, most = order == 1 ? 0.2 / scheme.fewest : 0.01;
  const double slack = scheme.name == "midpoint" ? 0.5 : 0.25;
  const std::string source = scheme.source;
  plan.checks.push_back({name + "/order", [=] {
                           return verify::value_check(order, course->get().order, slack, source,
                                                      "order in tau of differences of the densities");
                         }});
  plan.checks.push_back({name + "/error", [=] {
                           return verify::value_check(0, course->get().error.back(), most,
                                                      "the law at the end",
                                                      "L1 distance with the most steps");
                         }});
  plan.timings.push_back([=] {
    const Course& found = course->get();
    return frame::Timing{name + ": steps in the plane", found.seconds,
                         found.steps[0] + found.steps[1] + found.steps[2]};
  });
}

}  // namespace

frame::Plan plane_schemes_plan(Index cells) {
  frame::Plan plan{
      "Schemes beside each other in the plane",
      "Four wells from a Gaussian to t = 1/2, and attraction against diffusion, by every JKO step of the "
      "plane and by finite volumes."};
  for (const PlaneFlow& flow : plane_flows()) {
    const Exact exact = frame::lazy([&flow, cells] { return law_at_end(flow, cells); });
    std::vector<Row> rows;
    for (const PlaneScheme& scheme : plane_schemes()) {
      if (!flow.interaction.empty() && !scheme.takes_interactions) continue;
      rows.push_back({scheme.name, frame::lazy([=, &scheme, &flow] {
                        return course_of(scheme, flow, cells, exact->get());
                      })});
      add_checks(scheme, flow.name, rows.back(), plan);
    }
    plan.tables.push_back([=, &flow](io::Group& part) {
      write_table(part, flow.name, rows);
      write_work(part, flow.name, rows);
    });
  }
  return plan;
}

}  // namespace kolmo::wasserstein_flow

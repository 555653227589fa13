// Onsager and Machlup's action between two wells: saddle and minima, and the sign of the divergence.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

/// Minimum and saddle on h, h/2 and h/4.
struct Found {
  std::vector<StationaryPath> minima, saddles;

  double limit(const std::vector<StationaryPath>& all) const {
    std::vector<double> values;
    for (const StationaryPath& one : all) values.push_back(one.action);
    return richardson(values);
  }
};

Found find(double end, Index steps) {
  Found found;
  for (const Index n : {steps, 2 * steps, 4 * steps}) {
    const PathAction asked = action(ActionKind::onsager_machlup, end);
    found.minima.push_back(minimum(asked, n));
    found.saddles.push_back(saddle(asked, n));
  }
  return found;
}

/// When a path that rises through 0 does so, on the chord.
double crossing_time(const Points& path, double end) {
  Index n = 0;
  while (path(n + 1, 0) < 0) ++n;
  const double part = -path(n, 0) / (path(n + 1, 0) - path(n, 0));
  return end * (static_cast<double>(n) + part) / static_cast<double>(path.rows() - 1);
}

verify::OrderStudy order_of(const Found& found, double end) {
  verify::OrderStudy study{"order_of_the_action", "error of the action of the most probable path"};
  study.claimed = 2;
  study.next_term = 2;
  study.source = "trapezoid's rule";
  study.h_long_name = "time step";
  const double limit = found.limit(found.minima);
  for (const StationaryPath& one : found.minima)
    study.add(end / static_cast<double>(one.path.rows() - 1), one.action - limit);
  return study;
}

/// −log of the transition density of dX = −X dt + √2 dW from x to y within h, less that of Brownian motion's
/// constant, against one interval of the action with the divergence's sign as given: the largest defect over
/// some pairs.
double one_step_defect(double h, double sign) {
  double largest = 0;
  for (const auto& [x, velocity] : {std::pair{0.3, 1.0}, {-1.0, 0.5}, {1.2, -2.0}}) {
    const double y = x + velocity * h;
    const double variance = -std::expm1(-2 * h), mean = x * std::exp(-h);
    const double exact = 0.5 * (y - mean) * (y - mean) / variance + 0.5 * std::log(variance / (2 * h));
    const double slope = (y - x) / h + 0.5 * (x + y);
    largest = std::max(largest, std::abs(exact - h * (0.25 * slope * slope - 0.5 * sign)));
  }
  return largest;
}

verify::OrderStudy defect_study(const std::string& name, double sign, double claimed) {
  verify::OrderStudy study{name, "defect of one step's action against -log of the transition density"};
  study.claimed = claimed;
  study.source = "closed form of the Ornstein-Uhlenbeck process";
  study.h_long_name = "time step";
  for (const double h : {0.02, 0.01, 0.005, 0.0025, 0.00125}) study.add(h, one_step_defect(h, sign));
  return study;
}

/// What was found in one time, once.
using Lazily = std::shared_ptr<frame::Lazy<Found>>;

void add_checks_of_one_time(frame::Plan& plan, double end, const Lazily& found) {
  if (end == 2) {  // in the time 4 the saddle's curvature, -5e-8, is that of rounding
    plan.checks.push_back({"negative_directions/saddle/t=2", [=] {
                             return verify::value_check(
                                 1, static_cast<double>(found->get().saddles.back().negative), 0,
                                 "Sylvester's law of inertia", "of the Hessian at the saddle");
                           }});
    plan.checks.push_back({"lowest_curvature_of_the_saddle", [=] {
                             return verify::value_check(-6.5e-3, found->get().saddles.back().lowest_curvature,
                                                        5e-5, "another program",
                                                        "lowest eigenvalue of the second variation");
                           }});
    plan.studies.push_back({"order_of_the_action", [=] { return order_of(found->get(), end); }});
  } else {
    plan.checks.push_back({"resting_place", [=] {
                             const Points& path = found->get().minima.back().path;
                             return verify::value_check(1.125874, path.col(0).abs().maxCoeff(), 2e-6,
                                                        "another program",
                                                        "where the path waits: no minimum of V");
                           }});
  }
}

void add_table(frame::Plan& plan, double end, const Lazily& found) {
  plan.tables.push_back([=](io::Group& part) {
    const Points& found_path = found->get().minima.back().path;
    const Points mirrored = -found_path.colwise().reverse();
    write_over_time({{"minimum", found_path},
                     {"its mirror image", mirrored},
                     {"saddle", found->get().saddles.back().path}},
                    0, end, "paths_in_time_" + number_text(end), part);
  });
}

}  // namespace

frame::Plan onsager_machlup_plan(Index steps) {
  frame::Plan plan{"Onsager and Machlup's action",
                   "V = (x^2 - 1)^2, g = 1, from -1 to 1 in the time t: S = int (x' - f)^2/2 + f'/2 dt."};
  struct Known {
    double end, saddle, minimum;
  };
  // Richardson's limit of three paths: what is left is of the order of h⁶, and rounding.
  for (const Known& known : {Known{2, -2.9121863, -3.0868659}, {4, -12.6707281, -12.8457053}}) {
    const auto found = frame::lazy([=] { return find(known.end, steps); });
    const std::string name = "/t=" + number_text(known.end);
    plan.checks.push_back({"minimum" + name, [=] {
                             return verify::value_check(
                                 known.minimum, found->get().limit(found->get().minima), 1e-6,
                                 "another program", "action of the most probable path");
                           }});
    plan.checks.push_back({"saddle" + name, [=] {
                             return verify::value_check(
                                 known.saddle, found->get().limit(found->get().saddles), 1e-6,
                                 "another program", "action of the path that is stationary by symmetry");
                           }});
    plan.checks.push_back({"negative_directions/minimum" + name, [=] {
                             return verify::value_check(
                                 0, static_cast<double>(found->get().minima.back().negative), 0,
                                 "Sylvester's law of inertia", "of the Hessian at the minimum");
                           }});
    add_checks_of_one_time(plan, known.end, found);
    plan.checks.push_back({"crossing" + name, [=] {
                             const double t = crossing_time(found->get().minima.back().path, known.end);
                             return verify::value_check(0.32725, std::min(t, known.end - t), 1e-4,
                                                        "another program",
                                                        "when the path crosses 0, from the nearer end");
                           }});
    add_table(plan, known.end, found);
  }
  plan.studies.push_back(
      {"defect_of_the_right_sign", [] { return defect_study("defect_of_the_right_sign", 1, 2); }});
  plan.studies.push_back(
      {"defect_of_the_wrong_sign", [] { return defect_study("defect_of_the_wrong_sign", -1, 1); }});
  return plan;
}

}  // namespace kolmo::most_probable_paths

// The flow of the score, interpolation through latent space, and coefficients that are frozen.

#include <cmath>

#include "frame/result/plane_curves.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sampling/annealing/frozen_coefficients.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"
#include "mode_weights/parts.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

/// Three wells at the corners of a triangle.
density::GaussianMixture triangle() {
  Points means(3, 2);
  means << -2, 0, 2, 0, 0, 3;
  return {Eigen::Array3d(0.3, 0.3, 0.4), means,
          density::Covariances::isotropic(Eigen::Array3d(0.5, 0.5, 0.5), 2)};
}

std::vector<CriticalPoint> points_of_triangle() {
  return critical_points(triangle(), {{-4, 4}, {-2, 5}}, 25);
}

verify::Check count_check(const std::vector<CriticalPoint>& points, CriticalKind kind, double expected) {
  double found = 0;
  for (const CriticalPoint& one : points) found += one.kind == kind;
  return verify::value_check(expected, found, 0, "modes - saddles + minima = 1",
                             std::string(name_of(kind)) + " points");
}

/// Two points of data, the straight line between them, and the arc between their latent points carried back.
struct Interpolation {
  Points straight, latent;
};

Interpolation interpolation() {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 2);
  const auto score = std::make_shared<process::MarginalScore>(process, triangle());
  const process::ProbabilityFlow velocity(process, score);
  const auto carried = [&](const Points& x, double from, double to) {
    Points end(x.rows(), x.cols());
    ode::FlowPlan plan;
    plan.times = {from, to};
    ode::flow(velocity, plan, x, [&](Index snapshot, Index first, const ConstBlock& at, const ConstValues*) {
      if (snapshot == 1) end.middleRows(first, at.rows()) = at;
    });
    return end;
  };
  Points ends(2, 2);
  ends << -2, 0, 2, 0;
  const Points latent = carried(ends, 0.001, 1);
  constexpr Index n = 41;
  Points arc(n, 2), straight(n, 2);
  for (Index k = 0; k < n; ++k) {
    const double u = static_cast<double>(k) / static_cast<double>(n - 1);
    arc.row(k) =
        slerp(latent.row(0).matrix().transpose(), latent.row(1).matrix().transpose(), u).transpose().array();
    straight.row(k) = (1 - u) * ends.row(0) + u * ends.row(1);
  }
  return {straight, carried(arc, 1, 0.001)};
}

void write_landscape(io::Group& group) {
  const Grid grid({{-4, 4, 64}, {-2.5, 5, 60}});
  const Eigen::ArrayXd level =
      frame::at_centres(grid, [](const ConstBlock& x, Values out) { triangle().log_density(x, out); });
  frame::write_level_lines(grid, level.max(-12), {"log density, cut at -12", "1"}, {}, group);
}

void write_flow(io::Group& part) {
  io::Group& group = part.group("flow_lines");
  const auto points = points_of_triangle();
  const auto count = static_cast<Index>(points.size());
  std::vector<std::string> names;
  Points places(count, 2);
  Eigen::ArrayXd log(count);
  for (Index i = 0; i < count; ++i) {
    const CriticalPoint& one = points[static_cast<std::size_t>(i)];
    names.push_back(std::string(name_of(one.kind)) + " " + number_text(i + 1));
    places.row(i) = one.place.transpose().array();
    log(i) = one.log_density;
  }
  constexpr Index lines = 12;
  Points starts(lines, 2);
  for (Index k = 0; k < lines; ++k) {
    const double angle = 0.5235987755982988 * static_cast<double>(k);
    starts.row(k) << 3.5 * std::cos(angle), 1 + 3 * std::sin(angle);
  }
  const std::vector<Points> along = streamlines(triangle(), starts, 60, 2);
  std::vector<std::string> curves;
  std::vector<Points> places_of;
  for (Index k = 0; k < lines; ++k) {
    curves.push_back("line " + number_text(k + 1));
    places_of.emplace_back(static_cast<Index>(along.size()), 2);
    for (std::size_t i = 0; i < along.size(); ++i)
      places_of.back().row(static_cast<Index>(i)) = along[i].row(k);
  }
  frame::write_plane_curves(curves, places_of, {}, group);
  frame::write_marks(names, places, {}, group);
  group.variable("mark_log_density", {"mark"}, log, {"log density", "1"});
  write_landscape(group);
}

/// Moments by steps of the equation itself against the closed form.
verify::Check frozen_check(double frozen) {
  const process::VariancePreserving process(0.1, 20, 1, 1);
  const double beta = 0.1 + 19.9 * frozen, t = 0.4;
  double v = 0.25;
  constexpr int n = 4000;  // Heun: error below 1e−6
  for (int k = 0; k < n; ++k) {
    const double h = t / n, first = -beta * v + beta, second = -beta * (v + h * first) + beta;
    v += 0.5 * h * (first + second);
  }
  return verify::value_check(v, frozen_variance(process, frozen, 0.25, t).frozen, 1e-5, "v' = 2 a v + g^2",
                             "variance at t = 0.4 with coefficients of one time");
}

void write_frozen(io::Group& part) {
  const process::VariancePreserving process(0.1, 20, 1, 1);
  std::vector<double> times, exact, early, late;
  for (int k = 1; k <= 20; ++k) {
    const double t = 0.05 * k;
    times.push_back(t);
    exact.push_back(frozen_variance(process, 0.5, 0.25, t).exact);
    early.push_back(frozen_variance(process, 0.1, 0.25, t).frozen);
    late.push_back(frozen_variance(process, 0.5, 0.25, t).frozen);
  }
  io::Group& group = part.group("frozen_coefficients");
  group.scale("time", times, {"time", "1"});
  group.variable("exact", {"time"}, exact, {"variance with the schedule", "1"});
  group.variable("frozen_at_0.1", {"time"}, early, {"variance with the coefficients of t = 0.1", "1"});
  group.variable("frozen_at_0.5", {"time"}, late, {"variance with the coefficients of t = 0.5", "1"});
}

/// Checks of the path through latent space, and of frozen coefficients.
void add_path_checks(frame::Plan& plan, const std::shared_ptr<frame::Lazy<Interpolation>>& paths) {
  plan.checks.push_back({"latent_path_ends_at_its_ends", [=] {
                           const Points& arc = paths->get().latent;
                           const Points& line = paths->get().straight;
                           const double away = std::max((arc.row(0) - line.row(0)).abs().maxCoeff(),
                                                        (arc.row(40) - line.row(40)).abs().maxCoeff());
                           // The flow's tolerance, 1e-8 a step, grown by the contraction to the wells and
                           // back.
                           return verify::value_check(0, away, 1e-4, "the flow there and back",
                                                      "largest distance of an end");
                         }});
  plan.checks.push_back({"latent_path_is_longer", [=] {
                           return verify::value_check(
                               1,
                               path_length(paths->get().latent) > path_length(paths->get().straight) ? 1 : 0,
                               0, "a straight line is shortest", "lengths are attributes of the group");
                         }});
  for (const double frozen : {0.1, 0.5})
    plan.checks.push_back(
        {"frozen_coefficients/t=" + number_text(frozen), [=] { return frozen_check(frozen); }});
}

}  // namespace

frame::Plan flow_plan() {
  frame::Plan plan{"The flow of the score, and latent space",
                   "dx/dt = grad log p ends at modes, whose basins saddles part; between two wells the arc "
                   "between latent points is longer than the straight line."};
  const auto points = frame::lazy([] { return points_of_triangle(); });
  plan.checks.push_back({"modes", [=] { return count_check(points->get(), CriticalKind::mode, 3); }});
  plan.checks.push_back({"saddles", [=] { return count_check(points->get(), CriticalKind::saddle, 3); }});
  plan.checks.push_back({"minima", [=] { return count_check(points->get(), CriticalKind::minimum, 1); }});
  plan.checks.push_back({"basins", [=] {
                           Points starts(3, 2);
                           starts << -3, -1, 3, 0.5, 0, 4;
                           const std::vector<Index> ends = basins(triangle(), starts, points->get());
                           double right = 0;
                           for (Index i = 0; i < 3; ++i) {
                             const Index end = ends[static_cast<std::size_t>(i)];
                             if (end < 0) continue;
                             const Eigen::VectorXd place = points->get()[static_cast<std::size_t>(end)].place;
                             right += (place - triangle().means().row(i).matrix().transpose()).norm() < 0.3;
                           }
                           return verify::value_check(3, right, 0, "the well that is nearest",
                                                      "starts that end where they should");
                         }});
  const auto paths = frame::lazy([] { return interpolation(); });
  add_path_checks(plan, paths);
  plan.tables.push_back([=](io::Group& part) {
    write_flow(part);
    write_frozen(part);
    io::Group& ways = part.group("interpolation");
    frame::write_plane_curves({"straight line", "arc between latent points"},
                              {paths->get().straight, paths->get().latent}, {}, ways);
    write_landscape(ways);
    part.attribute("length_straight", path_length(paths->get().straight));
    part.attribute("length_latent", path_length(paths->get().latent));
  });
  return plan;
}

}  // namespace kolmo::mode_weights

// The flow of the score, interpolation through latent space, and coefficients that are frozen.

#include <cmath>

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

std::vector<double> numbers_to(Index n) {
  std::vector<double> numbers;
  for (Index k = 0; k < n; ++k) numbers.push_back(static_cast<double>(k));
  return numbers;
}

void write_path(io::Group& part, const std::string& name, const Points& path, const std::string& what) {
  io::Group& group = part.group(name);
  group.scale("point", numbers_to(path.rows()), {"point along the path", "1"});
  group.variable("x", {"point"}, Eigen::ArrayXd(path.col(0)), {"coordinate x of " + what, "1"});
  group.variable("y", {"point"}, Eigen::ArrayXd(path.col(1)), {"coordinate y of " + what, "1"});
}

void write_flow(io::Group& part) {
  const auto points = points_of_triangle();
  io::Group& group = part.group("critical_points");
  std::vector<double> numbers, x, y, log;
  std::vector<std::string> kinds;
  for (std::size_t i = 0; i < points.size(); ++i) {
    numbers.push_back(static_cast<double>(i));
    x.push_back(points[i].place(0));
    y.push_back(points[i].place(1));
    log.push_back(points[i].log_density);
    kinds.emplace_back(name_of(points[i].kind));
  }
  group.scale("point", numbers, {"critical point", "1"});
  group.variable("x", {"point"}, x, {"x", "1"});
  group.variable("y", {"point"}, y, {"y", "1"});
  group.variable("log_density", {"point"}, log, {"log density", "1"});
  group.variable("kind", {"point"}, kinds, {"mode, saddle or minimum", "1"});
  Points starts(12, 2);
  for (Index k = 0; k < 12; ++k) {
    const double angle = 0.5235987755982988 * static_cast<double>(k);
    starts.row(k) << 3.5 * std::cos(angle), 1 + 3 * std::sin(angle);
  }
  const std::vector<Points> lines = streamlines(triangle(), starts, 60, 2);
  io::Group& flow = part.group("streamlines");
  const auto count = static_cast<Index>(lines.size());
  flow.scale("line", numbers_to(12), {"streamline", "1"});
  flow.scale("point", numbers_to(count), {"point along the streamline", "1"});
  for (Index j = 0; j < 2; ++j) {
    Eigen::ArrayXXd values(12, count);
    for (Index i = 0; i < count; ++i) values.col(i) = lines[static_cast<std::size_t>(i)].col(j);
    flow.variable(j == 0 ? "x" : "y", {"line", "point"}, values,
                  {j == 0 ? "x of the flow" : "y of the flow", "1"});
  }
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
                   "dx/dt = grad log p ends at modes, whose basins saddles part; an arc between latent "
                   "points keeps to where the "
                   "density is."};
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
    write_path(part, "interpolation/straight", paths->get().straight, "the straight line");
    write_path(part, "interpolation/latent", paths->get().latent, "the arc between latent points");
    part.attribute("length_straight", path_length(paths->get().straight));
    part.attribute("length_latent", path_length(paths->get().latent));
  });
  return plan;
}

}  // namespace kolmo::mode_weights

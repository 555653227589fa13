// Curves of least action whatever their time: heights of passes, and a field without a potential.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/point_functions.hpp"
#include "most_probable_paths/parts.hpp"
#include "most_probable_paths/wells.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;

const process::Process& bent_wells() {
  static const process::OverdampedLangevin process(std::make_shared<density::BentWells>(), 1);
  return process;
}

/// Maier and Stein's field, unit noise: no potential unless alpha = 1.
std::shared_ptr<const process::Process> maier_stein(double alpha) {
  const auto drift = [alpha](double, const Eigen::Vector2d& x) -> Eigen::Vector2d {
    return {x(0) - x(0) * x(0) * x(0) - alpha * x(0) * x(1) * x(1), -(1 + x(0) * x(0)) * x(1)};
  };
  const auto noise = [](double, const Eigen::Vector2d&) {
    return Eigen::Matrix2d(Eigen::Matrix2d::Identity());
  };
  using Process = process::PointFunctions<2, 2, decltype(drift), decltype(noise)>;
  return std::make_shared<Process>(
      drift, noise,
      process::FunctionFacts{.noise = process::NoiseKind::scalar, .scales = Eigen::ArrayXd::Ones(2)});
}

LeastActionCurve curve(const process::Process& process, const Eigen::Vector2d& from,
                       const Eigen::Vector2d& to, Index points, double bend = 0) {
  Points start = straight_path(from, to, points);
  for (Index i = 0; i <= points; ++i)
    start(i, 1) += bend * std::sin(3.14159265358979 * static_cast<double>(i) / static_cast<double>(points));
  return least_action_curve({process, Eigen::ArrayXd::Ones(2)}, start);
}

double limit_of(const std::function<double(Index)>& value) { return (4 * value(100) - value(50)) / 3; }

/// The same by time: the least action of Freidlin and Wentzell over the time 20, on the curve's places to
/// begin with.
double by_time(const process::Process& process, const Points& curve, Index steps) {
  Points start(steps + 1, 2);
  for (Index i = 0; i <= steps; ++i) {  // waits at both ends, and moves between 5 and 15
    const Index at = std::clamp<Index>((4 * i - steps) * 100 / (2 * steps), 0, 100);
    start.row(i) = curve.row(at);
  }
  const PathAction asked{process, ActionKind::freidlin_wentzell, ActionRule::trapezoid, 0,
                         20,      Eigen::ArrayXd::Ones(2)};
  return minimal_path(asked, start).action;
}

void write(io::Group& part) {
  const Eigen::Vector2d left(-1, 0.5), right(1, 0.5);
  const Points way = curve(bent_wells(), left, right, 100, -0.2).curve,
               out = curve(*maier_stein(10), {-1, 0}, {0, 0}, 100, 0.3).curve;
  io::Group& group = part.group("curves_of_least_action");
  group.scale("place", Eigen::ArrayXd::LinSpaced(101, 0, 1), {"part of the length", "1"});
  group.scale("curve", std::vector<std::string>{"bent wells", "Maier and Stein, alpha = 10"}, {"curve", "1"});
  std::vector<double> x, y;
  for (const Points* one : {&way, &out})
    for (Index i = 0; i <= 100; ++i) {
      x.push_back((*one)(i, 0));
      y.push_back((*one)(i, 1));
    }
  group.variable("x", {"curve", "place"}, x, {"x", "1"});
  group.variable("y", {"curve", "place"}, y, {"y", "1"});
}

/// Off the axis, where there is no potential.
void add_bent_checks(frame::Plan& plan) {
  const auto bent = frame::lazy([] {
    return limit_of([](Index n) { return curve(*maier_stein(10), {-1, 0}, {0, 0}, n, 0.3).action; });
  });
  plan.checks.push_back({"maier_stein/below_the_axis", [=] {
                           return verify::value_check(
                               1, bent->get() < 0.5 - 0.1 ? 1 : 0, 0, "Maier and Stein 1993",
                               "alpha = 10: whether the way off the axis costs less than that along it, 1/2");
                         }});
  plan.checks.push_back(
      {"maier_stein/by_time", [=] {
         // Richardson's limits of either: what is left is of order 4.
         const auto process = maier_stein(10);
         const Points way = curve(*process, {-1, 0}, {0, 0}, 100, 0.3).curve;
         const double coarse = by_time(*process, way, 400), fine = by_time(*process, way, 800);
         return verify::value_check(bent->get(), (4 * fine - coarse) / 3, 2e-4, "the geometric action",
                                    "alpha = 10: least action over the time 20");
       }});
}

}  // namespace

frame::Plan geometric_plan() {
  frame::Plan plan{"Least action whatever the time", "int |x'||f| - x'.f along curves: the quasipotential."};
  plan.checks.push_back({"line", [] {
                           return verify::value_check(2, limit_of([](Index n) {
                                                        return least_action_curve(
                                                                   {double_well(), Eigen::ArrayXd::Ones(1)},
                                                                   straight_path(-Eigen::VectorXd::Ones(1),
                                                                                 Eigen::VectorXd::Ones(1), n))
                                                            .action;
                                                      }),
                                                      1e-5, "(V(0) - V(-1))/T", "double well, T = 1/2");
                         }});
  plan.checks.push_back({"bent_wells/up", [] {
                           return verify::value_check(
                               1, limit_of([](Index n) {
                                 return curve(bent_wells(), {-1, 0.5}, {0, 0}, n).action;
                               }),
                               1e-4, "(V(saddle) - V(minimum))/T", "in the plane, T = 1");
                         }});
  plan.checks.push_back({"bent_wells/down", [] {
                           return verify::value_check(
                               0, curve(bent_wells(), {0, 0}, {1, 0.5}, 100, -0.05).action, 2e-3,
                               "downhill costs nothing", "action of the way down");
                         }});
  plan.checks.push_back({"maier_stein/alpha=1", [] {
                           return verify::value_check(
                               0.5, limit_of([](Index n) {
                                 return curve(*maier_stein(1), {-1, 0}, {0, 0}, n, 0.2).action;
                               }),
                               1e-4, "2 (V(0) - V(-1)), V = x^4/4 - x^2/2 + y^2(1 + x^2)/2",
                               "a gradient: along the axis");
                         }});
  add_bent_checks(plan);
  plan.tables.push_back(write);
  return plan;
}

}  // namespace kolmo::most_probable_paths

// The exact marginal velocity on the line, and what it says of the score.

#include <cmath>
#include <numbers>

#include "flow_matching/parts.hpp"
#include "flow_matching/straightness.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/score/interpolant.hpp"

namespace kolmo::flow_matching {
namespace {

using process::MixtureInterpolant;

MixtureInterpolant from_normal(const density::GaussianMixture& target, const char* schedule = "straight") {
  return {density::gaussian_1d(0, 1), target, process::find_interpolant_schedule(schedule)};
}

Points carried(const process::VelocityField& velocity, const Points& start, double tolerance = 1e-13) {
  ode::FlowPlan plan;
  plan.times = {0, 1};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  Points end = start;
  ode::flow(velocity, plan, start, [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
    if (snapshot == 1) end.middleRows(first, x.rows()) = x;
  });
  return end;
}

void add_end_points(frame::Plan& plan) {
  const auto end_point = [&](double from, double expected) {
    const auto end = frame::lazy(
        [=] { return carried(from_normal(reference_mixture()), Points::Constant(1, 1, from))(0, 0); });
    plan.checks.push_back({"end_point/x=" + number_text(from), [=] {
                             return verify::value_check(expected, end->get(), 1e-9, "acceptance value",
                                                        "where the flow ends");
                           }});
    plan.checks.push_back({"distribution_kept/x=" + number_text(from), [=] {
                             return verify::value_check(normal_cdf(from), reference_mixture().cdf(end->get()),
                                                        1e-10, "F_t(x_t) is constant on the line",
                                                        "F_1 of the end");
                           }});
  };
  end_point(-1.5, -2.381568797);
  end_point(-0.3, 1.405625934);
  end_point(0.2, 1.871957292);
  end_point(1.1, 2.431973217);
}

/// x_t = α x₁ + σ ε of three schedules at t; the variance preserving one runs from noise at t = 0 to data
/// at 1.
struct Schedule {
  const char* name;
  process::GaussianPath (*at)(double t);
};

constexpr Schedule schedules[] = {{"straight",
                                   [](double t) {
                                     return process::GaussianPath{t, 1, 1 - t, -1};
                                   }},
                                  {"trigonometric",
                                   [](double t) {
                                     const double q = 0.5 * std::numbers::pi;
                                     return process::GaussianPath{std::sin(q * t), q * std::cos(q * t),
                                                                  std::cos(q * t), -q * std::sin(q * t)};
                                   }},
                                  {"variance_preserving", [](double t) {
                                     // α = e^{−B/2}, B = 10 (1 − t)², σ² = 1 − α².
                                     const double alpha = std::exp(-5 * (1 - t) * (1 - t)),
                                                  rate = 10 * (1 - t) * alpha,
                                                  sigma = std::sqrt(1 - alpha * alpha);
                                     return process::GaussianPath{alpha, rate, sigma, -alpha * rate / sigma};
                                   }}};

/// The interpolant of a path: a = σ, b = α.
process::InterpolantSchedule schedule_of(const Schedule& one) {
  const auto part = [&one](double process::GaussianPath::*member) {
    return [&one, member](double t) { return one.at(t).*member; };
  };
  using Path = process::GaussianPath;
  return {one.name,
          part(&Path::sigma),
          part(&Path::sigma_rate),
          part(&Path::alpha),
          part(&Path::alpha_rate),
          [](double) { return 0.0; },
          [](double) { return 0.0; }};
}

/// Largest difference between the velocity and that made of the score, and back, at places and times.
double conversion_error(const Schedule& one) {
  const MixtureInterpolant interpolant(density::gaussian_1d(0, 1), reference_mixture(), schedule_of(one));
  Points x(9, 1), velocity(9, 1), score(9, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(9, -3, 3);
  double worst = 0;
  for (const double t : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    interpolant.velocity(t, x, velocity);
    interpolant.score(t, x, score);
    const process::GaussianPath path = one.at(t);
    worst = std::max({worst, (process::velocity_from_score(path, x, score) - velocity).abs().maxCoeff(),
                      (process::score_from_velocity(path, x, velocity) - score).abs().maxCoeff()});
  }
  return worst;
}

void add_straightness(frame::Plan& plan) {
  const auto pair = [](double s0, double s1) {
    return GaussianPair{Eigen::MatrixXd::Constant(1, 1, s0 * s0), Eigen::MatrixXd::Constant(1, 1, s1 * s1)};
  };
  const auto both = [&](double s0, double s1, double coupling, double flow) {
    const std::string name = "s0=" + number_text(s0) + "/s1=" + number_text(s1);
    plan.checks.push_back({"straightness_of_coupling/" + name, [=] {
                             return verify::value_check(coupling, straightness_of_coupling(pair(s0, s1)),
                                                        5e-7, "pi/2 s0 s1", "integral of E|x1 - x0 - v|^2");
                           }});
    plan.checks.push_back({"straightness_of_flow/" + name, [=] {
                             return verify::value_check(flow, straightness_of_flow(pair(s0, s1)), 5e-7,
                                                        "acceptance value",
                                                        "integral of E|v - (x1 - x0)|^2 along the flow");
                           }});
  };
  both(1, 1, 1.570796, 0.429204);
  both(1, 0.25, 0.392699, 0.107301);
  both(0.5, 1.5, 1.178097, 0.321903);
}

void write_lines(io::Group& part) {
  constexpr Index lines = 25, n = 51;
  Points start(lines, 1);
  std::vector<double> numbers, times;
  for (Index i = 0; i < lines; ++i) {
    start(i, 0) = normal_upper_quantile(1 - (static_cast<double>(i) + 0.5) / lines);
    numbers.push_back(static_cast<double>(i));
  }
  for (Index k = 0; k < n; ++k) times.push_back(static_cast<double>(k) / (n - 1));
  for (const auto& schedule : process::interpolant_schedules()) {
    const MixtureInterpolant interpolant = from_normal(reference_mixture(), schedule.name.c_str());
    ode::FlowPlan plan;
    plan.times = times;
    Eigen::ArrayXXd x(lines, n);
    ode::flow(interpolant, plan, start,
              [&](Index snapshot, Index first, const ConstBlock& at, const ConstValues*) {
                x.block(first, snapshot, at.rows(), 1) = at.col(0);
              });
    io::Group& group = part.group("lines_" + schedule.name);
    group.scale("line", numbers, {"field line", "1"});
    group.scale("time", times, {"time", "1"});
    group.variable("x", {"line", "time"}, x, {"x along the flow, " + schedule.name, "1"});
  }
}

}  // namespace

frame::Plan mixture_plan() {
  frame::Plan plan{"The marginal velocity",
                   "The mean velocity of the lines through a place carries N(0, 1) to the mixture; it and "
                   "the score say the same."};
  add_end_points(plan);
  for (const Schedule& one : schedules)
    plan.checks.push_back({std::string("velocity_and_score/") + one.name, [&one] {
                             // Rounding of (v − α̇/α x)/(σ(…)), whose factor is 1/σ² at most: 1e2 here.
                             return verify::value_check(0, conversion_error(one), 1e-12,
                                                        "v = (a'/a) x + s(s a'/a - s') score",
                                                        "largest difference, both ways");
                           }});
  add_straightness(plan);
  plan.tables.push_back(write_lines);
  return plan;
}

}  // namespace kolmo::flow_matching

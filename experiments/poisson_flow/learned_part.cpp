// The field as a regression: what two targets teach a network, against the sum over all points.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "poisson_flow/learned_part.hpp"

namespace kolmo::poisson_flow {
namespace {

using namespace green_flow;

constexpr Index levels = 9;
double level(Index k) {
  return first_time * std::pow(last_time / first_time, static_cast<double>(k) / (levels - 1));
}

/// u/|u| of a velocity f: (1, f)/√(1 + |f|²); of u itself: its own.
Points direction(Target target, const Points& value) {
  Points u(value.rows(), target == Target::ratio ? value.cols() + 1 : value.cols());
  if (target == Target::ratio)
    u << Eigen::ArrayXd::Ones(value.rows()), value;
  else
    u = value;
  return u.colwise() / u.square().rowwise().sum().sqrt().eval();
}

/// The field of these points; or, with D = d + 2 further dimensions in its weights, the one that is learned
/// from the two components where places are drawn from p_t(·|x₀): E[G_{>1}|x]/E[G₁|x], where weights φ come
/// twice.
GreenField field_of(const PointCloud& cloud, bool twice) {
  const auto d = static_cast<double>(cloud.dimension());
  return {std::make_shared<PowerKernel>(cloud.dimension(), twice ? d + 2 : 1), cloud};
}

Points velocity(const GreenField& field, double t, const Points& x) {
  Points out(x.rows(), x.cols());
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    field.velocity(t, x.middleRows(first, rows), out.middleRows(first, rows));
  });
  return out;
}

Eigen::ArrayXd squares(const Points& x) { return x.square().rowwise().sum(); }

}  // namespace

FieldErrors field_errors(const LearnedField& learned, Target target, const PointCloud& cloud, Index n,
                         const RandomStream& stream) {
  const GreenField exact = field_of(cloud, false), twice = field_of(cloud, true);
  FieldErrors errors{Eigen::ArrayXd(levels), Eigen::ArrayXd(levels), Eigen::ArrayXd(levels)};
  for (Index k = 0; k < levels; ++k) {
    const double t = level(k);
    const Places places = places_of(Target::ratio, cloud, n, stream, static_cast<std::uint32_t>(k), t);
    const Points f = velocity(exact, t, places.x), other = velocity(twice, t, places.x),
                 found = learned.at(places);
    const auto error = [&](const Points& difference) { return std::sqrt(squares(difference).mean()); };
    errors.time(k) = t;
    errors.learned(k) = target == Target::ratio
                            ? t * error(found - f)
                            : error(direction(target, found) - direction(Target::ratio, f));
    errors.twice(k) = target == Target::ratio
                          ? t * error(other - f)
                          : error(direction(Target::ratio, other) - direction(Target::ratio, f));
  }
  return errors;
}

verify::Check learned_check(const FieldErrors& errors) {
  const auto together = [](const Eigen::ArrayXd& each) { return std::sqrt(each.square().mean()); };
  return verify::value_check(
      0, together(errors.learned), together(errors.twice) / 2,
      "the sum over all points; half of the distance to the field whose weights come twice",
      "root of the mean squared error over places and times");
}

verify::Check target_check(Target target, Target law, double sign, const PointCloud& cloud, Index n,
                           const RandomStream& stream, double z) {
  const GreenField exact = field_of(cloud, false);
  const auto d = static_cast<double>(cloud.dimension());
  Eigen::ArrayXd along(levels * n), own(levels * n), log_density(n);
  for (Index k = 0; k < levels; ++k) {
    const double t = level(k);
    const Places places = places_of(law, cloud, n, stream, static_cast<std::uint32_t>(k), t);
    const Points f = velocity(exact, t, places.x), one = sign * targets_of(target, places);
    const Eigen::ArrayXd s = lengths(places);
    if (target == Target::ratio) {
      const Eigen::ArrayXd scale = (t / s).square();
      along.segment(k * n, n) = scale * (one * f).rowwise().sum();
      own.segment(k * n, n) = scale * squares(f);
      continue;
    }
    exact.log_density(t, places.x, log_density);
    const auto& kernel = dynamic_cast<const PowerKernel&>(exact.kernel());
    along.segment(k * n, n) = (one * direction(Target::ratio, f)).rowwise().sum();
    own.segment(k * n, n) = s.pow(d) * (log_density - kernel.log_constant()).exp() * (1 + squares(f)).sqrt();
  }
  const Eigen::ArrayXd difference = along - own;
  Estimate found = mean_estimate(difference.data(), difference.size());
  const double expected = own.mean();
  found.value += expected;
  verify::Check check = verify::estimate_check("", expected, found, z, 0, "the sum over all points");
  check.note = target == Target::ratio ? "mean of (t/s)^2 target.f, which is that of (t/s)^2 |f|^2"
                                       : "mean of target.u/|u|, which is that of |u|";
  verify::require_power(check, expected / 10);
  return check;
}

namespace {

const char* name_of(Target target) { return target == Target::ratio ? "ratio" : "field"; }

void write(io::Group& part, const std::string& name, const FieldErrors& errors, const std::string& unit) {
  io::Group& group = part.group("error_" + name);
  group.scale("time", errors.time, {"time", "1"});
  group.variable("learned", {"time"}, errors.learned, {"error of what was learned, " + unit, "1"});
  group.variable("weights_twice", {"time"}, errors.twice,
                 {"distance to the field whose weights come twice, " + unit, "1"});
}

}  // namespace

frame::Plan learned_plan(const PointCloud& cloud, Index steps, const RandomStream& stream, const Z& z) {
  constexpr Index places = 1024;
  frame::Plan plan{
      "The field as a regression",
      "The conditional mean of G_x/G_t at places that come from the source is the velocity; that of G "
      "is the field at places that do not. A perceptron learns both."};
  for (const Target target : {Target::ratio, Target::field}) {
    const std::string name = name_of(target);
    const RandomStream own = stream.role(name);
    plan.checks.push_back(
        {"target/" + name,
         [=] { return target_check(target, target, 1, cloud, 4 * places, own.role("target"), z()); }});
    const auto errors = frame::lazy([=] {
      const LearnedField learned(target, target, 1, cloud, steps, own);
      return field_errors(learned, target, cloud, places, own.role("errors"));
    });
    plan.checks.push_back({"learned/" + name, [=] { return learned_check(errors->get()); }});
    plan.tables.push_back([=](io::Group& part) {
      write(part, name, errors->get(),
            target == Target::ratio ? "of t f, in deviations of the data" : "of u/|u|");
    });
  }
  return plan;
}

}  // namespace kolmo::poisson_flow

// A rotation that leaves the law at rest as it is: what it produces, carries and costs.

#include <cmath>
#include <numbers>

#include "entropy_along_diffusion/parts.hpp"
#include "entropy_along_diffusion/time_averages.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/linear_process.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

/// dX = (−1 + wJ) X dt + √2 dW, J = ((0, 1), (−1, 0)): N(0, I) at rest for every w.
process::LinearProcess rotation(double w) {
  return {Eigen::Matrix2d{{-1, w}, {-w, -1}}, Eigen::Vector2d::Zero(),
          std::sqrt(2.0) * Eigen::Matrix2d::Identity()};
}

/// Entropy production, and the current across the half line x > 0, y = 0 upwards, on three grids.
struct AtRest {
  double production, current;
  bool detailed_balance;
};

AtRest at_rest(double w) {
  std::vector<Eigen::ArrayXd> values;
  bool balance = true;
  for (const Index cells : {32, 64, 128}) {
    const Grid grid({{-6, 6, cells}, {-6, 6, cells}});
    const auto state = fokker_planck::stationary_state(fokker_planck::scharfetter_gummel(rotation(w), grid));
    // Faces of axis 1 between rows cells/2 − 1 and cells/2 lie on y = 0.
    double current = 0;
    for (Index i = cells / 2; i < cells; ++i) current += state.currents[1](cells / 2 - 1, i);
    values.push_back(Eigen::Array2d(state.entropy_production, current));
    balance = balance && state.detailed_balance;
  }
  const auto limit = fokker_planck::extrapolate(values);
  return {limit.value(0), limit.value(1), balance};
}

Points start(const Sizes& sizes, const RandomStream& stream) {
  Points x(sizes.chains, 2);
  for (Index first = 0; first < sizes.chains; first += block_rows)
    stream.normals(first, 0, x.middleRows(first, std::min(block_rows, sizes.chains - first)));
  return x;
}

constexpr double step = 0.01;
constexpr Index steps = 10000;  // t = 100

Estimate variance_of_x(const Sizes& sizes, double w) {
  const RandomStream stream = RandomStream(sizes.seed).role("rotation", static_cast<std::uint64_t>(w));
  const auto process = rotation(w);
  const Eigen::ArrayXd averages =
      time_averages(process, start(sizes, stream.role("start")), step, steps, stream,
                    [](const ConstBlock& a, const ConstBlock& b, double h, Values out) {
                      out += 0.5 * h * (a.col(0) + b.col(0));
                    });
  return variance_rate(averages, step * static_cast<double>(steps));
}

/// The area ∫ (y dx − x dy), Stratonovich: 2w a unit of time on average.
Eigen::ArrayXd areas(const Sizes& sizes, double w) {
  const RandomStream stream = RandomStream(sizes.seed).role("area", static_cast<std::uint64_t>(w));
  const auto process = rotation(w);
  return time_averages(process, start(sizes, stream.role("start")), step, steps, stream,
                       [](const ConstBlock& a, const ConstBlock& b, double, Values out) {
                         out += b.col(0) * a.col(1) - a.col(0) * b.col(1);
                       });
}

void add_area_checks(frame::Plan& plan, const Sizes& sizes, const Z& z) {
  for (const double w : {1.0, 3.0}) {
    const std::string at = "/w=" + number_text(w);
    const auto area = frame::lazy([=] { return areas(sizes, w); });
    plan.checks.push_back({"area" + at, [=] {
                             const Eigen::ArrayXd& a = area->get();
                             // E (x'y − xy') of a step of the exact process, over h; the scheme's own error
                             // is of order h².
                             return verify::estimate_check(
                                 "", 2 * std::exp(-step) * std::sin(w * step) / step,
                                 mean_estimate(a.data(), a.size()), z(), 1e-4 * w * (1 + w * w),
                                 "2 e^{-h} sin(wh)/h: 2w as h -> 0");
                           }});
    plan.checks.push_back({"uncertainty_relation" + at, [=] {
                             const Eigen::ArrayXd& a = area->get();
                             const Estimate variance = variance_rate(a, step * static_cast<double>(steps));
                             const double bound = 2 * (2 * w) * (2 * w) / (2 * w * w);
                             return verify::value_check(
                                 1, variance.value + z() * variance.standard_error > bound ? 1 : 0, 0,
                                 "Barato and Seifert 2015: Var J/<J>^2 >= 2/(entropy produced)",
                                 "whether " + number_text(variance.value, 4) + " lies above " +
                                     number_text(bound, 4));
                           }});
    plan.checks.push_back({"variance_of_the_area" + at, [=] {
                             const Eigen::ArrayXd& a = area->get();
                             const double exact = 4 + 4 * w * w;
                             return verify::estimate_check(
                                 "", exact, variance_rate(a, step * static_cast<double>(steps)), z(),
                                 0.02 * exact, "g^2 E|x|^2 + w^2 sigma^2 of |x|^2");
                           }});
  }
}

}  // namespace

frame::Plan irreversible_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"A rotation at rest",
                   "dX = (-1 + wJ) X dt + sqrt(2) dW has N(0, I) at rest for every w: entropy production 2 "
                   "w^2, a current round the "
                   "middle, and averages of x_1 whose variance is 2/(1 + w^2)."};
  for (const double w : {0.0, 1.0, 3.0}) {
    const std::string at = "/w=" + number_text(w);
    const auto rest = frame::lazy([=] { return at_rest(w); });
    plan.checks.push_back({"entropy_production" + at, [=] {
                             return verify::value_check(2 * w * w, rest->get().production, 1e-3 * (w * w),
                                                        "2 w^2: w^2 E|x|^2/(g^2/2)",
                                                        "of the grid, extrapolated");
                           }});
    plan.checks.push_back({"current" + at, [=] {
                             const verify::Check check = verify::value_check(
                                 -w / (2 * std::numbers::pi), rest->get().current, 1e-3 * w,
                                 "int_0^inf w x p(x, 0) dx, downwards", "through y = 0, x > 0");
                             return w == 0 ? check : check.shows("C5-60", 0);
                           }});
    plan.checks.push_back({"detailed_balance" + at, [=] {
                             return verify::value_check(w == 0 ? 1 : 0, rest->get().detailed_balance ? 1 : 0,
                                                        0, "there is a potential where w = 0",
                                                        "what the grid's rates say");
                           }});
    plan.checks.push_back({"variance_of_averages" + at, [=] {
                             const double exact = 2 / (1 + w * w);
                             // Over t = 100 short of the limit by the autocorrelation time over t; h² (1 +
                             // w²) of the scheme.
                             return verify::estimate_check("", exact, variance_of_x(sizes, w), z(),
                                                           (0.01 + 1e-4 * w * w) * exact + 1e-3,
                                                           "2/(1 + w^2)");
                           }});
  }
  add_area_checks(plan, sizes, z);
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion

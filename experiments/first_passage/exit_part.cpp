#include "first_passage/exit_part.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "first_passage/exit_result.hpp"
#include "frame/order_study.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/exit/brownian_exit.hpp"
#include "kolmo/verify/noise_floor.hpp"
#include "kolmo/verify/power_fit.hpp"

namespace kolmo::first_passage {
namespace {

const std::string of_mean = "double integral of scale and speed (Gardiner 2009, 5.5.1)";
const std::string of_scale = "ratio of scale functions (Karlin and Taylor 1981, 15.3)";
const std::string of_grid = "outflow of the Fokker-Planck grid";
const std::string of_shift = "-zeta(1/2)/sqrt(2 pi) (Gobet and Menozzi 2010, theorem 2)";
/// A boundary coefficient of 0.58 that is known to no better than this decides nothing.
constexpr double widest_coefficient = 0.5;
/// Of the mean: a bias that is below this at every step needs no order.
constexpr double smallest_bias = 0.05;
/// Which part of the sample is ≤ each of the times.
Eigen::ArrayXd fractions_by(std::vector<double> sample, const std::vector<double>& times) {
  const Law1D law = Law1D::from_samples(std::move(sample));
  Eigen::ArrayXd fractions(static_cast<Index>(times.size()));
  for (std::size_t i = 0; i < times.size(); ++i) fractions(static_cast<Index>(i)) = law.cdf(times[i]);
  return fractions;
}

/// E g(X_τ)|τ′(X_τ)|: what 0.5826 √h is multiplied by.
double boundary_unit(const ExitProblem& problem) {
  const process::MeanExitTime exact = problem.mean_exit_time();
  if (problem.process->noise_kind() == process::NoiseKind::scalar)
    return problem.process->diffusion(0) * exact.boundary_slope(problem.start);
  const double above = exact.upper_probability(problem.start);
  double unit = 0;
  for (const auto& [wall, share] : {std::pair{problem.lower, 1 - above}, {problem.upper, above}}) {
    if (std::isfinite(wall)) unit += share * problem.noise_at(wall) * std::abs(exact.slope(wall));
  }
  return unit;
}

/// Checks of one exit problem, gathered.
class ExitChecks {
 public:
  ExitChecks(const ExitProblem& problem, const Settings& settings, const Ladder& ladder, const GridExit& grid,
             double exact, io::Group& group)
      : problem_(problem), settings_(settings), ladder_(ladder), grid_(grid), group_(group), exact_(exact) {
    unit_ = boundary_unit(problem);
  }

  std::vector<verify::Check> make() {
    if (problem_.reference) {
      // The reference is given to ten digits, the quadrature good to about 1e-10.
      checks_.push_back(verify::estimate_check(id("exact/mean"), *problem_.reference, {exact_, 0}, 0,
                                               1e-8 * *problem_.reference,
                                               "data/reference/c_stationary.json"));
    }
    for (const Treatment* treatment : {&ladder_.midpoint, &ladder_.sampled}) {
      mean(*treatment);
      if (!problem_.bridge_is_exact) corrected_order(*treatment);
    }
    // Without bridges the scheme's own h² may outweigh the walls' h^{3/2}; in the difference it cancels.
    if (problem_.tells_bare_coefficient())
      boundary("none", less_exact(ladder_.none.reduced), 1 + problem_.next_term);
    boundary("removed", ladder_.removed, 1.5);
    removed_order();
    if (problem_.is_unit_brownian) law();
    grid();
    if (problem_.has_two_walls()) lower_exits();
    return std::move(checks_);
  }

  double unit() const { return unit_; }

 private:
  std::string id(const std::string& rest) const { return problem_.name + "/" + rest; }

  std::vector<Estimate> less_exact(std::vector<Estimate> values) const {
    for (Estimate& value : values) value.value -= exact_;
    return values;
  }

  /// The finest mean, with the bias bound |c₁h + c₂h^{1+q}| + z s of the fit m + c₁h + c₂h^{1+q} to all
  /// means; and m itself, with how far the fit without the largest step moves it. Neither fit knows the exact
  /// value.
  void mean(const Treatment& treatment) {
    const std::vector<double> powers{0, 1, 1 + problem_.next_term};
    const verify::PowerFit fit = verify::fit_powers(ladder_.h, treatment.reduced, powers);
    const Estimate bias = fit.at(ladder_.h.back(), 1);
    checks_.push_back(
        verify::estimate_check(id(treatment.name + "/mean"), exact_, treatment.plain.back(), settings_.z,
                               std::abs(bias.value) + settings_.z * bias.standard_error, of_mean));
    const verify::LeadingTerm limit = verify::leading_term(ladder_.h, treatment.reduced, powers);
    checks_.push_back(verify::estimate_check(id(treatment.name + "/extrapolated"), exact_, limit.coefficient,
                                             settings_.z, limit.model_bound, of_mean));
  }

  /// Where noise hides the order, the bias itself is judged: at no step may it be above `smallest_bias` of
  /// the mean, its noise included.
  verify::Check without_order(const verify::Check& order, const std::vector<Estimate>& bias) const {
    const auto reach = [&](const Estimate& one) {
      return std::abs(one.value) + settings_.z * one.standard_error;
    };
    const Estimate worst = *std::max_element(
        bias.begin(), bias.end(), [&](const auto& a, const auto& b) { return reach(a) < reach(b); });
    if (!(reach(worst) <= smallest_bias * exact_)) return with_more_paths(order, problem_);
    verify::Check check =
        verify::estimate_check(order.id, 0, {std::abs(worst.value) / exact_, worst.standard_error / exact_},
                               settings_.z, 0, of_mean);
    check.tolerance = smallest_bias;
    check.note = "the largest bias beside the mean, too small for its order to be seen";
    return verify::judged(std::move(check));
  }

  void corrected_order(const Treatment& treatment) {
    const sde::BridgeCorrection correction = sde::bridge_correction(treatment.name);
    const std::vector<Estimate> bias = less_exact(treatment.reduced);
    verify::Check check =
        frame::judge_order(id(treatment.name + "/order"),
                           {.name = treatment.name,
                            .long_name = "bias of the mean exit time, correction " + treatment.name,
                            .claimed = *sde::claim(correction).order(Sense::weak, Context::additive),
                            .h = ladder_.h,
                            .errors = bias,
                            .source = sde::claim(correction).source,
                            .h_long_name = "step",
                            .next_term = problem_.next_term},
                           group_);
    if (check.verdict == verify::Verdict::unresolved) check = without_order(check, bias);
    checks_.push_back(std::move(check));
  }

  /// c of bias = c g√h E|τ′| + c₁h + c₂h^third.
  void boundary(const std::string& name, std::vector<Estimate> bias, double third) {
    for (Estimate& value : bias) {
      value.value /= unit_;
      value.standard_error /= unit_;
    }
    const verify::LeadingTerm term = verify::leading_term(ladder_.h, bias, {0.5, 1, third});
    verify::Check check = verify::estimate_check(id(name + "/boundary_coefficient"), sde::boundary_shift,
                                                 term.coefficient, settings_.z, term.model_bound, of_shift);
    verify::require_power(check, widest_coefficient);
    checks_.push_back(std::move(check));
  }

  void removed_order() {
    checks_.push_back(frame::judge_order(
        id("none/order"),
        {.name = "none",
         .long_name = "what leaving out the bridge adds to the mean exit time",
         .claimed = *sde::claim(sde::BridgeCorrection::none).order(Sense::weak, Context::additive),
         .h = ladder_.h,
         .errors = ladder_.removed,
         .source = sde::claim(sde::BridgeCorrection::none).source,
         .h_long_name = "step",
         .next_term = 0.5},
        group_));
  }

  double ks_floor(const std::vector<double>& sample) const {
    const double level = 2 * normal_upper_tail(settings_.z);
    return verify::ks_noise_floor(static_cast<double>(sample.size()), INFINITY, level);
  }

  /// Kolmogorov–Smirnov distance to the exact law, at the largest step already: the bridge is exact for
  /// Brownian motion.
  void law() {
    const Law1D exact = process::brownian_exit_law();
    const auto judge_law = [&](const std::string& name, const std::vector<double>& sample) {
      const double distance = ks_distance(Law1D::from_samples(sample), exact);
      checks_.push_back(verify::estimate_check(id("sampled/ks_" + name), 0, {distance, 0}, 0,
                                               ks_floor(sample) + 1e-6,
                                               "eigenfunction series of the exit from (-1, 1)"));
    };
    judge_law("coarsest", ladder_.sampled_coarsest);
    judge_law("finest", ladder_.sampled_finest);
  }

  /// The paths of the smallest step against the grid: Kolmogorov–Smirnov over the faces of the histogram, and
  /// who left below. The bias bound is the grid's own and that of the paths, which are of order 1 and
  /// therefore wrong by h/(h₀ − h) of what lies between the largest step h₀ and the smallest.
  void grid() {
    const Eigen::ArrayXd finest = fractions_by(ladder_.sampled_finest, grid_.times);
    const Eigen::ArrayXd coarsest = fractions_by(ladder_.sampled_coarsest, grid_.times);
    const double last = ladder_.h.back() / (ladder_.h.front() - ladder_.h.back());
    const double bound = grid_.error_bound + last * (coarsest - finest).abs().maxCoeff();
    checks_.push_back(
        verify::estimate_check(id("grid/mass_defect"), 0, {grid_.mass_defect, 0}, 0, 1e-12, of_grid));
    const double distance = (finest - grid_.exits()).abs().maxCoeff();
    checks_.push_back(verify::estimate_check(id("grid/ks"), 0, {distance, 0}, 0,
                                             ks_floor(ladder_.sampled_finest) + bound, of_grid));
    if (!problem_.has_two_walls()) return;
    Index below = 0;
    for (std::size_t i = 0; i < ladder_.sampled_finest.size(); ++i) {
      below += ladder_.sides_finest[i] < 0 && ladder_.sampled_finest[i] <= grid_.times.back();
    }
    const double n = static_cast<double>(problem_.paths), fraction = static_cast<double>(below) / n;
    checks_.push_back(verify::estimate_check(id("grid/lower_exits"), grid_.lower(grid_.lower.size() - 1),
                                             {fraction, std::sqrt(fraction * (1 - fraction) / n)},
                                             settings_.z, bound, of_grid));
    checks_.back().note = "left below by t = " + number_text(grid_.times.back(), 6) + " s";
  }

  /// Who leaves below, ever: by the scale function. The paths' bias of order h as in grid().
  void lower_exits() {
    const auto below = [](const std::vector<std::int8_t>& sides) {
      return static_cast<double>(std::count(sides.begin(), sides.end(), std::int8_t{-1})) /
             static_cast<double>(sides.size());
    };
    const double fraction = below(ladder_.sides_finest), n = static_cast<double>(problem_.paths);
    const double coarse = below(ladder_.sides_coarsest);
    const double last = ladder_.h.back() / (ladder_.h.front() - ladder_.h.back());
    const double exact = 1 - problem_.mean_exit_time().upper_probability(problem_.start);
    checks_.push_back(verify::estimate_check(id("scale/lower_exits"), exact,
                                             {fraction, std::sqrt(std::max(exact * (1 - exact), 1 / n) / n)},
                                             settings_.z, last * std::abs(coarse - fraction), of_scale));
    checks_.back().note = "left below at any time";
  }

  const ExitProblem& problem_;
  const Settings& settings_;
  const Ladder& ladder_;
  const GridExit& grid_;
  io::Group& group_;
  double exact_, unit_;
  std::vector<verify::Check> checks_;
};

}  // namespace

std::vector<verify::Check> exit_part(const ExitProblem& problem, const Settings& settings, io::Group& group,
                                     frame::Progress& progress) {
  const Ladder ladder = run_ladder(problem, settings, progress);
  const double exact = problem.mean_exit_time().time(problem.start);
  const Axis axis = exit_time_axis(exact);
  std::vector<double> faces(static_cast<std::size_t>(axis.cells) + 1);
  for (std::size_t i = 0; i < faces.size(); ++i) faces[i] = axis.face(static_cast<Index>(i));
  const GridExit grid = grid_exit(problem, faces);
  ExitChecks checks(problem, settings, ladder, grid, exact, group);
  write_exit_result(problem, ladder, grid, exact, checks.unit(), group);
  return checks.make();
}

}  // namespace kolmo::first_passage

#include "multilevel/ladder.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "multilevel/closed_form.hpp"
#include "multilevel/cost.hpp"
#include "multilevel/rung.hpp"

namespace kolmo::multilevel {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

bool is_repeated(const Settings& settings, double accuracy) {
  return accuracy >= settings.smallest_repeated * (1 - 1e-12);
}

/// Repeats are small and run side by side; a single run has the machine to itself.
Rung run_rung(const Study& study, const std::string& scheme, int number) {
  const Settings& settings = study.settings;
  Rung rung{settings.accuracies[static_cast<std::size_t>(number)], {}};
  const sde::MultilevelOptions options{
      .accuracy = rung.accuracy,
      .order_weak = sde::scheme(scheme).claim().order(Sense::weak, Context::general).value(),
      .pilot = settings.pilot};
  rung.runs.resize(is_repeated(settings, rung.accuracy) ? static_cast<std::size_t>(settings.repeats) : 1);
  for_each_task(static_cast<Index>(rung.runs.size()), [&](Index repeat) {
    rung.runs[static_cast<std::size_t>(repeat)] =
        sde::multilevel(study.sampler(scheme, number, static_cast<int>(repeat)), options);
  });
  return rung;
}

using ChiSquared = boost::math::chi_squared_distribution<double>;

/// Probability beyond z standard errors on both sides.
double level_of(double z) { return 2 * normal_upper_tail(z); }

/// √(Σ (estimate − exact)²/(n ε²)) over the runs of some rungs; their squares have at most ε² in the mean, so
/// that n times the square is at most χ² of n degrees where all of it is noise.
void check_error(const Study& study, const std::string& id, const std::vector<const Rung*>& rungs) {
  double squares = 0, runs = 0;
  for (const Rung* rung : rungs) {
    squares += rung->squares(study.expectation.exact) / (rung->accuracy * rung->accuracy);
    runs += static_cast<double>(rung->runs.size());
  }
  const double largest =
      boost::math::quantile(boost::math::complement(ChiSquared(runs), level_of(study.z(1))));
  study.check(id, 0, std::sqrt(squares / runs), 0, 0, std::sqrt(largest / runs),
              "root mean square error in units of eps, chi-squared bound");
}

/// The expectation of what a run estimates, E X_L in 2^L steps.
double discrete_mean(const Study& study, const std::string& scheme, const sde::MultilevelEstimate& run) {
  return fine_moments(study.settings, scheme == "milstein", static_cast<int>(run.levels.size()) - 1).mean;
}

void check_estimates(const Study& study, const std::string& scheme, const std::vector<Rung>& rungs) {
  double largest = 0;
  for (const Rung& rung : rungs) {
    const sde::MultilevelEstimate& run = rung.shown();
    const double bias = rung.accuracy / std::numbers::sqrt2;
    study.check(scheme + "/estimate/" + rung_name(rung.accuracy), study.expectation.exact, run.value,
                run.standard_error, bias, study.z(1) * run.standard_error + bias, "closed form");
    if (!study.expectation.linear) continue;
    largest = std::max(largest, std::abs(run.value - discrete_mean(study, scheme, run)) / run.standard_error);
  }
  if (!study.expectation.linear) return;
  study.check(scheme + "/telescoping", 0, largest, 1, 0, study.z(static_cast<double>(rungs.size())),
              "closed form of the scheme on its finest level");
}

/// Whether the reported standard errors are those of the repeats: Σ ((estimate − E X_L)/s)² against χ².
void check_scatter(const Study& study, const std::string& scheme, const std::vector<const Rung*>& rungs) {
  double squares = 0, runs = 0;
  for (const Rung* rung : rungs) {
    for (const auto& run : rung->runs) {
      squares += std::pow((run.value - discrete_mean(study, scheme, run)) / run.standard_error, 2);
      runs += 1;
    }
  }
  const double tail = level_of(study.z(1)) / 2, observed = squares / runs;
  const double above = boost::math::quantile(boost::math::complement(ChiSquared(runs), tail)) / runs - 1;
  const double below = 1 - boost::math::quantile(ChiSquared(runs), tail) / runs;
  study.check(scheme + "/scatter", 1, observed, std::sqrt(2 / runs), 0, observed > 1 ? above : below,
              "mean square of the deviations in reported standard errors, chi-squared bounds");
}

void write_ladder(const Study& study, const std::string& scheme, const std::vector<Rung>& rungs,
                  io::Group& group) {
  write_rungs(rungs, group);
  const auto write = [&](const std::string& name, const std::string& long_name, const auto& value) {
    std::vector<double> numbers;
    for (const Rung& rung : rungs) numbers.push_back(value(rung));
    group.variable(name, {"accuracy"}, numbers, {long_name, "1", "", true});
  };
  const double exact = study.expectation.exact;
  write("rmse", "root mean square error of the repeats", [exact](const Rung& r) {
    return r.repeated() ? std::sqrt(r.squares(exact) / static_cast<double>(r.runs.size())) : missing;
  });
  if (study.expectation.linear) {
    write("cost_predicted", "drift evaluations by the theorem from closed forms",
          [&](const Rung& r) { return predicted_cost(study.settings, scheme == "milstein", r.accuracy); });
  }
  write_samples(rungs, group);
}

}  // namespace

std::vector<std::string> ladder_check_ids(const Settings& settings, bool linear) {
  std::vector<std::string> ids;
  for (const double accuracy : settings.accuracies) ids.push_back("estimate/" + rung_name(accuracy));
  if (linear) ids.emplace_back("telescoping");
  for (const double accuracy : settings.accuracies) {
    if (is_repeated(settings, accuracy)) ids.push_back("rmse/" + rung_name(accuracy));
  }
  ids.emplace_back("rmse/all");
  if (linear) ids.emplace_back("scatter");
  ids.emplace_back("cost_exponent");
  return ids;
}

void run_ladder(const Study& study, const std::string& scheme) {
  const auto count = static_cast<int>(study.settings.accuracies.size());
  study.progress.start(count, study.expectation.name + ": multilevel, " + scheme);
  std::vector<Rung> rungs;
  for (int number = 0; number < count; ++number) {
    rungs.push_back(run_rung(study, scheme, number));
    study.progress.advance(1);
  }
  check_estimates(study, scheme, rungs);
  std::vector<const Rung*> repeated;
  std::vector<double> costs;
  for (const Rung& rung : rungs) {
    costs.push_back(rung.cost());
    if (!is_repeated(study.settings, rung.accuracy)) continue;
    repeated.push_back(&rung);
    check_error(study, scheme + "/rmse/" + rung_name(rung.accuracy), {&rung});
  }
  check_error(study, scheme + "/rmse/all", repeated);
  if (study.expectation.linear) check_scatter(study, scheme, repeated);
  io::Group& group = study.group.group("cost/" + scheme);
  write_ladder(study, scheme, rungs, group);
  judge_exponent(study, scheme, costs,
                 scheme == "milstein" ? study.settings.cost_milstein : study.settings.cost_euler_maruyama,
                 group);
}

}  // namespace kolmo::multilevel

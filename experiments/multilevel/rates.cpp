#include "multilevel/rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "frame/order_study.hpp"
#include "multilevel/closed_form.hpp"

namespace kolmo::multilevel {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
/// Tells a claim that is half an order off, slack included.
constexpr double largest_half_width = 0.2;

struct LevelRow {
  Index steps = 0;
  sde::LevelSamples samples;
  Estimate mean, variance;
  double kurtosis = 0;
  LevelMoments exact{missing, missing};
};

/// The relative error of a mean is √(V_ℓ/N_ℓ)/|mean_ℓ| ∝ 2^{(α − β/2) ℓ}/√N_ℓ: for one and the same on all
/// judged levels N_ℓ doubles with Euler–Maruyama (β = 1) and stays with Milstein (β = 2).
Index samples_of(const Settings& settings, const std::string& scheme, int level) {
  const int above = level - settings.first_level;
  if (above < 0) return settings.samples_below;
  return scheme == "milstein" ? settings.samples_milstein : settings.samples_euler_maruyama << above;
}

std::vector<LevelRow> sample_levels(const Study& study, const std::string& scheme) {
  const Settings& settings = study.settings;
  const sde::LevelSampler sampler = study.sampler(scheme, rates_rung, 0);
  const int count = settings.first_level + settings.levels;
  study.progress.start(count, study.expectation.name + ": rates of " + scheme);
  std::vector<LevelRow> rows;
  for (int level = 0; level < count; ++level) {
    LevelRow row;
    row.steps = Index{1} << level;
    row.samples = sampler(level, 0, samples_of(settings, scheme, level));
    const RunningMoments& difference = row.samples.difference;
    row.mean = difference.mean_estimate();
    row.variance = difference.central().variance();
    row.kurtosis = difference.central().excess_kurtosis() + 3;
    if (study.expectation.linear) row.exact = difference_moments(settings, scheme == "milstein", level);
    rows.push_back(row);
    study.progress.advance(1);
  }
  return rows;
}

template <class Value>
std::vector<double> column(const std::vector<LevelRow>& rows, const Value& value) {
  std::vector<double> numbers;
  for (const LevelRow& row : rows) numbers.push_back(value(row));
  return numbers;
}

void write_levels(const std::vector<LevelRow>& rows, bool linear, io::Group& group) {
  const auto write = [&](const std::string& name, const std::string& long_name, const auto& value) {
    group.variable(name, {"level"}, column(rows, value), {long_name, "1"});
  };
  std::vector<double> levels;
  for (std::size_t level = 0; level < rows.size(); ++level) levels.push_back(static_cast<double>(level));
  group.scale("level", levels, {"level", "1"});
  write("steps", "steps of the fine path", [](const auto& r) { return static_cast<double>(r.steps); });
  write("samples", "samples", [](const auto& r) { return static_cast<double>(r.samples.fine.size()); });
  write("cost", "drift evaluations of one sample", [](const auto& r) {
    return static_cast<double>(r.samples.drift_evaluations) / static_cast<double>(r.samples.fine.size());
  });
  write("mean", "mean of the difference of fine and coarse", [](const auto& r) { return r.mean.value; });
  write("mean_standard_error", "its standard error", [](const auto& r) { return r.mean.standard_error; });
  write("variance", "variance of the difference of fine and coarse",
        [](const auto& r) { return r.variance.value; });
  write("variance_standard_error", "its standard error",
        [](const auto& r) { return r.variance.standard_error; });
  write("kurtosis", "kurtosis of the difference of fine and coarse",
        [](const auto& r) { return r.kurtosis; });
  write("fine_mean", "mean on the fine path", [](const auto& r) { return r.samples.fine.mean(); });
  write("fine_variance", "variance on the fine path",
        [](const auto& r) { return r.samples.fine.central().variance().value; });
  if (!linear) return;
  write("mean_exact", "mean of the difference in closed form", [](const auto& r) { return r.exact.mean; });
  write("variance_exact", "variance of the difference in closed form",
        [](const auto& r) { return r.exact.variance; });
}

/// The order of |mean| or variance in h_ℓ = 2^{−ℓ} on the judged levels.
void judge_order(const Study& study, const std::string& scheme, const std::string& name,
                 const std::string& long_name, double claimed, const std::vector<Estimate>& errors,
                 std::optional<bool> curvature) {
  verify::OrderStudy order{.name = name + "_" + scheme,
                           .long_name = long_name + ", " + scheme,
                           .claimed = claimed,
                           .source = sde::scheme(scheme).claim().source,
                           .h_long_name = "step of the fine path in units of the time span",
                           .scheme = scheme};
  order.options.largest_half_width = largest_half_width;
  order.options.curvature = curvature;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const double step = std::exp2(-static_cast<double>(study.settings.first_level) - static_cast<double>(i));
    order.add(step, errors[i].value, errors[i].standard_error);
  }
  study.checks.push_back(
      frame::judge_order(study.expectation.name + "/" + scheme + "/" + name, order, study.group));
}

void check_orders(const Study& study, const std::string& scheme, const std::vector<LevelRow>& rows) {
  const Claim& claim = sde::scheme(scheme).claim();
  std::vector<Estimate> means, variances;
  for (std::size_t level = static_cast<std::size_t>(study.settings.first_level); level < rows.size();
       ++level) {
    means.push_back(rows[level].mean);
    variances.push_back(rows[level].variance);
  }
  judge_order(study, scheme, "alpha", "|mean of the difference|: weak order α",
              claim.order(Sense::weak, Context::general).value(), means, {});
  // At a kink of φ the variance approaches its order slowly (1.8, 1.87, 1.93 … from 2^−5 on with Milstein).
  judge_order(study, scheme, "beta", "variance of the difference: β, twice the strong order",
              2 * claim.order(Sense::strong, Context::commutative).value(), variances, true);
}

/// The largest deviation in standard errors, over levels.
void check_scores(const Study& study, const std::string& id, const std::vector<double>& scores,
                  const std::string& source) {
  double largest = 0;
  for (const double score : scores) {
    if (!std::isnan(largest) && !(std::abs(score) <= largest)) largest = std::abs(score);
  }
  study.check(id, 0, largest, 1, 0, study.z(static_cast<double>(scores.size())), source);
}

/// E φ(X_ℓ) from level ℓ, from level ℓ − 1 and from the difference: errors of dependent numbers are added.
void check_consistency(const Study& study, const std::string& scheme, const std::vector<LevelRow>& rows) {
  std::vector<double> scores;
  for (std::size_t level = 1; level < rows.size(); ++level) {
    const Estimate fine = rows[level].samples.fine.mean_estimate();
    const Estimate before = rows[level - 1].samples.fine.mean_estimate();
    const Estimate& difference = rows[level].mean;
    scores.push_back((fine.value - before.value - difference.value) /
                     (fine.standard_error + before.standard_error + difference.standard_error));
  }
  check_scores(study, scheme + "/consistency", scores, "telescoping sum");
}

void check_closed_forms(const Study& study, const std::string& scheme, const std::vector<LevelRow>& rows) {
  std::vector<double> means, variances;
  for (const LevelRow& row : rows) {
    const double n = static_cast<double>(row.samples.difference.size());
    means.push_back((row.mean.value - row.exact.mean) / std::sqrt(row.exact.variance / n));
    variances.push_back((row.variance.value - row.exact.variance) / row.variance.standard_error);
  }
  check_scores(study, scheme + "/level_means", means, "closed form");
  check_scores(study, scheme + "/level_variances", variances, "closed form");
}

/// Weighted mean of mean_ℓ/h_ℓ: E[φ(X_h) − φ(X_{2h})] = slope h to first order, as is the bias of X_h.
Weak weak_error(const Study& study, const std::vector<LevelRow>& rows) {
  double weights = 0, sum = 0;
  for (std::size_t level = static_cast<std::size_t>(study.settings.first_level); level < rows.size();
       ++level) {
    const double h = study.settings.end / static_cast<double>(rows[level].steps);
    const double weight = std::pow(h / rows[level].mean.standard_error, 2);
    weights += weight;
    sum += weight * rows[level].mean.value / h;
  }
  return {sum / weights, 1 / std::sqrt(weights), rows.back().samples.fine.central().variance().value};
}

}  // namespace

std::vector<std::string> rate_check_ids(bool linear) {
  std::vector<std::string> ids = {"alpha", "beta", "consistency"};
  if (linear) ids.insert(ids.end(), {"level_means", "level_variances"});
  return ids;
}

Weak run_rates(const Study& study, const std::string& scheme) {
  const std::vector<LevelRow> rows = sample_levels(study, scheme);
  write_levels(rows, study.expectation.linear, study.group.group("levels/" + scheme));
  check_orders(study, scheme, rows);
  check_consistency(study, scheme, rows);
  if (study.expectation.linear) check_closed_forms(study, scheme, rows);
  return weak_error(study, rows);
}

}  // namespace kolmo::multilevel

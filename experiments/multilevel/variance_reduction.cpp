#include "multilevel/variance_reduction.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/linear_control.hpp"
#include "multilevel/bent_process.hpp"
#include "multilevel/closed_form.hpp"

namespace kolmo::multilevel {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

const Functional position = [](const ConstBlock& x, Values out) { out = x.col(0); };

struct Row {
  std::string method;
  sde::VarianceReduction observed;
  double expected = 0;               ///< of the estimate, for the scheme's own chain
  double factor_expected = missing;  ///< in closed form, where there is one
};

/// One run of geometric Brownian motion by a scheme, with everything about it in closed form.
class Gbm {
 public:
  Gbm(const Settings& settings, const std::string& scheme)
      : settings_(settings),
        scheme_(sde::scheme(scheme)),
        milstein_(scheme == "milstein"),
        schedule_{{0.0, settings.end}, {settings.steps}},
        process_(settings.process()),
        other_(settings.mu, settings.other_sigma),
        stream_(RandomStream(settings.seed).role("variance_reduction/" + scheme)) {}

  Row antithetic() const {
    const double together = power(mirrored_product(step(1))) - mean(1) * mean(1);
    return {"antithetic", sde::antithetic(simulation(process_), initial(), position), mean(1),
            1 / (1 + together / variance(1))};
  }

  /// c = W_T, E c = 0: Cov(X_N, W_T) = N √h b a^{N−1} X₀.
  Row control_variate() const {
    const process::Brownian brownian(1, 1);
    const Points wiener = sde::final_values(
        simulation(brownian), [](Index, Block x) { x = 0; }, position);
    const sde::ControlVariate run = sde::control_variate(
        sde::final_values(simulation(process_), initial(), position), wiener, Eigen::VectorXd::Zero(1));
    const LinearStep m = step(1);
    const double covariance = n() * std::sqrt(settings_.end / n()) * m.b * mean(1) / m.a;
    return {"control_variate", run.estimate, mean(1),
            1 / (1 - covariance * covariance / (settings_.end * variance(1)))};
  }

  Row common_step() const {
    sde::Simulation coarse = simulation(process_);
    coarse.finest_level = 1;
    const sde::VarianceReduction run =
        sde::common_random_numbers(sde::final_values(simulation(process_), initial(), position),
                                   sde::final_values(coarse, initial(), position));
    const double together =
        start_squared() * std::pow(coupled_product(step(1), step(2)), n() / 2) - mean(1) * mean(2);
    const double apart = variance(1) + variance(2);
    return {"common_random_numbers_step", run, mean(1) - mean(2), apart / (apart - 2 * together)};
  }

  Row common_parameter() const {
    const sde::VarianceReduction run =
        sde::common_random_numbers(sde::final_values(simulation(process_), initial(), position),
                                   sde::final_values(simulation(other_), initial(), position));
    const LinearStep m = step(1), k(milstein_, settings_.mu, settings_.other_sigma, settings_.end / n());
    const double square = mean(1) * mean(1);
    const double apart = power(product(m, m)) + power(product(k, k)) - 2 * square;
    return {"common_random_numbers_parameter", run, 0, apart / (apart - 2 * (power(product(m, k)) - square))};
  }

 private:
  double n() const { return static_cast<double>(settings_.steps); }
  double start_squared() const { return settings_.start * settings_.start; }
  /// One step of `length` steps of the schedule.
  LinearStep step(int length) const {
    return {milstein_, settings_.mu, settings_.sigma, settings_.end * length / n()};
  }
  double power(double factor) const { return start_squared() * std::pow(factor, n()); }
  double mean(int length) const { return settings_.start * std::pow(step(length).a, n() / length); }
  double variance(int length) const {
    const LinearStep m = step(length);
    return start_squared() * std::pow(product(m, m), n() / length) - mean(length) * mean(length);
  }
  sde::Simulation simulation(const process::Process& process) const {
    return {.process = process,
            .scheme = scheme_,
            .schedule = schedule_,
            .particles = settings_.particles,
            .stream = stream_};
  }
  sde::Initial initial() const {
    return [start = settings_.start](Index, Block x) { x = start; };
  }

  const Settings& settings_;
  const sde::SdeScheme& scheme_;
  bool milstein_;
  sde::Schedule schedule_;
  process::GeometricBrownianMotion process_, other_;
  RandomStream stream_;
};

Row linear_control(const Settings& settings) {
  const Bent process;
  const sde::Schedule schedule{{0.0, settings.end}, {settings.steps}};
  const sde::Simulation simulation{
      .process = process,
      .scheme = sde::scheme("euler_maruyama"),
      .schedule = schedule,
      .particles = settings.particles,
      .stream = RandomStream(settings.seed).role("variance_reduction/linear_control")};
  const sde::ControlVariate run = sde::linear_control(
      simulation, [](Index, Block x) { x = 1; }, {1, 1}, 0.4, position);
  return {"linear_control/euler_maruyama", run.estimate, bent_mean(1, settings.end, settings.steps)};
}

verify::Check judged(const std::string& id, double expected, double observed, double error, double tolerance,
                     const std::string& source) {
  return verify::judged({.id = "variance_reduction/" + id,
                         .expected = expected,
                         .observed = observed,
                         .standard_error = error,
                         .tolerance = tolerance,
                         .source = source});
}

std::vector<verify::Check> check_rows(const std::vector<Row>& rows, double z) {
  std::vector<verify::Check> checks;
  for (const Row& row : rows) {
    const Estimate &value = row.observed.reduced, &factor = row.observed.factor;
    checks.push_back(judged(row.method + "/estimate", row.expected, value.value, value.standard_error,
                            z * value.standard_error, "closed form of the scheme's own chain"));
    if (std::isfinite(row.factor_expected)) {
      checks.push_back(judged(row.method + "/factor", row.factor_expected, factor.value,
                              factor.standard_error, z * factor.standard_error, "closed form"));
    } else {
      // What is left of the variance, with its error: below what there was.
      const double left = 1 / factor.value, error = factor.standard_error / (factor.value * factor.value);
      checks.push_back(
          judged(row.method + "/variance_left", 0, left + z * error, error, 1, "plain variance is 1"));
    }
  }
  return checks;
}

void write_rows(const std::vector<Row>& rows, io::Group& group) {
  std::vector<std::string> methods;
  for (const Row& row : rows) methods.push_back(row.method);
  group.scale("method", methods, {"method and scheme", ""});
  const auto write = [&](const std::string& name, const std::string& long_name, const auto& value) {
    std::vector<double> numbers;
    for (const Row& row : rows) numbers.push_back(value(row));
    group.variable(name, {"method"}, numbers, {long_name, "1", "", true});
  };
  write("factor", "variance without the method by variance with it, for equally many paths",
        [](const Row& r) { return r.observed.factor.value; });
  write("factor_standard_error", "its standard error",
        [](const Row& r) { return r.observed.factor.standard_error; });
  write("factor_exact", "the factor in closed form", [](const Row& r) { return r.factor_expected; });
  write("estimate", "estimate with the method", [](const Row& r) { return r.observed.reduced.value; });
  write("standard_error", "its standard error",
        [](const Row& r) { return r.observed.reduced.standard_error; });
  write("plain", "estimate without it", [](const Row& r) { return r.observed.plain.value; });
  write("plain_standard_error", "its standard error",
        [](const Row& r) { return r.observed.plain.standard_error; });
  write("exact", "expectation of the scheme's own chain", [](const Row& r) { return r.expected; });
}

}  // namespace

std::vector<std::string> variance_reduction_check_ids() {
  std::vector<std::string> ids;
  for (const std::string& scheme : scheme_names()) {
    for (const char* method :
         {"antithetic", "control_variate", "common_random_numbers_step", "common_random_numbers_parameter"}) {
      const std::string id = "variance_reduction/" + std::string(method) + "/" + scheme;
      ids.insert(ids.end(), {id + "/estimate", id + "/factor"});
    }
  }
  const std::string linear = "variance_reduction/linear_control/euler_maruyama";
  ids.insert(ids.end(), {linear + "/estimate", linear + "/variance_left"});
  return ids;
}

std::vector<verify::Check> run_variance_reduction(const Settings& settings, io::Group& group,
                                                  frame::Progress& progress) {
  progress.start(9, "variance reduction");
  std::vector<Row> rows;
  const auto add = [&](Row row, const std::string& scheme) {
    throw_if_stopped();
    if (!scheme.empty()) row.method += "/" + scheme;
    rows.push_back(std::move(row));
    progress.advance(1);
  };
  for (const std::string& scheme : scheme_names()) {
    const Gbm gbm(settings, scheme);
    add(gbm.antithetic(), scheme);
    add(gbm.control_variate(), scheme);
    add(gbm.common_step(), scheme);
    add(gbm.common_parameter(), scheme);
  }
  add(linear_control(settings), "");
  group.attribute("title", "Variance reduction: antithetic paths, control variates, common random numbers");
  write_rows(rows, group.group("factors"));
  return check_rows(rows, verify::z_quantile(settings.comparisons));
}

}  // namespace kolmo::multilevel

#include "multilevel/expectation.hpp"

#include <sstream>

#include "kolmo/core/number_text.hpp"
#include "multilevel/closed_form.hpp"
#include "multilevel/kept_levels.hpp"
#include "multilevel/ladder.hpp"
#include "multilevel/plain.hpp"
#include "multilevel/rates.hpp"

namespace kolmo::multilevel {

Expectation expectation(const Settings& settings, const std::string& name) {
  if (name == "mean") {
    return {name, [](const ConstBlock& x, Values out) { out = x.col(0); }, exact_mean(settings), true};
  }
  const double strike = settings.strike;
  return {name, [strike](const ConstBlock& x, Values out) { out = (x.col(0) - strike).max(0.0); },
          exact_call(settings), false};
}

sde::LevelSampler Study::sampler(const std::string& scheme, int rung, int repeat, Index base_steps) const {
  const RandomStream stream = RandomStream(settings.seed)
                                  .role("multilevel/" + expectation.name + "/" + scheme)
                                  .role("rung", static_cast<std::uint64_t>(rung))
                                  .role("repeat", static_cast<std::uint64_t>(repeat));
  struct Held {
    process::GeometricBrownianMotion process;
    sde::LevelSampler sampler;
  };
  const auto held = std::make_shared<Held>(Held{settings.process(), {}});
  const double start = settings.start;
  held->sampler = settings.sampler({.process = held->process,
                                    .scheme = sde::scheme(scheme),
                                    .end = settings.end,
                                    .base_steps = base_steps,
                                    .initial = [start](const RandomStream&, Index, Block x) { x = start; },
                                    .phi = expectation.phi,
                                    .stream = stream});
  return kept([held](int level, int round, Index samples) { return held->sampler(level, round, samples); },
              scheme + ", rung " + number_text(rung) + ", repeat " + number_text(repeat) + ", from " +
                  number_text(base_steps) + " steps",
              progress);
}

void Study::check(const std::string& id, double expected, double observed, double standard_error,
                  double bias_bound, double tolerance, const std::string& source) const {
  checks.push_back(verify::judged({.id = expectation.name + "/" + id,
                                   .expected = expected,
                                   .observed = observed,
                                   .standard_error = standard_error,
                                   .bias_bound = bias_bound,
                                   .tolerance = tolerance,
                                   .source = source}));
}

double Study::z(double count) const { return verify::z_quantile(settings.comparisons * count); }

std::string rung_name(double accuracy) {
  std::ostringstream text;
  text << "eps=" << accuracy;
  return text.str();
}

std::vector<std::string> expectation_check_ids(const Settings& settings, const std::string& part) {
  const bool linear = part == "mean";
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) { ids.push_back(part + "/" + id); };
  for (const std::string& scheme : scheme_names()) {
    for (const std::string& id : rate_check_ids(linear)) add(scheme + "/" + id);
    for (const std::string& id : ladder_check_ids(settings, linear)) add(scheme + "/" + id);
  }
  for (const std::string& id : plain_check_ids(settings)) add("plain/" + id);
  return ids;
}

std::vector<verify::Check> run_expectation(const Settings& settings, const std::string& part,
                                           io::Group& group, frame::Progress& progress) {
  const Expectation wanted = expectation(settings, part);
  std::vector<verify::Check> checks;
  const Study study{settings, wanted, group, progress, checks};
  group.attribute("title", part == "mean" ? "E X_T of geometric Brownian motion"
                                          : "E max(X_T - K, 0) of geometric Brownian motion");
  group.variable("exact", {}, io::Data(std::vector<double>{wanted.exact}),
                 {"the expectation in closed form", "1"});
  Weak weak;
  for (const std::string& scheme : scheme_names()) {
    const Weak measured = run_rates(study, scheme);
    if (scheme == "euler_maruyama") weak = measured;
    run_ladder(study, scheme);
  }
  run_plain(study, weak);
  return checks;
}

}  // namespace kolmo::multilevel

#include <algorithm>
#include <cmath>

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/sample_test.hpp"
#include "kolmo/core/sort.hpp"
#include "kolmo/density/mixture_distance.hpp"
#include "kolmo/process/marginal.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using density::GaussianMixture;
using process::DdpmChain;

const char* const source = "C5-03: the chain's law differs from the process's by the exact KS distance";

DdpmChain chain_of(const DdpmSettings& ddpm, Index steps) { return {ddpm.schedule(), steps, ddpm.point, 1}; }

GaussianMixture chain_law(const Settings& settings, Index steps, double t) {
  const DdpmChain chain = chain_of(settings.ddpm, steps);
  return process::marginal(settings.ddpm.law(chain, node(t, steps)), settings.mixture);
}

SampleTest test_of(const Settings& settings) {
  return {static_cast<double>(settings.ddpm.particles), level_of(settings.comparisons)};
}

std::string place(Index steps, double t) {
  return "ddpm/sampled/N=" + std::to_string(steps) + "/t=" + time_text(t);
}

/// A process that the chain does not tend to, and the time at which it is furthest from VP.
struct Stranger {
  const char *name, *source;
  GaussianMixture law;
  std::size_t time;
};

template <class OtherLaw>
Stranger stranger(const Settings& settings, const char* name, const char* why, const OtherLaw& law_at) {
  const std::vector<double>& times = settings.ddpm.times;
  std::size_t furthest = 0;
  double largest = -1;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const GaussianMixture exact = process::marginal(settings.ddpm.process(), settings.mixture, times[k]);
    const double distance = density::ks_distance(exact, law_at(times[k]));
    if (distance <= largest) continue;
    largest = distance;
    furthest = k;
  }
  return {name, why, law_at(times[furthest]), furthest};
}

std::vector<Stranger> strangers(const Settings& settings) {
  const DdpmSettings& ddpm = settings.ddpm;
  const process::SubVariancePreserving sub(ddpm.beta_min, ddpm.beta_max, 1, 1);
  const double middle = ddpm.schedule().beta(0.5);
  const process::VariancePreserving averaged(middle, middle, 1, 1);
  return {stranger(settings, "sub_vp", "C5-64: sub-VP is another process, not the limit of DDPM",
                   [&](double t) { return process::marginal(sub, settings.mixture, t); }),
          stranger(settings, "averaged_schedule", "C5-07: beta(T/2) for beta(t) is right at t = T alone",
                   [&](double t) { return process::marginal(averaged, settings.mixture, t); })};
}

/// KS distances and p-values of all samples, on (steps, time).
struct Table {
  Eigen::ArrayXXd exact, process, chain, p_process, p_chain;
  Table(Index rows, Index cols)
      : exact(rows, cols), process(exact), chain(exact), p_process(exact), p_chain(exact) {}
};

void write(const Settings& settings, const Table& table, io::Group& group) {
  std::vector<double> numbers(settings.ddpm.sampled_steps.begin(), settings.ddpm.sampled_steps.end());
  group.scale("steps", numbers, {"number of steps N of the chain", "1"});
  const std::vector<std::string> on = {"steps", "time"};
  group.variable("ks_exact", on, table.exact, {"KS distance of the chain's law from the process's", "1"});
  group.variable("ks_process", on, table.process,
                 {"KS statistic of the sample against the process's law", "1"});
  group.variable("ks_chain", on, table.chain, {"KS statistic of the sample against the chain's law", "1"});
  group.variable("p_process", on, table.p_process, {"p-value against the process's law", "1"});
  group.variable("p_chain", on, table.p_chain, {"p-value against the chain's law", "1"});
}

void write_densities(const Settings& settings, io::Group& group) {
  constexpr Index cells = 241;
  const DdpmSettings& ddpm = settings.ddpm;
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(cells, -6, 6);
  group.scale("x", x, {"x", "1"});
  const auto density = [&](const std::string& name, const std::string& long_name, const auto& law_at) {
    Eigen::ArrayXXd values(static_cast<Index>(ddpm.times.size()), cells);
    for (Index k = 0; k < values.rows(); ++k) {
      Eigen::ArrayXd log_density(cells);
      law_at(ddpm.times[static_cast<std::size_t>(k)]).log_density(x, log_density);
      for (Index i = 0; i < cells; ++i) values(k, i) = std::exp(log_density(i));
    }
    group.variable("density_" + name, {"time", "x"}, values, {long_name, "1"});
  };
  density("exact", "probability density of the VP process",
          [&](double t) { return process::marginal(ddpm.process(), settings.mixture, t); });
  for (const Index steps : ddpm.sampled_steps) {
    density("chain_" + std::to_string(steps),
            "probability density of the DDPM chain of " + std::to_string(steps) + " steps",
            [&](double t) { return chain_law(settings, steps, t); });
  }
}

}  // namespace

std::vector<std::string> ddpm_sample_ids(const Settings& settings) {
  std::vector<std::string> ids;
  const SampleTest test = test_of(settings);
  for (const Index steps : settings.ddpm.sampled_steps) {
    for (const double t : settings.ddpm.times) {
      const GaussianMixture exact = process::marginal(settings.ddpm.process(), settings.mixture, t);
      const Prediction prediction = test.predict(density::ks_distance(chain_law(settings, steps, t), exact));
      ids.push_back(place(steps, t) + "/ks");
      ids.push_back(place(steps, t) + "/control_unseen");
      if (prediction != Prediction::open) ids.push_back(place(steps, t) + "/process" + suffix(prediction));
    }
  }
  for (const Stranger& other : strangers(settings)) {
    const double distance = density::ks_distance(
        chain_law(settings, settings.ddpm.sampled_steps.back(), settings.ddpm.times[other.time]), other.law);
    if (test.predict(distance) == Prediction::seen)
      ids.push_back(std::string("ddpm/sampled/") + other.name + "_seen");
  }
  return ids;
}

std::vector<verify::Check> ddpm_sample(const Settings& settings, io::Group& group,
                                       frame::Progress& progress) {
  const DdpmSettings& ddpm = settings.ddpm;
  const SampleTest test = test_of(settings);
  std::vector<verify::Check> checks;
  Table table(static_cast<Index>(ddpm.sampled_steps.size()), static_cast<Index>(ddpm.times.size()));
  for (std::size_t r = 0; r < ddpm.sampled_steps.size(); ++r) {
    const Index steps = ddpm.sampled_steps[r];
    const DdpmChain chain = chain_of(ddpm, steps);
    std::vector<Index> nodes;
    for (const double t : ddpm.times) nodes.push_back(node(t, steps));
    progress.start(static_cast<double>(ddpm.particles) * static_cast<double>(nodes.back()),
                   "ddpm: N = " + std::to_string(steps));
    const Points samples = simulate(
        ddpm.particles, settings.mixture, nodes,
        [&](const RandomStream& stream, Index i, Index j, Index first, Block x) {
          chain.advance(stream, i, j, first, x);
        },
        settings.seed, static_cast<std::uint32_t>(r), progress);
    for (std::size_t k = 0; k < ddpm.times.size(); ++k) {
      const double t = ddpm.times[k];
      const auto i = static_cast<Index>(r), j = static_cast<Index>(k);
      const GaussianMixture own = chain_law(settings, steps, t);
      const GaussianMixture exact = process::marginal(ddpm.process(), settings.mixture, t);
      std::vector<double> sorted(samples.col(j).begin(), samples.col(j).end());
      sort(sorted);
      table.exact(i, j) = density::ks_distance(own, exact);
      table.process(i, j) = ks_statistic(sorted, [&](double x) { return exact.cdf(x); });
      table.chain(i, j) = ks_statistic(sorted, [&](double x) { return own.cdf(x); });
      table.p_process(i, j) = test.p_value(table.process(i, j));
      table.p_chain(i, j) = test.p_value(table.chain(i, j));
      const Prediction prediction = test.predict(table.exact(i, j));
      checks.push_back(
          test.distance_check(place(steps, t) + "/ks", table.exact(i, j), table.process(i, j), source));
      checks.push_back(test.p_check(place(steps, t) + "/control", Prediction::unseen, 0, table.chain(i, j),
                                    "C5-01: the sample against the chain's own law"));
      if (prediction != Prediction::open) {
        checks.push_back(test.p_check(place(steps, t) + "/process", prediction, table.exact(i, j),
                                      table.process(i, j), source));
      }
      for (const Stranger& other : strangers(settings)) {
        if (r + 1 < ddpm.sampled_steps.size() || other.time != k) continue;
        const double distance = density::ks_distance(own, other.law);
        if (test.predict(distance) != Prediction::seen) continue;
        checks.push_back(test.p_check(std::string("ddpm/sampled/") + other.name, Prediction::seen, distance,
                                      ks_statistic(sorted, [&](double x) { return other.law.cdf(x); }),
                                      other.source));
      }
    }
  }
  group.scale("time", ddpm.times, {"time", "s"});
  write(settings, table, group.group("sampled"));
  write_densities(settings, group.group("marginals"));
  return checks;
}

}  // namespace kolmo::discrete_to_continuous

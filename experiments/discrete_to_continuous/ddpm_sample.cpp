// Samples of the DDPM chain against its law and the process, and strangers that they must tell from it.

#include <cmath>

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/sample_test.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/sort.hpp"
#include "kolmo/density/mixture_distance.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using density::GaussianMixture;
using process::DdpmChain;

const char* const own_law = "C5-01: the sample against the chain's own law";
const char* const limit = "C5-03: the chain's law differs from the process's by the exact KS distance";

DdpmChain chain_of(const DdpmSettings& ddpm, Index steps) { return {ddpm.schedule(), steps, ddpm.point, 1}; }

GaussianMixture chain_law(const Settings& settings, Index steps, double t) {
  return process::marginal(settings.ddpm.law(chain_of(settings.ddpm, steps), node(t, steps)),
                           settings.mixture);
}

GaussianMixture process_law(const Settings& settings, double t) {
  return process::marginal(settings.ddpm.process(), settings.mixture, t);
}

SampleTest test_of(const Settings& settings) {
  return {static_cast<double>(settings.ddpm.particles), level_of(settings.comparisons)};
}

std::string place(Index steps, double t) {
  return "ddpm/sampled/N=" + number_text(steps) + "/t=" + time_text(t);
}

/// The law of a process that the chain does not tend to, at the time where it is furthest from VP's.
struct Stranger {
  std::string id, source;
  GaussianMixture law;
  std::size_t time;
  double distance;  ///< of the longest chain's law from it
};

Stranger stranger(const Settings& settings, const std::string& name, const std::string& source,
                  const process::Process& other) {
  const std::vector<double>& times = settings.ddpm.times;
  std::size_t furthest = 0;
  double largest = -1;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double distance = density::ks_distance(process_law(settings, times[k]),
                                                 process::marginal(other, settings.mixture, times[k]));
    if (distance <= largest) continue;
    largest = distance;
    furthest = k;
  }
  const GaussianMixture law = process::marginal(other, settings.mixture, times[furthest]);
  const GaussianMixture chain = chain_law(settings, settings.ddpm.sampled_steps.back(), times[furthest]);
  return {"ddpm/sampled/" + name, source, law, furthest, density::ks_distance(chain, law)};
}

/// Those that samples of this size must tell from the chain.
std::vector<Stranger> strangers(const Settings& settings) {
  const DdpmSettings& ddpm = settings.ddpm;
  const double middle = ddpm.schedule().beta(0.5);
  const Stranger all[] = {
      stranger(settings, "sub_vp", "C5-64: sub-VP is another process, not the limit of DDPM",
               process::SubVariancePreserving(ddpm.beta_min, ddpm.beta_max, 1, 1)),
      stranger(settings, "averaged_schedule", "C5-07: beta(T/2) for beta(t) is right at t = T alone",
               process::VariancePreserving(middle, middle, 1, 1))};
  std::vector<Stranger> told;
  for (const Stranger& one : all)
    if (test_of(settings).predict(one.distance) == Prediction::seen) told.push_back(one);
  return told;
}

/// What the samples show, on (steps, time), and the checks of it.
class Comparison {
 public:
  explicit Comparison(const Settings& settings)
      : settings_(settings),
        test_(test_of(settings)),
        strangers_(strangers(settings)),
        exact_(static_cast<Index>(settings.ddpm.sampled_steps.size()),
               static_cast<Index>(settings.ddpm.times.size())),
        process_(exact_),
        chain_(exact_),
        p_process_(exact_),
        p_chain_(exact_) {}

  void add(std::size_t row, std::size_t time, std::vector<double> sample) {
    const Index steps = settings_.ddpm.sampled_steps[row];
    const double t = settings_.ddpm.times[time];
    const auto i = static_cast<Index>(row), j = static_cast<Index>(time);
    const GaussianMixture own = chain_law(settings_, steps, t), exact = process_law(settings_, t);
    sort(sample);
    exact_(i, j) = density::ks_distance(own, exact);
    process_(i, j) = ks_statistic(sample, [&](double x) { return exact.cdf(x); });
    chain_(i, j) = ks_statistic(sample, [&](double x) { return own.cdf(x); });
    p_process_(i, j) = test_.p_value(process_(i, j));
    p_chain_(i, j) = test_.p_value(chain_(i, j));
    const std::string id = place(steps, t);
    checks_.push_back(test_.distance_check(id + "/ks", exact_(i, j), process_(i, j), limit));
    checks_.push_back(test_.p_check(id + "/control", Prediction::unseen, 0, chain_(i, j), own_law));
    const Prediction prediction = test_.predict(exact_(i, j));
    if (prediction != Prediction::open)
      checks_.push_back(test_.p_check(id + "/process", prediction, exact_(i, j), process_(i, j), limit));
    if (row + 1 == settings_.ddpm.sampled_steps.size()) compare_strangers(time, sample);
  }

  void write(io::Group& group) const {
    std::vector<double> numbers(settings_.ddpm.sampled_steps.begin(), settings_.ddpm.sampled_steps.end());
    group.scale("steps", numbers, {"number of steps N of the chain", "1"});
    const std::vector<std::string> on = {"steps", "time"};
    group.variable("ks_exact", on, exact_, {"KS distance of the chain's law from the process's", "1"});
    group.variable("ks_process", on, process_, {"KS statistic of the sample against the process's law", "1"});
    group.variable("ks_chain", on, chain_, {"KS statistic of the sample against the chain's law", "1"});
    group.variable("p_process", on, p_process_, {"p-value against the process's law", "1"});
    group.variable("p_chain", on, p_chain_, {"p-value against the chain's law", "1"});
  }

  const std::vector<verify::Check>& checks() const { return checks_; }

 private:
  void compare_strangers(std::size_t time, const std::vector<double>& sorted) {
    for (const Stranger& other : strangers_) {
      if (other.time != time) continue;
      const double observed = ks_statistic(sorted, [&](double x) { return other.law.cdf(x); });
      checks_.push_back(test_.p_check(other.id, Prediction::seen, other.distance, observed, other.source));
    }
  }

  const Settings& settings_;
  SampleTest test_;
  std::vector<Stranger> strangers_;
  Eigen::ArrayXXd exact_, process_, chain_, p_process_, p_chain_;
  std::vector<verify::Check> checks_;
};

/// p on 241 points, of the process and of the chains that are simulated.
void write_densities(const Settings& settings, io::Group& group) {
  const DdpmSettings& ddpm = settings.ddpm;
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(241, -6, 6);
  group.scale("x", x, {"x", "1"});
  const auto write = [&](const std::string& name, const std::string& long_name, const auto& law_at) {
    Eigen::ArrayXXd values(static_cast<Index>(ddpm.times.size()), x.size());
    Eigen::ArrayXd log_density(x.size());
    for (Index k = 0; k < values.rows(); ++k) {
      law_at(ddpm.times[static_cast<std::size_t>(k)]).log_density(x, log_density);
      for (Index i = 0; i < x.size(); ++i) values(k, i) = std::exp(log_density(i));
    }
    group.variable("density_" + name, {"time", "x"}, values, {long_name, "1"});
  };
  write("exact", "probability density of the VP process", [&](double t) { return process_law(settings, t); });
  for (const Index steps : ddpm.sampled_steps) {
    const std::string count = number_text(steps);
    write("chain_" + count, "probability density of the DDPM chain of " + count + " steps",
          [&](double t) { return chain_law(settings, steps, t); });
  }
}

}  // namespace

std::vector<std::string> ddpm_sample_ids(const Settings& settings) {
  std::vector<std::string> ids;
  for (const Index steps : settings.ddpm.sampled_steps) {
    for (const double t : settings.ddpm.times) {
      const double distance = density::ks_distance(chain_law(settings, steps, t), process_law(settings, t));
      const Prediction prediction = test_of(settings).predict(distance);
      ids.push_back(place(steps, t) + "/ks");
      ids.push_back(place(steps, t) + "/control_unseen");
      if (prediction != Prediction::open) ids.push_back(place(steps, t) + "/process" + suffix(prediction));
    }
  }
  for (const Stranger& other : strangers(settings)) ids.push_back(other.id + "_seen");
  return ids;
}

std::vector<verify::Check> ddpm_sample(const Settings& settings, io::Group& group,
                                       frame::Progress& progress) {
  const DdpmSettings& ddpm = settings.ddpm;
  Comparison comparison(settings);
  for (std::size_t row = 0; row < ddpm.sampled_steps.size(); ++row) {
    const DdpmChain chain = chain_of(ddpm, ddpm.sampled_steps[row]);
    std::vector<Index> nodes;
    for (const double t : ddpm.times) nodes.push_back(node(t, chain.steps()));
    progress.start(static_cast<double>(ddpm.particles) * static_cast<double>(nodes.back()),
                   "ddpm: N = " + number_text(chain.steps()));
    const Points samples = simulate(
        ddpm.particles, settings.mixture, nodes,
        [&](const RandomStream& stream, Index i, Index j, Index first, Block x) {
          chain.advance(stream, i, j, first, x);
        },
        RandomStream(settings.seed).role("ddpm", row), progress);
    for (std::size_t time = 0; time < ddpm.times.size(); ++time) {
      const auto column = samples.col(static_cast<Index>(time));
      comparison.add(row, time, {column.begin(), column.end()});
    }
  }
  group.scale("time", ddpm.times, {"time", "s"});
  comparison.write(group.group("sampled"));
  write_densities(settings, group.group("marginals"));
  return comparison.checks();
}

}  // namespace kolmo::discrete_to_continuous

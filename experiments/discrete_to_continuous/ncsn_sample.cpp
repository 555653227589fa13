// Samples of the NCSN ladder against the variance-exploding process.

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/sample_test.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/sort.hpp"
#include "kolmo/process/equations/ncsn_ladder.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

void write(const NcsnSettings& ncsn, const Eigen::ArrayXXd& statistic, const Eigen::ArrayXXd& p,
           io::Group& group) {
  group.scale("time", ncsn.times, {"time", "s"});
  io::Group& sampled = group.group("sampled");
  sampled.scale("steps", std::vector<double>(ncsn.sampled_steps.begin(), ncsn.sampled_steps.end()),
                {"number of steps N of the ladder", "1"});
  sampled.variable("ks_process", {"steps", "time"}, statistic,
                   {"KS statistic of the sample against the process's law", "1"});
  sampled.variable("p_process", {"steps", "time"}, p, {"p-value against the process's law", "1"});
}

std::string id_of(Index steps, double t) {
  return "ncsn/sampled/N=" + number_text(steps) + "/t=" + time_text(t) + "/process";
}

}  // namespace

std::vector<std::string> ncsn_sample_ids(const Settings& settings) {
  std::vector<std::string> ids;
  for (const Index steps : settings.ncsn.sampled_steps)
    for (const double t : settings.ncsn.times) ids.push_back(id_of(steps, t) + "_unseen");
  return ids;
}

std::vector<verify::Check> ncsn_sample(const Settings& settings, io::Group& group,
                                       frame::Progress& progress) {
  const NcsnSettings& ncsn = settings.ncsn;
  const SampleTest test(static_cast<double>(ncsn.particles), level_of(settings.comparisons));
  const process::VarianceExploding process(ncsn.sigma_min, ncsn.sigma_max, 1, 1);
  std::vector<verify::Check> checks;
  Eigen::ArrayXXd statistic(static_cast<Index>(ncsn.sampled_steps.size()),
                            static_cast<Index>(ncsn.times.size()));
  Eigen::ArrayXXd p = statistic;
  for (std::size_t r = 0; r < ncsn.sampled_steps.size(); ++r) {
    const Index steps = ncsn.sampled_steps[r];
    const process::NcsnLadder ladder(ncsn.sigma_min, ncsn.sigma_max, 1, steps, 1);
    std::vector<Index> nodes;
    for (const double t : ncsn.times) nodes.push_back(node(t, steps));
    progress.start(static_cast<double>(ncsn.particles) * static_cast<double>(nodes.back()),
                   "ncsn: N = " + number_text(steps));
    const Points samples = simulate(
        ncsn.particles, settings.mixture, nodes,
        [&](const RandomStream& stream, Index i, Index j, Index first, Block x) {
          ladder.advance(stream, i, j, first, x);
        },
        RandomStream(settings.seed).role("ncsn", r), progress);
    for (std::size_t k = 0; k < ncsn.times.size(); ++k) {
      const auto i = static_cast<Index>(r), j = static_cast<Index>(k);
      const density::GaussianMixture exact = process::marginal(process, settings.mixture, ncsn.times[k]);
      std::vector<double> sorted(samples.col(j).begin(), samples.col(j).end());
      sort(sorted);
      statistic(i, j) = ks_statistic(sorted, [&](double x) { return exact.cdf(x); });
      p(i, j) = test.p_value(statistic(i, j));
      checks.push_back(test.p_check(id_of(steps, ncsn.times[k]), Prediction::unseen, 0, statistic(i, j),
                                    "C5-67, C5-99: exact at its levels, for any N"));
    }
  }
  write(ncsn, statistic, p, group);
  return checks;
}

}  // namespace kolmo::discrete_to_continuous

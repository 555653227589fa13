// Sampled random walks: positions, covariances and maxima against Brownian motion.

#include <algorithm>
#include <cmath>

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/random_walk.hpp"
#include "discrete_to_continuous/sample_test.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

/// Walks at the chosen times, scaled by 1/√n, and their running maxima over all steps.
struct Walks {
  Points positions;
  Eigen::ArrayXd maxima;
};

enum class Step { simple, exponential };

/// uniform numbers → steps, in place.
void make_steps(Step kind, double* u, Index rows) {
  if (kind == Step::simple) {
    for (Index i = 0; i < rows; ++i) u[i] = u[i] > 0.5 ? 1 : -1;
    return;
  }
  log(u, u, rows);
  for (Index i = 0; i < rows; ++i) u[i] = -u[i] - 1;
}

Walks simulate_walks(const DonskerSettings& donsker, Step kind, const RandomStream& stream,
                     frame::Progress& progress) {
  const Index n = donsker.sampled_steps, paths = donsker.particles;
  const double scale = 1 / std::sqrt(static_cast<double>(n));
  Walks walks{Points(paths, static_cast<Index>(donsker.times.size())), Eigen::ArrayXd(paths)};
  for_each_block(paths, [&](Index, Index first, Index rows) {
    throw_if_stopped();
    Points step(rows, 1);
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(rows), maximum = sum;
    std::size_t next = 0;
    for (Index k = 1; k <= n; ++k) {
      stream.uniforms(first, static_cast<std::uint32_t>(k), step);
      make_steps(kind, step.data(), rows);
      sum += step.col(0);
      maximum = maximum.max(sum);
      if (next < donsker.times.size() && node(donsker.times[next], n) == k) {
        walks.positions.col(static_cast<Index>(next)).segment(first, rows) = scale * sum;
        ++next;
      }
    }
    walks.maxima.segment(first, rows) = scale * maximum;
    progress.advance(static_cast<double>(rows));
  });
  return walks;
}

std::string covariance_id(const std::string& walk, double s, double t) {
  return "donsker/sampled/" + walk + "/covariance/s=" + time_text(s) + "/t=" + time_text(t);
}

/// E W(s) W(t) = min(s, t): both means are 0, so that no mean is taken off.
void add_covariances(const Settings& settings, const std::string& walk, const Points& positions,
                     io::Group& group, std::vector<verify::Check>& checks) {
  const std::vector<double>& times = settings.donsker.times;
  const auto m = static_cast<Index>(times.size());
  Eigen::ArrayXXd value(m, m), error(m, m);
  for (Index i = 0; i < m; ++i) {
    for (Index j = i; j < m; ++j) {
      const Eigen::ArrayXd products = positions.col(i) * positions.col(j);
      const Estimate estimate = mean_estimate(products.data(), products.size());
      value(i, j) = value(j, i) = estimate.value;
      error(i, j) = error(j, i) = estimate.standard_error;
      const double s = times[static_cast<std::size_t>(i)], t = times[static_cast<std::size_t>(j)];
      checks.push_back(verify::estimate_check(covariance_id(walk, s, t), s, estimate,
                                              verify::z_quantile(settings.comparisons), 0,
                                              "C5-05: E W(s) W(t) = min(s, t)"));
    }
  }
  group.variable("covariance_" + walk, {"time", "other_time"}, value,
                 {"E W(s) W(t) of the " + walk + " walk", "1"});
  group.variable("covariance_" + walk + "_standard_error", {"time", "other_time"}, error,
                 {"its standard error", "1"});
}

/// The statistic of the last column against a distribution function.
double statistic(const Points& positions, const DistributionFunction& cdf) {
  const auto last = positions.col(positions.cols() - 1);
  std::vector<double> sorted(last.begin(), last.end());
  sort(sorted);
  return ks_statistic(sorted, cdf);
}

bool ends_at_one(const DonskerSettings& donsker) { return donsker.times.back() == 1; }

double simple_distance(const DonskerSettings& donsker) {
  return ks_distance(coin_walk(donsker.sampled_steps, 0.5), normal_cdf);
}

}  // namespace

std::vector<std::string> donsker_sample_ids(const Settings& settings) {
  const DonskerSettings& donsker = settings.donsker;
  std::vector<std::string> ids;
  for (const std::string walk : {"simple", "exponential"})
    for (std::size_t i = 0; i < donsker.times.size(); ++i)
      for (std::size_t j = i; j < donsker.times.size(); ++j)
        ids.push_back(covariance_id(walk, donsker.times[i], donsker.times[j]));
  ids.emplace_back("donsker/sampled/simple/mean_maximum");
  if (!ends_at_one(donsker)) return ids;
  ids.emplace_back("donsker/sampled/exponential/control_unseen");
  ids.emplace_back("donsker/sampled/simple/ks");
  return ids;
}

std::vector<verify::Check> donsker_sample(const Settings& settings, io::Group& group,
                                          frame::Progress& progress) {
  const DonskerSettings& donsker = settings.donsker;
  progress.start(2 * static_cast<double>(donsker.particles), "donsker: walks");
  group.scale("time", donsker.times, {"time", "s"});
  io::Group& sampled = group.group("sampled");
  sampled.scale("other_time", donsker.times, {"time", "s"});
  std::vector<verify::Check> checks;
  const RandomStream stream = RandomStream(settings.seed).role("donsker");
  const Walks simple = simulate_walks(donsker, Step::simple, stream.role("simple"), progress);
  const Walks exponential = simulate_walks(donsker, Step::exponential, stream.role("exponential"), progress);
  add_covariances(settings, "simple", simple.positions, sampled, checks);
  add_covariances(settings, "exponential", exponential.positions, sampled, checks);
  checks.push_back(verify::estimate_check(
      "donsker/sampled/simple/mean_maximum", mean(simple_walk_maximum(donsker.sampled_steps)),
      mean_estimate(simple.maxima.data(), simple.maxima.size()), verify::z_quantile(settings.comparisons), 0,
      "C5-05: the exact law of the maximum (reflection principle)"));
  if (!ends_at_one(donsker)) return checks;
  const SampleTest test(static_cast<double>(donsker.particles), level_of(settings.comparisons));
  const Index n = donsker.sampled_steps;
  checks.push_back(
      test.p_check("donsker/sampled/exponential/control", Prediction::unseen, 0,
                   statistic(exponential.positions, [n](double x) { return exponential_walk_cdf(n, x); }),
                   "C5-05: S_n + n is Gamma(n)"));
  checks.push_back(test.distance_check("donsker/sampled/simple/ks", simple_distance(donsker),
                                       statistic(simple.positions, normal_cdf),
                                       "C5-05: the exact KS distance of the walk's law from N(0, 1)"));
  return checks;
}

}  // namespace kolmo::discrete_to_continuous

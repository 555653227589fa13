#include "guidance_and_inverse_problems/ensembles.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/noise_floor.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// Whether mean and variance of every coordinate differ by less than a standard error.
bool agree(const Points& a, const Points& b) {
  for (Index j = 0; j < a.cols(); ++j) {
    const CentralMoments one = central_moments(a.col(j).data(), a.rows()),
                         other = central_moments(b.col(j).data(), b.rows());
    const double error = std::sqrt(one.second / static_cast<double>(one.n));
    if (!(std::abs(one.mean - other.mean) < error)) return false;
    const Estimate variance = one.variance();
    if (!(std::abs(variance.value - other.variance().value) < variance.standard_error)) return false;
  }
  return true;
}

Law1D sample_of(const Points& x, Index j) {
  return Law1D::from_samples(std::vector<double>(x.col(j).data(), x.col(j).data() + x.rows()));
}

}  // namespace

Ensemble sampled(const process::Process& reverse, const density::Density& start,
                 const InverseProblem& problem, const RandomStream& stream, Index particles,
                 const std::vector<double>& times) {
  const auto intervals = static_cast<Index>(times.size()) - 1;
  Ensemble ensemble;
  for (Index each = 2 * std::max<Index>(1, 32 / intervals);; each *= 2) {
    sde::Simulation simulation{reverse, sde::scheme("sra1"), Schedule::with_steps_each(times, each),
                               particles, stream};
    simulation.levels = 2;
    simulation.divergence = sde::Divergence::counted;
    auto snapshots = sde::simulate_snapshots(simulation, start);
    ensemble.fine = std::move(snapshots.back()[0]);
    ensemble.coarse = std::move(snapshots.back()[1]);
    ensemble.steps = each * intervals;
    ensemble.finite = ensemble.fine.isFinite().all() && ensemble.coarse.isFinite().all();
    ensemble.resolved = ensemble.finite && agree(ensemble.fine, ensemble.coarse);
    if (ensemble.resolved || 2 * ensemble.steps > problem.most_steps) return ensemble;
  }
}

double unresolved(const Ensemble& ensemble) {
  return ensemble.resolved ? 0 : std::numeric_limits<double>::infinity();
}

double narrowest(const density::GaussianMixture& law) {
  return std::sqrt(law.covariances().eigenvalues().minCoeff());
}

namespace {

constexpr double reach = 8.5, most_even = 4096;
constexpr Index own_nodes = 256;

/// Nodes a 48th of the narrowest deviation apart.
double nodes_wanted(const density::GaussianMixture& line) {
  const Eigen::ArrayXd deviations = line.covariances().eigenvalues().row(0).sqrt().transpose(),
                       means = line.means().col(0);
  return 48 * ((means + reach * deviations).maxCoeff() - (means - reach * deviations).minCoeff()) /
         deviations.minCoeff();
}

}  // namespace

double table_error(const density::GaussianMixture& line) {
  const double apart = nodes_wanted(line) <= most_even ? 1.0 / 48 : 2 * reach / (own_nodes - 1);
  return 0.25 * apart * apart / 8;
}

Law1D table_of(const density::GaussianMixture& line) {
  const Eigen::ArrayXd deviations = line.covariances().eigenvalues().row(0).sqrt().transpose();
  const Eigen::ArrayXd means = line.means().col(0);
  const double lower = (means - reach * deviations).minCoeff(),
               upper = (means + reach * deviations).maxCoeff();
  const double wanted = nodes_wanted(line);
  const auto even = static_cast<Index>(std::clamp(wanted, 512.0, most_even));
  const Index own = wanted <= most_even ? 0 : own_nodes;
  std::vector<double> nodes;
  const auto add = [&](double from, double to, Index n) {
    for (Index i = 0; i < n; ++i)
      nodes.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(n - 1));
  };
  add(lower, upper, even);
  for (Index k = 0; k < means.size(); ++k)
    add(means(k) - reach * deviations(k), means(k) + reach * deviations(k), own);
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  std::vector<double> cdf;
  for (const double x : nodes) cdf.push_back(line.cdf(x));
  cdf.front() = 0;
  cdf.back() = 1;
  for (std::size_t i = 1; i < cdf.size(); ++i) cdf[i] = std::max(cdf[i], cdf[i - 1]);
  return Law1D::from_cdf(std::move(nodes), std::move(cdf));
}

Bias bias_of(const Ensemble& ensemble, Index coordinate, const density::GaussianMixture& exact_line) {
  const Law1D exact = table_of(exact_line), sample = sample_of(ensemble.fine, coordinate);
  const double deviation = std::sqrt(exact_line.covariance()(0, 0)), n = sample.sample_size();
  const CentralMoments moments = central_moments(ensemble.fine.col(coordinate).data(), ensemble.fine.rows());
  const Estimate variance = moments.variance();
  Bias bias;
  bias.mean = {(moments.mean - exact_line.mean()(0)) / deviation, std::sqrt(moments.second / n) / deviation};
  const double own = std::sqrt(variance.value);
  bias.deviation = {own / deviation, 0.5 * variance.standard_error / own / deviation};
  const verify::NoiseFloor floor =
      verify::w1_noise_floor(exact, n, std::numeric_limits<double>::infinity(), 0.5);
  bias.w1 = {w1_distance(sample, exact) / deviation, floor.sigma / deviation};
  bias.w1_floor = floor.mean / deviation;
  bias.ks = ks_distance(sample, exact);
  bias.ks_of_steps = ks_distance(sample, sample_of(ensemble.coarse, coordinate));
  return bias;
}

density::GaussianMixture coordinate_law(const density::GaussianMixture& law, Index coordinate) {
  return law.marginal_1d(Eigen::VectorXd::Unit(law.dimension(), coordinate));
}

}  // namespace kolmo::guidance_and_inverse_problems

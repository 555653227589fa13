#include "four_roads/problem/short_time_law.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/problem/local_noise.hpp"
#include "kolmo/process/noise/noise_rate.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int steps = 64;

struct Moments {
  double mean, variance;
};

/// The right sides; f, f′, f″ and those of g² by central differences over a deviation.
Moments slopes(const Problem& problem, const Moments& m) {
  const double width = std::sqrt(m.variance);
  Points x(3, 1), f(3, 1);
  x << m.mean - width, m.mean, m.mean + width;
  const Eigen::ArrayXd rates = process::noise_rate(*problem.intrinsic, 0, x, 0);
  const double rate = rates(1) + 0.5 * (rates(2) - 2 * rates(1) + rates(0));  // E g²
  problem.intrinsic->drift(0, x, f);
  const double first = (f(2, 0) - f(0, 0)) / (2 * width), second = f(2, 0) - 2 * f(1, 0) + f(0, 0);
  return {f(1, 0) + 0.5 * second, 2 * first * m.variance + rate};
}

Moments moved(const Moments& m, double h, const Moments& slope) {
  return {m.mean + h * slope.mean, m.variance + h * slope.variance};
}

Moments carried(const Problem& problem, Moments m, double tau) {
  const double h = tau / steps;
  for (int k = 0; k < steps; ++k) {
    const Moments a = slopes(problem, m), b = slopes(problem, moved(m, h / 2, a)),
                  c = slopes(problem, moved(m, h / 2, b)), d = slopes(problem, moved(m, h, c));
    m.mean += h / 6 * (a.mean + 2 * b.mean + 2 * c.mean + d.mean);
    m.variance += h / 6 * (a.variance + 2 * b.variance + 2 * c.variance + d.variance);
  }
  return m;
}

/// Mean and covariance in more than one dimension.
struct Gaussian {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

Gaussian slopes(const Problem& problem, const Gaussian& law) {
  const Index d = law.mean.size(), m = problem.intrinsic->noise_dimension();
  const Eigen::MatrixXd root = law.covariance.llt().matrixL();
  Points x(2 * d, d), f(2 * d, d);
  for (Index j = 0; j < d; ++j) {
    const Eigen::VectorXd away = std::sqrt(static_cast<double>(d)) * root.col(j);
    x.row(2 * j) = (law.mean + away).transpose().array();
    x.row(2 * j + 1) = (law.mean - away).transpose().array();
  }
  problem.intrinsic->drift(0, x, f);
  Points entries(2 * d, d * m);
  problem.intrinsic->diffusion_matrix(0, x, entries);
  Eigen::MatrixXd rate = Eigen::MatrixXd::Zero(d, d);
  for (Index i = 0; i < 2 * d; ++i) {
    const Eigen::VectorXd row = entries.row(i).matrix().transpose();
    const Eigen::Map<const Eigen::MatrixXd> g(row.data(), d, m);
    rate += g * g.transpose() / static_cast<double>(2 * d);
  }
  const Eigen::MatrixXd centred = x.matrix().rowwise() - law.mean.transpose();
  const Eigen::MatrixXd product = f.matrix().transpose() * centred / static_cast<double>(2 * d);
  return {f.matrix().colwise().mean().transpose(), product + product.transpose() + rate};
}

Gaussian moved(const Gaussian& law, double h, const Gaussian& slope) {
  return {law.mean + h * slope.mean, law.covariance + h * slope.covariance};
}

/// One step of the classical Runge–Kutta scheme after another.
template <class Law>
Law carried_by(const Problem& problem, Law law, double tau) {
  const double h = tau / steps;
  for (int k = 0; k < steps; ++k) {
    const Law a = slopes(problem, law), b = slopes(problem, moved(law, h / 2, a)),
              c = slopes(problem, moved(law, h / 2, b)), d = slopes(problem, moved(law, h, c));
    law = moved(moved(moved(moved(law, h / 6, a), h / 3, b), h / 3, c), h / 6, d);
  }
  return law;
}

density::GaussianMixture carried_in_the_plane(const Problem& problem, double tau) {
  const density::GaussianMixture& law = *problem.initial;
  Points means(law.components(), law.dimension());
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < law.components(); ++k) {
    const Gaussian now =
        carried_by(problem, Gaussian{law.means().row(k).matrix().transpose(), law.covariance(k)}, tau);
    means.row(k) = now.mean.transpose().array();
    covariances.push_back(0.5 * (now.covariance + now.covariance.transpose()));
  }
  return {law.weights(), means, density::Covariances::full(covariances)};
}

}  // namespace

density::GaussianMixture short_time_law(const Problem& problem, double tau) {
  if (tau == 0) return *problem.initial;
  if (problem.linear) return problem.marginal(tau);
  if (problem.dimension() > 1) return carried_in_the_plane(problem, tau);
  const density::GaussianMixture& law = *problem.initial;
  const Index n = law.components();
  Points means(n, 1);
  Eigen::ArrayXd variances(n);
  for (Index k = 0; k < n; ++k) {
    const Moments m = carried(problem, {law.means()(k, 0), law.covariance(k)(0, 0)}, tau);
    means(k, 0) = m.mean;
    variances(k) = m.variance;
  }
  return {law.weights(), means, density::Covariances::isotropic(variances, 1)};
}

double time_to_widen(const Problem& problem, const std::vector<double>& deviations) {
  double latest = 0;
  for (std::size_t j = 0; j < deviations.size(); ++j) {
    const auto axis = static_cast<Index>(j);
    const double wanted = deviations[j] * deviations[j];
    const double missing = wanted - std::min(wanted, narrowest_variance(*problem.initial, axis));
    if (missing > 0)
      latest = std::max(latest, missing / noise_rate(*problem.intrinsic, problem.initial->mean(), axis));
  }
  return latest;
}

}  // namespace kolmo::four_roads

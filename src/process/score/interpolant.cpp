#include "kolmo/process/score/interpolant.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>
#include <utility>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"

namespace kolmo::process {
namespace {

double zero(double) { return 0; }
double one(double) { return 1; }
double minus_one(double) { return -1; }
constexpr double quarter_turn = 0.5 * std::numbers::pi;

const Catalogue<InterpolantSchedule>& interpolants() {
  static const auto down = [](double t) { return 1 - t; };
  static const auto up = [](double t) { return t; };
  static const Catalogue<InterpolantSchedule> all(
      "interpolant", [](const InterpolantSchedule& one) { return one.name; },
      {{"straight", down, minus_one, up, one, zero, zero},
       {"trigonometric", [](double t) { return std::cos(quarter_turn * t); },
        [](double t) { return -quarter_turn * std::sin(quarter_turn * t); },
        [](double t) { return std::sin(quarter_turn * t); },
        [](double t) { return quarter_turn * std::cos(quarter_turn * t); }, zero, zero},
       {"latent", down, minus_one, up, one, [](double t) { return 2 * t * (1 - t); },
        [](double t) { return 2 - 4 * t; }}});
  return all;
}

}  // namespace

const std::vector<InterpolantSchedule>& interpolant_schedules() { return interpolants().all(); }

const InterpolantSchedule& find_interpolant_schedule(const std::string& name) {
  return interpolants().find(name);
}

/// One pair of components at a time t.
struct MixtureInterpolant::Moment {
  double log_weight;  ///< with −½ log det 2πS
  Eigen::VectorXd mean, mean_rate;
  Eigen::MatrixXd precision, pull;  ///< S⁻¹, ½ Ṡ S⁻¹
};

MixtureInterpolant::MixtureInterpolant(density::GaussianMixture from, density::GaussianMixture to,
                                       InterpolantSchedule schedule)
    : from_(std::move(from)), to_(std::move(to)), schedule_(std::move(schedule)) {
  if (from_.dimension() != to_.dimension())
    throw InvalidArgument("an interpolant goes between laws of one dimension, not of " +
                          number_text(from_.dimension()) + " and " + number_text(to_.dimension()));
}

std::vector<MixtureInterpolant::Moment> MixtureInterpolant::moments(double t) const {
  require(t >= 0 && t <= 1, "t", t, "an interpolant has times from 0 to 1");
  const double a = schedule_.a(t), da = schedule_.a_rate(t), b = schedule_.b(t), db = schedule_.b_rate(t);
  const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(dimension(), dimension());
  std::vector<Moment> all;
  for (Index i = 0; i < from_.weights().size(); ++i)
    for (Index j = 0; j < to_.weights().size(); ++j) {
      const Eigen::VectorXd m = from_.means().row(i).transpose().matrix(),
                            n = to_.means().row(j).transpose().matrix();
      const Eigen::MatrixXd c = from_.covariances().matrix(i), d = to_.covariances().matrix(j);
      Moment moment;
      moment.mean = a * m + b * n;
      moment.mean_rate = da * m + db * n;
      const Eigen::LLT<Eigen::MatrixXd> factor(a * a * c + b * b * d + schedule_.noise_variance(t) * unit);
      moment.precision = factor.solve(unit);
      moment.pull =
          (a * da * c + b * db * d + 0.5 * schedule_.noise_variance_rate(t) * unit) * moment.precision;
      double half_log_determinant = 0;
      for (Index l = 0; l < dimension(); ++l) half_log_determinant += std::log(factor.matrixLLT()(l, l));
      moment.log_weight = std::log(from_.weights()(i) * to_.weights()(j)) - half_log_determinant -
                          0.5 * static_cast<double>(dimension()) * std::log(2 * std::numbers::pi);
      all.push_back(std::move(moment));
    }
  return all;
}

density::GaussianMixture MixtureInterpolant::law(double t) const {
  require(t >= 0 && t <= 1, "t", t, "an interpolant has times from 0 to 1");
  const double a = schedule_.a(t), b = schedule_.b(t), noise = schedule_.noise_variance(t);
  const Index n = from_.components(), m = to_.components();
  Eigen::ArrayXd weights(n * m);
  Points means(n * m, dimension());
  std::vector<Eigen::MatrixXd> covariances;
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < m; ++j) {
      weights(i * m + j) = from_.weights()(i) * to_.weights()(j);
      means.row(i * m + j) = a * from_.means().row(i) + b * to_.means().row(j);
      covariances.push_back(a * a * from_.covariance(i) + b * b * to_.covariance(j) +
                            noise * Eigen::MatrixXd::Identity(dimension(), dimension()));
    }
  return {weights, means, density::Covariances::full(covariances)};
}

namespace {

/// out(·, j) = Σ_l matrix(j, l) (x(·, l) − centre(l)).
void product(const Eigen::MatrixXd& matrix, const ConstBlock& x, const Eigen::VectorXd& centre, Points& out) {
  out.setZero();
  for (Index j = 0; j < x.cols(); ++j)
    for (Index l = 0; l < x.cols(); ++l) out.col(j) += matrix(j, l) * (x.col(l) - centre(l));
}

/// γ: rows × components, from logarithms.
void normalise(Points& shares) {
  const Eigen::ArrayXd largest = shares.rowwise().maxCoeff();
  shares.colwise() -= largest;
  kolmo::exp(shares.data(), shares.data(), shares.size());
  Eigen::ArrayXd total = shares.col(0);
  for (Index k = 1; k < shares.cols(); ++k) total += shares.col(k);
  shares.colwise() /= total;
}

}  // namespace

/// What a call computes for a block.
struct MixtureInterpolant::Workspace {
  Points shares, away, pulled;
};

void MixtureInterpolant::velocity(double t, const ConstBlock& x, Block out) const {
  Workspace workspace;
  velocity_by(moments(t), x, out, workspace);
}

void MixtureInterpolant::velocity_by(const std::vector<Moment>& all, const ConstBlock& x, Block out,
                                     Workspace& workspace) const {
  auto& [shares, away, pulled] = workspace;
  shares.resize(x.rows(), static_cast<Index>(all.size()));
  away.resize(x.rows(), x.cols());
  pulled.resize(x.rows(), x.cols());
  for (Index k = 0; k < shares.cols(); ++k) {
    const Moment& one = all[static_cast<std::size_t>(k)];
    product(one.precision, x, one.mean, away);
    shares.col(k).setConstant(one.log_weight);
    for (Index j = 0; j < x.cols(); ++j) shares.col(k) -= 0.5 * away.col(j) * (x.col(j) - one.mean(j));
  }
  normalise(shares);
  out.setZero();
  for (Index k = 0; k < shares.cols(); ++k) {
    const Moment& one = all[static_cast<std::size_t>(k)];
    product(one.pull, x, one.mean, pulled);
    for (Index j = 0; j < x.cols(); ++j) out.col(j) += shares.col(k) * (one.mean_rate(j) + pulled.col(j));
  }
}

// ∇·v = Σ γ tr(½ Ṡ S⁻¹) − Σ γ (v_k − v)·y_k with y_k = S_k⁻¹ (x − μ_k) = −∇ log N_k.
void MixtureInterpolant::velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                                                 Values divergence) const {
  const std::vector<Moment> all = moments(t);
  Workspace workspace;
  velocity_by(all, x, velocity, workspace);
  auto& [shares, away, pulled] = workspace;
  divergence.setZero();
  for (Index k = 0; k < shares.cols(); ++k) {
    const Moment& one = all[static_cast<std::size_t>(k)];
    product(one.precision, x, one.mean, away);
    product(one.pull, x, one.mean, pulled);
    divergence += one.pull.trace() * shares.col(k);
    for (Index j = 0; j < x.cols(); ++j)
      divergence -= shares.col(k) * (one.mean_rate(j) + pulled.col(j) - velocity.col(j)) * away.col(j);
  }
}

void MixtureInterpolant::score(double t, const ConstBlock& x, Block out) const { law(t).score(x, out); }

void MixtureInterpolant::score_and_divergence(double t, const ConstBlock& x, Block score,
                                              Values divergence) const {
  law(t).score_and_laplacian(x, score, divergence);
}

void MixtureInterpolant::log_density(double t, const ConstBlock& x, Values out) const {
  law(t).log_density(x, out);
}

namespace {

/// α̇/α and σ(σ α̇/α − σ̇).
std::pair<double, double> factors(const GaussianPath& path) {
  require(path.alpha > 0, "alpha", path.alpha, "must be positive: at alpha = 0 nothing of the data is left");
  require(path.sigma > 0, "sigma", path.sigma, "must be positive: at sigma = 0 there is no score");
  const double growth = path.alpha_rate / path.alpha;
  return {growth, path.sigma * (path.sigma * growth - path.sigma_rate)};
}

}  // namespace

Points velocity_from_score(const GaussianPath& path, const ConstBlock& x, const ConstBlock& score) {
  const auto [growth, factor] = factors(path);
  return growth * x + factor * score;
}

Points score_from_velocity(const GaussianPath& path, const ConstBlock& x, const ConstBlock& velocity) {
  const auto [growth, factor] = factors(path);
  require(factor != 0, "sigma alpha'/alpha - sigma'", factor,
          "must not vanish: the velocity says nothing of the score there");
  return (velocity - growth * x) / factor;
}

}  // namespace kolmo::process

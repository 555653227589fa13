#include "kolmo/score/models/mixture_score.hpp"

#include <Eigen/Cholesky>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::score {
namespace {

/// r_k at one place.
Eigen::ArrayXd responsibilities(const MixtureParameters& p, const Eigen::RowVectorXd& y) {
  const Index d = p.means.cols();
  Eigen::ArrayXd logs(p.components());
  for (Index k = 0; k < p.components(); ++k)
    logs(k) = p.log_weights(k) - 0.5 * static_cast<double>(d) * std::log(p.variances(k)) -
              0.5 * (p.means.row(k).matrix() - y).squaredNorm() / p.variances(k);
  const double largest = logs.maxCoeff();
  double total = 0;
  for (double& value : logs) total += value = std::exp(value - largest);
  return logs / total;
}

/// Score and derivatives (d × free) at one place.
void at_place(const MixtureParameters& p, const Eigen::RowVectorXd& y, Eigen::RowVectorXd& score,
              Eigen::MatrixXd* derivatives) {
  const Index d = p.means.cols(), components = p.components();
  const Eigen::ArrayXd r = responsibilities(p, y);
  Eigen::MatrixXd e(components, d);
  for (Index k = 0; k < components; ++k) e.row(k) = (p.means.row(k).matrix() - y) / p.variances(k);
  score = r.matrix().transpose() * e;
  if (derivatives == nullptr) return;
  for (Index k = 0; k < components; ++k) {
    const Eigen::RowVectorXd off = e.row(k) - score;
    if (k > 0) derivatives->col(k - 1) = r(k) * off.transpose();
    derivatives->middleCols(components - 1 + k * d, d) =
        r(k) * (Eigen::MatrixXd::Identity(d, d) / p.variances(k) - off.transpose() * e.row(k));
    const double tilt = 0.5 * p.variances(k) * e.row(k).squaredNorm() - 0.5 * static_cast<double>(d);
    derivatives->col(components - 1 + components * d + k) = r(k) * (-e.row(k) + tilt * off).transpose();
  }
}

MixtureParameters moved(MixtureParameters p, const Eigen::VectorXd& step) {
  const Index d = p.means.cols(), components = p.components();
  for (Index k = 0; k < components; ++k) {
    if (k > 0) p.log_weights(k) += step(k - 1);
    p.means.row(k) += step.segment(components - 1 + k * d, d).transpose().array();
    p.variances(k) *= std::exp(step(components - 1 + components * d + k));
  }
  return p;
}

/// Means over points: the loss, its gradient, A, and B where it is asked for.
struct Normal {
  double loss = 0;
  Eigen::VectorXd gradient;
  Eigen::MatrixXd a, b;
};

Normal normal_equations(const MixtureParameters& p, const Points& x, const Points& z, double sigma) {
  const Index n = x.rows(), d = x.cols(), free = p.free();
  std::vector<Normal> blocks(static_cast<std::size_t>(block_count(n)));
  for_each_block(n, [&](Index block, Index first, Index rows) {
    Normal& own = blocks[static_cast<std::size_t>(block)];
    own.gradient = Eigen::VectorXd::Zero(free);
    own.a = own.b = Eigen::MatrixXd::Zero(free, free);
    Eigen::RowVectorXd score(d);
    Eigen::MatrixXd derivatives(d, free);
    for (Index i = first; i < first + rows; ++i) {
      at_place(p, (x.row(i) + sigma * z.row(i)).matrix(), score, &derivatives);
      const Eigen::VectorXd residual = (score + z.row(i).matrix() / sigma).transpose();
      const Eigen::VectorXd gradient = derivatives.transpose() * residual;
      own.loss += 0.5 * residual.squaredNorm();
      own.gradient += gradient;
      own.a += derivatives.transpose() * derivatives;
      own.b += gradient * gradient.transpose();
    }
  });
  Normal total{0, Eigen::VectorXd::Zero(free), Eigen::MatrixXd::Zero(free, free),
               Eigen::MatrixXd::Zero(free, free)};
  for (const Normal& one : blocks) {
    total.loss += one.loss / static_cast<double>(n);
    total.gradient += one.gradient / static_cast<double>(n);
    total.a += one.a / static_cast<double>(n);
    total.b += one.b / static_cast<double>(n);
  }
  return total;
}

/// The largest change of a free number, means over `spread`.
double size_of(const Eigen::VectorXd& step, const MixtureParameters& p, double spread) {
  const Index components = p.components(), d = p.means.cols();
  double largest = step.tail(components).cwiseAbs().maxCoeff();
  if (components > 1) largest = std::max(largest, step.head(components - 1).cwiseAbs().maxCoeff());
  return std::max(largest, step.segment(components - 1, components * d).cwiseAbs().maxCoeff() / spread);
}

}  // namespace

Eigen::ArrayXd MixtureParameters::weights() const {
  Eigen::ArrayXd w = log_weights - log_weights.maxCoeff();
  double total = 0;
  for (double& value : w) total += value = std::exp(value);
  return w / total;
}

void MixtureParameters::validate() const {
  if (means.rows() < 1 || means.cols() < 1 || log_weights.size() != means.rows() ||
      variances.size() != means.rows())
    throw InvalidArgument("mixture: log_weights, means and variances must have one row a component");
  if (!log_weights.allFinite() || !means.allFinite() || !variances.allFinite() || (variances <= 0).any())
    throw InvalidArgument("mixture: must be finite, its variances positive");
}

void mixture_score(const MixtureParameters& parameters, const ConstBlock& y, Block out,
                   Eigen::MatrixXd* derivatives) {
  parameters.validate();
  const Index d = y.cols();
  require(parameters.means.cols() == d, "dimension of y", static_cast<double>(d), "must be the mixture's");
  if (derivatives != nullptr) derivatives->resize(y.rows() * d, parameters.free());
  Eigen::RowVectorXd score(d);
  Eigen::MatrixXd own(d, parameters.free());
  for (Index i = 0; i < y.rows(); ++i) {
    at_place(parameters, y.row(i).matrix(), score, derivatives != nullptr ? &own : nullptr);
    out.row(i) = score.array();
    if (derivatives != nullptr) derivatives->middleRows(i * d, d) = own;
  }
}

MixtureFit fit_mixture(MixtureParameters guess, const Points& x, const Points& z, double sigma,
                       Index most_steps) {
  guess.validate();
  require(x.cols() == guess.means.cols() && z.rows() == x.rows() && z.cols() == x.cols(), "columns of x",
          static_cast<double>(x.cols()), "must be the dimension of the mixture, and z of the shape of x");
  require(sigma > 0 && std::isfinite(sigma), "sigma", sigma, "must be positive and finite");
  require(x.rows() > guess.free(), "points", static_cast<double>(x.rows()),
          "must be more than there are parameters");
  constexpr double enough = 1e-10, least_damping = 1e-12, most_damping = 1e12;
  const double spread = std::sqrt(guess.variances.maxCoeff());
  MixtureFit fit{std::move(guess), 0, {}, 0, false};
  Normal at = normal_equations(fit.parameters, x, z, sigma);
  double damping = 1e-3;
  while (fit.steps < most_steps && !fit.converged && damping < most_damping) {
    Eigen::MatrixXd damped = at.a;
    damped.diagonal() *= 1 + damping;
    const Eigen::VectorXd step = -damped.ldlt().solve(at.gradient);
    const MixtureParameters next = moved(fit.parameters, step);
    const bool finite = step.allFinite() && next.means.allFinite() && next.variances.allFinite() &&
                        (next.variances > 0).all();
    const Normal there = finite ? normal_equations(next, x, z, sigma) : Normal{};
    // Rounding of the loss, where steps no longer change it.
    if (!finite || !(there.loss <= at.loss * (1 + 1e-14))) {
      damping *= 8;
      continue;
    }
    fit.parameters = next;
    at = there;
    damping = std::max(damping / 8, least_damping);
    ++fit.steps;
    fit.converged = size_of(step, fit.parameters, spread) < enough;
  }
  fit.loss = at.loss;
  const Eigen::MatrixXd inverse = at.a.ldlt().solve(Eigen::MatrixXd::Identity(at.a.rows(), at.a.cols()));
  fit.standard_errors = ((inverse * at.b * inverse).diagonal() / static_cast<double>(x.rows())).cwiseSqrt();
  return fit;
}

}  // namespace kolmo::score

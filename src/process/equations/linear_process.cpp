#include "kolmo/process/equations/linear_process.hpp"

#include <Eigen/QR>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

using Eigen::MatrixXd;

LinearProcess::LinearProcess(MatrixXd a, Eigen::VectorXd m, MatrixXd g)
    : a_(std::move(a)), m_(std::move(m)), g_(std::move(g)), scalar_(false) {
  const auto rows = [](const MatrixXd& matrix) { return static_cast<double>(matrix.rows()); };
  require(m_.size() >= 1 && m_.allFinite(), "size of m", static_cast<double>(m_.size()),
          "must be at least 1, of finite numbers");
  require(a_.rows() == m_.size() && a_.cols() == m_.size() && a_.allFinite(), "rows of A", rows(a_),
          "must be the size of m, as many columns, of finite numbers");
  require(g_.rows() == m_.size() && g_.cols() >= 1 && g_.allFinite(), "rows of G", rows(g_),
          "must be the size of m, of finite numbers");
  scalar_ = g_.rows() == g_.cols() && g_ == g_(0, 0) * MatrixXd::Identity(g_.rows(), g_.cols());
}

void LinearProcess::drift(double, const ConstBlock& x, Block out) const {
  const MatrixXd centred = x.matrix().rowwise() - m_.transpose();
  out = (centred * a_.transpose()).array();
}

void LinearProcess::drift_divergence(double, const ConstBlock&, Values out) const { out = a_.trace(); }

void LinearProcess::diffusion_matrix(double, const ConstBlock&, Block out) const {
  for (Index k = 0; k < g_.size(); ++k) out.col(k) = g_.data()[k];
}

double LinearProcess::diffusion(double t) const { return scalar_ ? g_(0, 0) : Process::diffusion(t); }

double LinearProcess::noise_variance(double s, double t) const {
  return scalar_ ? g_(0, 0) * g_(0, 0) * (t - s) : Process::noise_variance(s, t);
}

LinearProcess::Transition LinearProcess::transition(double t) const {
  require(std::isfinite(t) && t >= 0, "time", t, "must be at least 0 and finite");
  const Index d = m_.size();
  const double size = a_.norm() * t;
  const int doublings = size > 0.125 ? static_cast<int>(std::ceil(std::log2(8 * size))) : 0;
  const double h = std::ldexp(t, -doublings);
  // e^{Ah} = Σ (Ah)^k/k! and Q(h) = Σ T_k, T_0 = h G Gᵀ, T_{k+1} = (A T_k + T_k Aᵀ) h/(k + 2), from Q′ = A Q
  // + Q Aᵀ + G Gᵀ: terms fall at least by (¼)^k/k!, 16 of them to 1e−23.
  MatrixXd flow = MatrixXd::Identity(d, d), power = flow, term = h * g_ * g_.transpose(), noise = term;
  for (int k = 0; k < 16; ++k) {
    power = power * a_ * (h / (k + 1));
    flow += power;
    const MatrixXd next = (a_ * term + term * a_.transpose()) * (h / (k + 2));
    term = next;
    noise += term;
  }
  for (int k = 0; k < doublings; ++k) {
    noise += flow * noise * flow.transpose();
    flow = MatrixXd(flow * flow);
  }
  return {flow, 0.5 * (noise + noise.transpose())};
}

density::GaussianMixture LinearProcess::law(const Eigen::VectorXd& mean, const MatrixXd& covariance,
                                            double t) const {
  return law(density::gaussian(mean, covariance), t);
}

density::GaussianMixture LinearProcess::law(const density::GaussianMixture& start, double t) const {
  const auto [flow, noise] = transition(t);
  Points means(start.components(), start.dimension());
  std::vector<MatrixXd> covariances;
  for (Index k = 0; k < start.components(); ++k) {
    const Eigen::VectorXd mean = start.means().row(k).matrix().transpose();
    means.row(k) = (m_ + flow * (mean - m_)).transpose().array();
    const MatrixXd now = flow * start.covariance(k) * flow.transpose() + noise;
    covariances.push_back(0.5 * (now + now.transpose()));
  }
  return {start.weights(), means, density::Covariances::full(covariances)};
}

LinearProcess linear_process_of(const Process& process, double scale) {
  const Index d = process.dimension(), n = process.noise_dimension();
  Points x = Points::Zero(d + 2, d), f(d + 2, d), entries(1, d * n);
  for (Index j = 0; j < d; ++j) x(j + 1, j) = scale;
  x.row(d + 1) = -2 * scale;
  process.drift(0, x, f);
  process.diffusion_matrix(0, Points::Zero(1, d), entries);
  MatrixXd a(d, d);
  const Eigen::VectorXd c = f.row(0).matrix().transpose();
  for (Index j = 0; j < d; ++j) a.col(j) = (f.row(j + 1).matrix().transpose() - c) / scale;
  const Eigen::VectorXd there = c + a * Eigen::VectorXd::Constant(d, -2 * scale);
  if (!((there - f.row(d + 1).matrix().transpose()).norm() <= 1e-9 * (c.norm() + a.norm() * scale)))
    throw InvalidArgument("process '" + process.name() + "': its drift is not affine");
  // A (x − m) with A m = −c; where A is singular and c outside its range there is no m.
  const Eigen::VectorXd m = a.completeOrthogonalDecomposition().solve(-c);
  if (!((a * m + c).norm() <= 1e-9 * (c.norm() + a.norm() * scale)))
    throw InvalidArgument("process '" + process.name() + "': its drift has no place where it vanishes");
  return {a, m, Eigen::Map<const MatrixXd>(entries.data(), d, n)};
}

}  // namespace kolmo::process

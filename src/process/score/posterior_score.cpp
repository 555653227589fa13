#include "kolmo/process/score/posterior_score.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {

const std::vector<std::string>& likelihood_names() {
  static const std::vector<std::string> names{"clean", "dps", "pi_gdm", "moments"};
  return names;
}

PosteriorScore::PosteriorScore(std::shared_ptr<const Process> process, density::GaussianMixture prior,
                               density::LinearObservation observation, Likelihood likelihood)
    : process_(std::move(process)),
      prior_(std::move(prior)),
      observation_(std::move(observation)),
      likelihood_(likelihood),
      prior_variance_(prior_.covariance().trace() / static_cast<double>(prior_.dimension())) {
  if (!process_) throw InvalidArgument("process of a posterior score: is null");
  require(process_->dimension() == prior_.dimension(), "dimension of the mixture",
          static_cast<double>(prior_.dimension()), "must be the process's");
  if (!exact_kernel(*process_, 0, 0))
    throw InvalidArgument("process '" + process_->name() +
                          "': has no exact kernel; denoised points need a linear process");
  density::require_observation(observation_, prior_.dimension());
}

void PosteriorScore::score(double t, const ConstBlock& x, Block out) const {
  thread_local density::ComponentTable table;
  const KernelView kernel = *kernel_view(*process_, 0, t);
  table.assign(prior_.log_weights(), prior_.means(), prior_.covariances(), kernel.centre, kernel.scale,
               kernel.variance);
  table.score(x, out);
  add_likelihood(table, kernel, x, out);
}

void PosteriorScore::score_and_divergence(double, const ConstBlock&, Block, Values) const {
  throw Undefined("divergence of a posterior score '" +
                  likelihood_names()[static_cast<std::size_t>(likelihood_)] +
                  "': takes third derivatives of log p_t, which are not there; carry points without their "
                  "log density");
}

Eigen::MatrixXd PosteriorScore::fixed_covariance(const KernelView& kernel) const {
  if (likelihood_ != Likelihood::isotropic) return observation_.noise;
  const double a = kernel.scale, v = kernel.variance,
               spread = v * prior_variance_ / (a * a * prior_variance_ + v);
  return observation_.noise + spread * observation_.matrix * observation_.matrix.transpose();
}

/// residual ← S⁻¹ residual row by row, S = R + (v/a²) (A Aᵀ + v A ∇²log p_t Aᵀ).
void PosteriorScore::weigh_by_row(const density::ComponentTable& table, const KernelView& kernel,
                                  const ConstBlock& x, Points& residual) const {
  const Eigen::MatrixXd& a = observation_.matrix;
  const Index n = x.rows(), d = x.cols(), m = residual.cols();
  const double v = kernel.variance, factor = v / (kernel.scale * kernel.scale);
  const Eigen::MatrixXd fixed = observation_.noise + factor * a * a.transpose();
  Points direction(n, d), curved(n, d);
  // (A H Aᵀ)_ij of all rows, column j of it by one Hessian product with row j of A.
  std::vector<Points> products;
  for (Index j = 0; j < m; ++j) {
    for (Index k = 0; k < d; ++k) direction.col(k) = a(j, k);
    table.hessian_product(x, direction, curved);
    products.emplace_back((curved.matrix() * a.transpose()).array());
  }
  Eigen::MatrixXd s(m, m);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < m; ++j)
      s.col(j) =
          fixed.col(j) + factor * v * products[static_cast<std::size_t>(j)].row(i).matrix().transpose();
    s = (0.5 * (s + s.transpose())).eval();
    residual.row(i) =
        Eigen::LLT<Eigen::MatrixXd>(s).solve(residual.row(i).matrix().transpose()).transpose().array();
  }
}

/// out += Jᵀ Aᵀ S⁻¹ (y − A x̂), `out` the prior's score before.
void PosteriorScore::add_likelihood(const density::ComponentTable& table, const KernelView& kernel,
                                    const ConstBlock& x, Block out) const {
  const Eigen::MatrixXd& a = observation_.matrix;
  const bool clean = likelihood_ == Likelihood::clean;
  const double v = clean ? 0 : kernel.variance, scale = clean ? 1 : kernel.scale;
  Scratch scratch(x.rows(), x.cols()), scratch_curved(x.rows(), x.cols());
  auto denoised = scratch.points(), curved = scratch_curved.points();
  denoised = v * out;
  for (Index k = 0; k < x.cols(); ++k) {
    const double c = clean ? 0 : kernel.centre(k);
    denoised.col(k) = c + (x.col(k) - c + denoised.col(k)) / scale;
  }
  Points residual = (-(denoised.matrix() * a.transpose())).array();
  for (Index j = 0; j < residual.cols(); ++j) residual.col(j) += observation_.value(j);
  if (likelihood_ == Likelihood::covariance)
    weigh_by_row(table, kernel, x, residual);
  else
    residual = (residual.matrix() * fixed_covariance(kernel).inverse()).array().eval();
  denoised = (residual.matrix() * a).array();  // Aᵀ S⁻¹ (y − A x̂), then J of it
  out += denoised / scale;
  if (v == 0) return;
  table.hessian_product(x, denoised, curved);
  out += (v / scale) * curved;
}

}  // namespace kolmo::process

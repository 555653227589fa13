#include "kolmo/sampling/exact/affine_chain.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "kolmo/core/errors.hpp"

namespace kolmo::sampling {
namespace {

/// One step from every row of `states` with the normals of the row beside it.
Points stepped(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
               const Points& states, const Points& normals) {
  const Index d = target.dimension();
  Chains chains(states.leftCols(d));
  if (kernel.has_momenta()) chains.momentum = states.rightCols(d);
  sde::Workspace workspace(d, kernel.workspace_blocks());
  const ChainView view = chains.view(0, chains.size());
  kernel.start(target, settings, view);
  kernel.step(target, settings, view, Draws(normals), workspace);
  Points out(states.rows(), states.cols());
  out.leftCols(d) = chains.x;
  if (kernel.has_momenta()) out.rightCols(d) = chains.momentum;
  return out;
}

}  // namespace

double AffineChain::spectral_radius() const { return scale.eigenvalues().cwiseAbs().maxCoeff(); }

Eigen::MatrixXd AffineChain::stationary_covariance() const {
  const double radius = spectral_radius();
  if (!(radius < 1))
    throw NumericalFailure(
        "the chain has no stationary law (spectral radius of its step not below 1): take a "
        "smaller step");
  const Index n = scale.rows();
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n * n, n * n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) system.block(i * n, j * n, n, n) -= scale(i, j) * scale;
  const Eigen::MatrixXd added = noise * noise.transpose();
  const Eigen::VectorXd solution =
      system.fullPivLu().solve(Eigen::Map<const Eigen::VectorXd>(added.data(), n * n));
  return Eigen::Map<const Eigen::MatrixXd>(solution.data(), n, n);
}

double AffineChain::asymptotic_variance() const {
  const Eigen::MatrixXd c = stationary_covariance();
  const Index n = scale.rows();
  const Eigen::MatrixXd sum =
      (Eigen::MatrixXd::Identity(n, n) - scale).partialPivLu().solve(c);  // Σ_{k≥0} A^k C
  return 2 * sum(0, 0) - c(0, 0);
}

AffineChain affine_chain(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings) {
  const Index d = target.dimension(), n = kernel.has_momenta() ? 2 * d : d, m = kernel.normals(d);
  Points states = Points::Zero(2 + n + m, n), normals = Points::Zero(2 + n + m, m);
  states.middleRows(1, n).matrix().setIdentity();
  normals.middleRows(1 + n, m).matrix().setIdentity();
  for (Index j = 0; j < n; ++j) states(1 + n + m, j) = 0.3 + 0.7 * static_cast<double>(j);
  for (Index j = 0; j < m; ++j) normals(1 + n + m, j) = -0.6 + 0.5 * static_cast<double>(j);
  const Points out = stepped(kernel, target, settings, states, normals);
  AffineChain chain;
  chain.shift = out.row(0).matrix().transpose();
  const Eigen::MatrixXd moved = out.matrix().rowwise() - chain.shift.transpose();
  chain.scale = moved.middleRows(1, n).transpose();
  chain.noise = moved.middleRows(1 + n, m).transpose();
  const Eigen::VectorXd expected = chain.scale * states.row(1 + n + m).matrix().transpose() +
                                   chain.noise * normals.row(1 + n + m).matrix().transpose();
  if (!((expected - moved.row(1 + n + m).transpose()).cwiseAbs().maxCoeff() < 1e-9))
    throw InvalidArgument("kernel '" + kernel.claim().name + "': its step is not affine on this target");
  return chain;
}

}  // namespace kolmo::sampling

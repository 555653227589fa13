#include "kolmo/sampling/exact/phase_kernel.hpp"

#include <Eigen/QR>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "sinc_weights.hpp"

namespace kolmo::sampling {
namespace {

/// x with A x = b by GMRES (Saad and Schultz 1986) from 0, without restarts.
Eigen::VectorXd gmres(const std::function<Eigen::VectorXd(const Eigen::VectorXd&)>& apply,
                      const Eigen::VectorXd& b, Index most, double tolerance) {
  Eigen::MatrixXd basis(b.size(), most + 1), hessenberg = Eigen::MatrixXd::Zero(most + 1, most);
  const double size = b.norm();
  basis.col(0) = b / size;
  for (Index k = 0; k < most; ++k) {
    Eigen::VectorXd next = apply(basis.col(k));
    for (Index j = 0; j <= k; ++j) {
      hessenberg(j, k) = basis.col(j).dot(next);
      next -= hessenberg(j, k) * basis.col(j);
    }
    hessenberg(k + 1, k) = next.norm();
    Eigen::VectorXd right = Eigen::VectorXd::Zero(k + 2);
    right(0) = size;
    const Eigen::MatrixXd h = hessenberg.topLeftCorner(k + 2, k + 1);
    const Eigen::VectorXd y = h.householderQr().solve(right);
    if ((right - h * y).norm() < tolerance * size) return basis.leftCols(k + 1) * y;
    basis.col(k + 1) = next / hessenberg(k + 1, k);
  }
  throw NumericalFailure(
      "the stationary law on a grid of phase space: GMRES does not converge; take more nodes");
}

}  // namespace

PhaseKernel::PhaseKernel(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
                         const LineNodes& positions, const LineNodes& momenta)
    : positions_(positions), momenta_(momenta) {
  if (target.dimension() != 1 || !kernel.has_momenta() || kernel.normals(1) != 1)
    throw InvalidArgument(
        "kernel '" + kernel.claim().name +
        "': a matrix on phase space needs momenta, a target in 1-D and one normal number a step");
  const NoiseNodes noise(
      0.4);  // aliases at 2π/0.4 = 15.7: momenta are at most 0.9 noises a node apart, 3.5 + 8.5
  const Eigen::ArrayXd q = positions.places(), p = momenta.places();
  const Index nq = q.size(), np = p.size();
  transition_.resize(nq * np, nq * np);
  const Points normals = noise.places;
  for_each_task(nq * np, [&](Index from) {
    Chains chains(Points::Constant(normals.rows(), 1, q(from % nq)));
    chains.momentum.setConstant(p(from / nq));
    sde::Workspace workspace(1, kernel.workspace_blocks());
    const ChainView view = chains.view(0, chains.size());
    kernel.start(target, settings, view);
    kernel.step(target, settings, view, Draws(normals), workspace);
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(nq, np);
    Eigen::ArrayXd at_q(nq), at_p(np);
    for (Index k = 0; k < normals.rows(); ++k) {
      sinc_weights(chains.x(k, 0), q(0), positions.spacing, at_q);
      sinc_weights(chains.momentum(k, 0), p(0), momenta.spacing, at_p);
      sum.noalias() += (noise.weights(k) * at_q.matrix()) * at_p.matrix().transpose();
    }
    transition_.col(from) = Eigen::Map<const Eigen::VectorXd>(sum.data(), sum.size());
  });
}

LineLaw PhaseKernel::stationary_position() const {
  const Index n = transition_.rows(), nq = positions_.count();
  const Eigen::VectorXd v = Eigen::VectorXd::Constant(n, 1.0 / static_cast<double>(n));
  const Eigen::VectorXd law = gmres(
      [&](const Eigen::VectorXd& m) -> Eigen::VectorXd {
        return m - transition_ * m + sum(m.data(), m.size()) * v;
      },
      v, 200, 1e-11);
  const Eigen::Map<const Eigen::MatrixXd> table(law.data(), nq, momenta_.count());
  LineLaw position{positions_, Eigen::ArrayXd::Zero(nq)};
  for (Index k = 0; k < table.cols(); ++k) position.weights += table.col(k).array();
  position.weights /= sum(position.weights.data(), nq);
  return position;
}

}  // namespace kolmo::sampling

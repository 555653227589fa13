#include "kolmo/sampling/exact/line_kernel.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "sinc_weights.hpp"

namespace kolmo::sampling {
namespace {

/// Nodes of noise are ¼ apart: aliases stand 2π/¼ = 25 away, beyond what a sinc a third of a noise wide (9.4)
/// and the Gaussian itself (8.5) reach.
constexpr double noise_spacing = 0.25;

using Step = std::function<void(Chains& chains, const Points& normals)>;

/// Row i: E sinc((X′ − x_j)/Δ) where `step` takes node i to X′ and moves it with probability min(1,
/// e^{log_ratio}).
Eigen::MatrixXd transition(const LineNodes& from, const LineNodes& to, const Step& step) {
  const NoiseNodes noise(noise_spacing);
  const Eigen::ArrayXd places = from.places(), ends = to.places();
  Eigen::MatrixXd matrix(places.size(), ends.size());
  const Points normals = noise.places;
  for_each_task(places.size(), [&](Index i) {
    Chains chains(Points::Constant(normals.rows(), 1, places(i)));
    step(chains, normals);
    Eigen::ArrayXd row = Eigen::ArrayXd::Zero(ends.size()), sinc(ends.size());
    double stays = 0;
    for (Index k = 0; k < normals.rows(); ++k) {
      const double moves = chains.log_ratio(k) >= 0 ? 1 : std::exp(chains.log_ratio(k));
      stays += noise.weights(k) * (1 - moves);
      if (moves == 0) continue;
      sinc_weights(chains.x(k, 0), ends(0), to.spacing, sinc);
      row += (noise.weights(k) * moves) * sinc;
    }
    if (stays != 0) {
      sinc_weights(places(i), ends(0), to.spacing, sinc);
      row += stays * sinc;
    }
    matrix.row(i) = row.matrix().transpose();
  });
  return matrix;
}

}  // namespace

Index LineNodes::count() const { return 2 * static_cast<Index>(std::ceil(reach / spacing - 1e-9)) + 1; }

Eigen::ArrayXd LineNodes::places() const {
  const Index half = count() / 2;
  Eigen::ArrayXd x(2 * half + 1);
  for (Index j = 0; j < x.size(); ++j) x(j) = spacing * static_cast<double>(j - half);
  return x;
}

double LineLaw::mean(const std::function<double(double)>& f) const {
  const Eigen::ArrayXd x = nodes.places();
  double sum = 0;
  for (Index j = 0; j < x.size(); ++j) sum += weights(j) * f(x(j));
  return sum;
}

double LineLaw::density(double x) const {
  Eigen::ArrayXd sinc(weights.size());
  sinc_weights(x, nodes.places()(0), nodes.spacing, sinc);
  double sum = 0;
  for (Index j = 0; j < sinc.size(); ++j) sum += weights(j) * sinc(j);
  return sum / nodes.spacing;
}

double LineLaw::probability_below(double x) const {
  const GaussLegendre<10> rule;
  const double begin = nodes.places()(0);
  const auto panels = static_cast<Index>(std::ceil((x - begin) / (2 * nodes.spacing)));
  if (panels <= 0) return 0;
  const double half = 0.5 * (x - begin) / static_cast<double>(panels);
  double sum = 0;
  for (Index k = 0; k < panels; ++k) {
    const double middle = begin + half * static_cast<double>(2 * k + 1);
    for (std::size_t q = 0; q < rule.half; ++q) {
      sum += half * rule.weights[q] *
             (density(middle + half * rule.nodes[q]) + density(middle - half * rule.nodes[q]));
    }
  }
  return sum;
}

LineLaw line_law(const LineNodes& nodes, const std::function<double(double)>& density) {
  LineLaw law{nodes, nodes.places()};
  for (Index j = 0; j < law.weights.size(); ++j) law.weights(j) = nodes.spacing * density(law.weights(j));
  return law;
}

LineKernel::LineKernel(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
                       const LineNodes& from, const LineNodes& to)
    : to_(to) {
  if (target.dimension() != 1 || kernel.has_momenta() || kernel.normals(1) != 1)
    throw InvalidArgument("kernel '" + kernel.claim().name +
                          "': a matrix on the line needs a target in 1-D and one normal number a step");
  const auto step = [&](Chains& chains, const Points& normals) {
    sde::Workspace workspace(1, kernel.workspace_blocks());
    const ChainView view = chains.view(0, chains.size());
    kernel.start(target, settings, view);
    kernel.step(target, settings, view, Draws(normals), workspace);
  };
  const auto observe = [&](Chains& chains, const Points& normals) {
    sde::Workspace workspace(1, kernel.workspace_blocks());
    kernel.observe(target, settings, chains.x, Draws(normals), workspace);
  };
  transition_ = transition(from, to, step);
  if (kernel.has_postprocessor()) observation_ = transition(to, to, observe);
  Chains at_nodes(Points(from.places()));
  for (Index first = 0; first < at_nodes.size(); first += block_rows)
    kernel.start(target, settings, at_nodes.view(first, std::min(block_rows, at_nodes.size() - first)));
  state_weights_ = at_nodes.weight;
}

LineLaw LineKernel::advance(const LineLaw& law) const {
  return {to_, (transition_.transpose() * law.weights.matrix()).array()};
}

LineLaw LineKernel::observed(const LineLaw& law) const {
  if (observation_.size() == 0) return law;
  return {to_, (observation_.transpose() * law.weights.matrix()).array()};
}

LineLaw LineKernel::stationary() const {
  const Index n = transition_.rows();
  if (n != transition_.cols()) throw InvalidArgument("a stationary law: needs the same nodes at both ends");
  // (I − Mᵀ) m + v Σm = v with Σv = 1: rows of M sum to 1, so that Σm = 1 and m stays.
  Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n, n) - transition_.transpose();
  system.array() += 1.0 / static_cast<double>(n);
  const Eigen::VectorXd v = Eigen::VectorXd::Constant(n, 1.0 / static_cast<double>(n));
  LineLaw law{to_, system.partialPivLu().solve(v).array()};
  law.weights /= sum(law.weights.data(), n);
  return law;
}

double LineKernel::second_eigenvalue() const {
  const Eigen::ArrayXd values = transition_.eigenvalues().cwiseAbs().array();
  double first = 0, second = 0;
  for (const double value : values) {
    second = std::max(second, std::min(first, value));
    first = std::max(first, value);
  }
  return second;
}

}  // namespace kolmo::sampling

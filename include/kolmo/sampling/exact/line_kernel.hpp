#pragma once
// The transition of a kernel on the line as a matrix, without sampling.

#include <functional>
#include <memory>

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// Nodes −reach + jΔ up to reach. reach is raised to a whole number of spacings.
struct LineNodes {
  double reach, spacing;
  Index count() const;
  Eigen::ArrayXd places() const;
};

/// A law on the line by the weights m_j = Δ p(x_j) of a density that is band-limited to π/Δ: a Gaussian of
/// deviation σ is up to e^{−π²σ²/2Δ²}.
struct LineLaw {
  LineNodes nodes;
  Eigen::ArrayXd weights;

  double mean(const std::function<double(double)>& f) const;  ///< Σ m_j f(x_j)
  double density(double x) const;                             ///< Σ m_j sinc((x − x_j)/Δ)/Δ
  double probability_below(double x) const;  ///< ∫_{−reach}^x of it, by panels of Gauss and Legendre
};

/// The law of a density given by its values.
LineLaw line_law(const LineNodes& nodes, const std::function<double(double)>& density);

/// m′_j = E sinc((X′ − x_j)/Δ), X′ the library's own step from the node x_i with the normal number ξ, for
/// every node and ξ = kδ (trapezoidal rule, which is spectral for these integrands); where the kernel
/// rejects, the weight that stays is left at x_i. Exact as far as the law is band-limited after a step: its
/// noise has to be some spacings wide.
class LineKernel {
 public:
  /// Of a target in 1-D, from nodes to nodes; kernels with momenta or with more than one normal a step are
  /// refused (InvalidArgument).
  LineKernel(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
             const LineNodes& from, const LineNodes& to);
  LineKernel(const MarkovKernel& kernel, const Target& target, const KernelSettings& settings,
             const LineNodes& nodes)
      : LineKernel(kernel, target, settings, nodes, nodes) {}

  LineLaw advance(const LineLaw& law) const;
  /// The law that stays (from = to).
  LineLaw stationary() const;
  /// What is observed of a law (the kernel's postprocessor, if it has one).
  LineLaw observed(const LineLaw& law) const;
  /// The weights h(x_i) of the nodes, by which states count in averages.
  const Eigen::ArrayXd& state_weights() const { return state_weights_; }
  /// The modulus of the second largest eigenvalue (from = to).
  double second_eigenvalue() const;

 private:
  LineNodes to_;
  Eigen::MatrixXd transition_, observation_;  ///< row i: where node i goes
  Eigen::ArrayXd state_weights_;
};

}  // namespace kolmo::sampling

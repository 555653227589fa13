#pragma once
// Stein's method: particles that repel each other, and a discrepancy that needs the score alone.

#include <functional>
#include <optional>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::sampling {

/// k(x, y) of two points of d coordinates, with ∇_x k.
class PairKernel {
 public:
  virtual ~PairKernel() = default;
  virtual double value(const double* x, const double* y, Index d, double* gradient_x) const = 0;
};

/// e^{−|x − y|²/h}, h > 0 in length².
class GaussianPair final : public PairKernel {
 public:
  explicit GaussianPair(double h);
  double value(const double* x, const double* y, Index d, double* gradient_x) const override;

 private:
  double h_;
};

/// x·y: with it SVGD moves second moments alone, M′ = 2M(1 − M) on N(0, 1).
class LinearPair final : public PairKernel {
 public:
  double value(const double* x, const double* y, Index d, double* gradient_x) const override;
};

/// med²/ln(n + 1), med the median of the n(n − 1)/2 distances (of an even number: the mean of the middle
/// two).
double median_bandwidth(const Points& x);

/// φ_i = (1/n) Σ_j [k(x_j, x_i) s(x_j) + ∇_{x_j} k(x_j, x_i)]: towards the target, and away from each other.
/// O(n² d), in parallel over i. Source: Liu and Wang (2016), equation (8).
Points svgd_direction(const Points& scores, const Points& x, const PairKernel& kernel);

struct SvgdPlan {
  double step = 0.1;  ///< of x ← x + step · bandwidth · φ, a pure number
  Index iterations = 1000;
  std::optional<double> bandwidth = {};  ///< h; median_bandwidth at every iteration where not given
  double until = 1e-9;                   ///< stops where no particle moves more than this share of √h
};
/// Where the particles of `svgd` stand at its end.
struct SvgdEnd {
  Points x;          ///< particles×d
  Index iterations;  ///< that were taken
  bool converged;    ///< no particle moved more than `until` allows
};
SvgdEnd svgd(const Target& target, Points x, const SvgdPlan& plan);

/// k_p(x_i, y_j) = s·s′ k + s·∇_y k + s′·∇_x k + ∇_x·∇_y k of k = e^{−|x − y|²/2ℓ²}: E over the target is 0
/// in either argument (Stein's identity). Rows of x by rows of y, with their scores.
Eigen::MatrixXd stein_kernel(const Points& x, const Points& score_x, const Points& y, const Points& score_y,
                             double length);

/// (1/n²) Σ_ij and (1/n(n − 1)) Σ_{i≠j} of the matrix k_p(x_i, x_j).
double ksd_v(const Eigen::MatrixXd& matrix);
double ksd_u(const Eigen::MatrixXd& matrix);

/// What the null law of a statistic is taken from.
enum class SteinBootstrap {
  wild,         ///< V: (1/n²) Σ ε_i ε_j k_ij, ε = ±1 (independent draws)
  dependent,    ///< V: ε a chain that changes its sign with probability `flip` (draws of a chain)
  multinomial,  ///< U: Σ_{i≠j} (w_i − 1/n)(w_j − 1/n) k_ij, n w multinomial
  ordinary      ///< V: Σ w_i w_j k_ij: not centred, it has the law of the statistic itself and never rejects
};
/// What a Stein test says: the kernel Stein discrepancy and the probability of a larger one where the draws
/// are the target's.
struct SteinTest {
  double statistic, p_value;
};
/// p = (1 + #{replicates ≥ statistic})/(1 + replicates). flip in (0, ½] where it is used.
SteinTest stein_test(const Eigen::MatrixXd& matrix, SteinBootstrap bootstrap, Index replicates,
                     const RandomStream& stream, double flip = 0.5);

}  // namespace kolmo::sampling

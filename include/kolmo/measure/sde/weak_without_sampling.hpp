#pragma once
// Weak orders without sampling, for processes that are periodic in every coordinate.

#include <vector>

#include "kolmo/measure/sde/single_step.hpp"
#include "kolmo/measure/sde/torus_function.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// Where E φ(X_T) is computed: φ(x) = cos x + ½ sin 2x, in the plane cos x + ½ sin(x + y).
struct WeakSpace {
  TorusGrid grid;
  Index nodes;       ///< of the quadrature in each z
  Index area_nodes;  ///< in each u, which enters with h^{3/2}: 2 suffice for weak order 2
  double end_time;   ///< T

  /// Good to 1e−10 in one dimension for h ≤ 1/16 and 1e−6 in the plane for h ≤ 1/8, for the problems here.
  static WeakSpace of_dimension(Index dimension);
  Eigen::ArrayXd functional() const;
};

/// u(x) = E v(Y), Y one step of the scheme from (t, x), for every x of the grid: v on the grid is replaced by
/// u.
class TransitionOperator {
 public:
  TransitionOperator(const sde::SdeScheme& scheme, const process::Process& process, const WeakSpace& space);
  void apply(double t, double h, Eigen::ArrayXd& u);

 private:
  const sde::SdeScheme& scheme_;
  const process::Process& process_;
  WeakSpace space_;
  NormalNodes nodes_;
  Points start_;
  TorusFunction function_;
};

/// E φ(X_T) for the scheme with `steps` steps from every point of the grid:
/// u_n(x) = Σ_q w_q u_{n+1}(step(x, ξ_q)).
Eigen::ArrayXd expectation(const sde::SdeScheme& scheme, const process::Process& process,
                           const WeakSpace& space, Index steps);

/// The same exactly: −∂t u = f·∇u + ½ v : ∇²u backward from φ, in the same space, by the classical
/// Runge–Kutta method.
Eigen::ArrayXd exact_expectation(const process::Process& process, const WeakSpace& space);

/// Numbers of steps n, 1.5 n, 2 n, 3 n, 4 n, … from n = coarsest (even) to finest.
std::vector<Index> step_counts(Index coarsest, Index finest);

/// The weak errors, root mean squares over all starting points, against the scheme's claim for the noise.
/// `exact` is that of the process as it should be. Throws std::bad_optional_access where none is claimed.
verify::OrderStudy weak_study(const sde::SdeScheme& scheme, const process::Process& process,
                              const WeakSpace& space, const Eigen::ArrayXd& exact,
                              const std::vector<Index>& steps);

}  // namespace kolmo::measure

#pragma once
// The backward (Kolmogorov) equation Lᵀ u: when and where paths that start in each cell arrive.

#include <functional>
#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

// Paths stop in the cells of a target and at absorbing sides. Every function returns one value a cell, the
// start; on a target's cells what its definition says. The linear systems are solved by eliminating cells of
// the Markov chain without a subtraction (Grassmann, Taksar, Heyman 1985), so that every entry keeps a small
// relative error, be it 1e−300 or 1e300: N cells with w of them across the shorter axes take N w² operations
// and 16 N w bytes (refused with its size where that does not fit). Error O(h²) to the continuous process
// where the target's outermost centres, or the sides, keep their place: see extrapolate. Throw
// InvalidArgument on negative rates, a target of another size, and where nothing stops the paths of some
// cell.

/// A set of cells, true inside, one entry a cell. An empty array is the empty set.
using Target = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// The cells whose centre x is inside.
Target target_where(const Grid& grid, const std::function<bool(const Eigen::VectorXd& x)>& inside);

/// E τ^order, order ≥ 1: −Lᵀ u_k = k u_{k−1} outside the target, u_0 = 1; 0 on it. τ is the time to the
/// target or an absorbing side.
Eigen::ArrayXd passage_time_moment(const Generator& generator, int order, const Target& target = {});

/// E τ: the mean first-passage time.
Eigen::ArrayXd mean_passage_time(const Generator& generator, const Target& target = {});

/// log E τ, −∞ on the target: also where E τ is beyond the largest number, as at low temperatures. Where
/// rates are too small for a number they are taken from the ratio on their face.
Eigen::ArrayXd log_mean_passage_time(const Generator& generator, const Target& target = {});

/// P(the path reaches `to` before `from` and before an absorbing side): 1 on `to`, 0 on `from`. Throws
/// InvalidArgument where the two sets meet or `to` is empty.
Eigen::ArrayXd committor(const Generator& generator, const Target& from, const Target& to);

/// P(the path leaves through this side (0 lower, 1 upper) of the axis), before it reaches the target. Throws
/// InvalidArgument where that side does not absorb.
Eigen::ArrayXd exit_probability(const Generator& generator, Index axis, Index side,
                                const Target& target = {});

/// P(τ > t) at rising times t ≥ 0, cells×times: ∂_t u = Lᵀ u, u = 1 at the start and 0 on the target, by the
/// Krylov exponential of the backward operator; absolute error about `tolerance` in the root mean square over
/// the cells.
Eigen::ArrayXXd survival(const Generator& generator, const std::vector<double>& times,
                         const Target& target = {}, double tolerance = 1e-10);

}  // namespace kolmo::fokker_planck

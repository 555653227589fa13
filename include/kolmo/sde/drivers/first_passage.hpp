#pragma once
// When paths leave an interval.

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// 0.5826 = −ζ(½)/√(2π): the wall that a discretely watched Brownian motion seems to meet lies this times g√h
/// further out. Source: Chernoff (1965); Siegmund (1979); Broadie, Glasserman and Kou (1997).
inline constexpr double boundary_shift = 0.58259715793901068;

/// What is known of a path between its grid times.
enum class BridgeCorrection {
  none,      ///< nothing: a path has left when a step ends on or beyond a wall; exit at the end of that step
  midpoint,  ///< crossings within a step are drawn from the Brownian bridge; exit at the middle of the step
  sampled,   ///< the same crossings; exit at a time drawn from the bridge's law of first passage
};

/// Every correction there is, as data: name, weak order of mean exit times, source.
///
/// Without correction the mean exit time is too long by 0.5826 g√h E|∂_n τ| + O(h): order ½. With it paths
/// see the wall as a Brownian motion of variance g²h over the step would, g taken at the step's start: order
/// 1, for the scheme's own weak order 1 and for g frozen over a step.
const std::vector<BridgeCorrection>& bridge_corrections();
const Claim& claim(BridgeCorrection correction);
/// The correction whose claim has this name. Throws InvalidArgument that lists the names otherwise.
BridgeCorrection bridge_correction(std::string_view name);

/// The exit of coordinate X_j from (lower, upper), paths starting in one point. References must outlive the
/// call.
struct FirstPassage {
  const process::Process& process;
  const SdeScheme& scheme;
  double step;            ///< h
  Eigen::VectorXd start;  ///< d numbers
  double lower, upper;    ///< one of them may be infinite
  BridgeCorrection correction;
  Index paths;
  RandomStream stream;   ///< roles of it make the steps and the bridges, as in `simulate`
  Index coordinate = 0;  ///< j
  /// K: a row of a block (a slot) carries K paths, one after another. Exit times are spread like
  /// exponentials, so that a block of single paths mostly waits for its slowest; as every slot carries
  /// exactly K (the last one what is left) no path is chosen by its length. More than 1 only where
  /// constant_coefficients(process) is true: the scheme is then asked for steps from t = 0 throughout.
  Index paths_per_slot = 1;
  /// Paths that are inside after this time are censored; a multiple of h.
  double horizon = std::numeric_limits<double>::infinity();
  /// Whether a path that a bridge took out is followed until a step ends on or beyond a wall, so that both
  /// exit times of one path are known.
  bool follow = false;
  /// φ, for a control variate: out(i) = φ(x_i), with scalar or diagonal noise. Empty: none.
  Functional control = {};
  /// Reflecting walls, of any coordinates, which turn paths back before exits are looked for. Null: none.
  const Walls* mirrors = nullptr;
};

/// One entry a path; path p is the (p mod K)-th of slot p/K.
struct Exits {
  Eigen::ArrayXd time;                          ///< since the path's start; the horizon where it is censored
  std::vector<std::int8_t> side;                ///< −1 lower, 1 upper, 0 censored
  Eigen::Array<Index, Eigen::Dynamic, 1> step;  ///< steps before the one within which the path left
  /// With `follow`: the exit time without correction of the same path; empty otherwise.
  Eigen::ArrayXd uncorrected;
  /// With `control`: Σ φ(X_n) g ΔW_n (of coordinate j) over the steps up to the exit, that of the exit
  /// included, whose mean is 0 whatever φ is: `time` − `control` has the mean of `time`, and with φ(x) =
  /// ∂τ/∂x_j(x), τ the mean exit time, all but the variance of O(h) is gone. The same up to `uncorrected`.
  Eigen::ArrayXd control, uncorrected_control;
  Index censored = 0;
  Index row_steps = 0;  ///< steps of all slots, those that waited for their block included
};

/// Carries all paths until they leave or the horizon comes.
///
/// A coordinate without noise of its own (the position of underdamped Langevin dynamics) has a path without
/// excursions: it leaves where a step ends beyond a wall, and with a bridge correction at the place between
/// both ends that a straight line has it meet the wall.
///
/// Step n of slot i takes its noise from (i, n) of the stream's role; a path begins where the one before in
/// its slot left. Results do not depend on the number of threads. With a bridge correction each finite wall
/// has a crossing drawn of its own, and where both are crossed within one step the earlier time counts
/// (midpoint: the more probable one): exact for a Brownian motion but for paths that see both walls within a
/// step, of probability O(e^{−(upper − lower)²/(2g²h)}).
///
/// Throws InvalidArgument where the scheme cannot step the process or needs Lévy areas, a control meets noise
/// that is neither scalar nor diagonal, a mirror is no reflecting wall, h is not positive and finite, the
/// start is not a finite point inside, both walls are infinite, paths or paths_per_slot < 1, paths_per_slot >
/// 1 for a process that does not say that it is constant in time, more than 2³³ slots are needed, the horizon
/// is not a multiple of h (to 1e−9) or above 2³¹ steps; NumericalFailure where a path leaves the finite
/// numbers (looked for every 8 steps) or a slot takes 2³² steps.
Exits first_passage(const FirstPassage& problem);

}  // namespace kolmo::sde

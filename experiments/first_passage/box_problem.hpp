#pragma once
// A process that leaves a box: [problem.NAME] in two or three variables.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::first_passage {

struct BoxProblem {
  problem::Problem given;
  const sde::SdeScheme* scheme;
  std::optional<double> reference;  ///< the mean exit time as it is known from elsewhere
  Index paths;
  bool noiseless;  ///< a coordinate has no noise of its own
  bool mixing;     ///< noise mixes coordinates, or depends on others than its own

  Index dimension() const { return given.dimension(); }
  /// The sides, for paths; an open one is none.
  std::vector<sde::WalledInterval> walls() const;
  /// The same for a grid, which closes an open side where the domain ends: `cells` an axis, or as many in the
  /// mean where noise mixes coordinates and cells have its aspect at the start.
  fokker_planck::Generator generator(Index cells) const;
  /// What a density is marched with.
  const char* stepper() const { return mixing ? "craig_sneyd" : "tr_bdf2"; }
  bool leaves_through(Index axis, Index side) const;
  /// "x_lower".
  std::string side_name(Index axis, Index side) const;
};

/// Throws, located: no absorbing side, no point to start from within, coefficients that depend on time, noise
/// that is too strongly correlated for the grid's cells or leaves a coordinate out and mixes others, a scheme
/// that cannot step it.
BoxProblem make_box_problem(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::first_passage

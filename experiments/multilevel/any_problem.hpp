#pragma once
// Any problem of the vocabulary, and any formula of its variables: [problem.NAME] with
// [problem.NAME.multilevel].

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/process/exit/kept_inside.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::multilevel {

struct AnyProblem {
  problem::Problem given;
  density::Expression observable;  ///< φ
  std::string observable_text;
  double time;                     ///< E φ(X_time)
  std::vector<double> accuracies;  ///< root mean square errors, decreasing
  bool relative;                   ///< accuracies are in units of the spread of φ(X_time), else of φ
  std::optional<double> expected;  ///< E φ as it is known from elsewhere
  const sde::SdeScheme* scheme;
  Index base_steps;  ///< of level 0; 0: found by trial

  process::KeptInside kept;                ///< the process that paths follow, in coordinates of their own
  std::vector<sde::WalledInterval> walls;  ///< of those paths

  /// φ at the time, of places.
  Functional observable_at() const;
  /// The same of paths at the end; 0 of one that an absorbing side has ended: E φ(X) 1{τ > time}.
  Functional phi() const;
  /// Independent starts of paths.
  std::function<void(const RandomStream&, Index, Block)> starts() const;
  bool absorbs() const;
  /// The claimed order of E φ: of the scheme, or what a natural boundary or a wall leaves of it.
  double order_weak() const;
  /// The grid answers too: one variable, a domain, scalar or diagonal noise.
  bool has_grid() const;
};

/// How it is studied, for the schema.
io::Schema any_problem_keys();

/// Throws, located: no observable, no time, a start that is neither Gaussian nor a point, or reaches beyond a
/// side, a scheme that cannot step the process, accuracies that do not fall.
AnyProblem make_any_problem(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::multilevel

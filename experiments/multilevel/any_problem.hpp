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

  /// φ at the time, for the drivers.
  Functional phi() const;
  /// Independent starts.
  std::function<void(const RandomStream&, Index, Block)> starts() const;
  /// The grid answers too: one variable, a domain, scalar or diagonal noise.
  bool has_grid() const;
};

/// How it is studied, for the schema.
io::Schema any_problem_keys();

/// Throws, located: no observable, no time, sides (levels know no walls), a start that is neither Gaussian
/// nor a point, a scheme that cannot step the process, accuracies that do not fall.
AnyProblem make_any_problem(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::multilevel

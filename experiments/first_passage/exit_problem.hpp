#pragma once
// A process, an interval, a start.

#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

struct ExitProblem {
  std::string name;
  std::string table, start_key;  ///< of the configuration, for errors: "exit.NAME", "exit.NAME.start"
  std::shared_ptr<const process::Process> process;
  /// What paths follow: `process`, but for its coefficients beyond a natural boundary.
  std::shared_ptr<const process::Process> stepped;
  std::string coordinates;  ///< of the process and its paths, where they are not the problem's own
  const sde::SdeScheme* scheme;
  double start;
  double lower, upper;           ///< what paths leave through; infinite: nothing
  std::optional<double> mirror;  ///< below `upper` or above `lower`, the other of which is then infinite
  std::optional<double> reference;
  double next_term;       ///< q of the bias C h (1 + a h^q) with bridges
  bool bridge_is_exact;   ///< constant coefficients, no mirror: nothing but the walls depends on the step
  bool is_unit_brownian;  ///< from 0 out of (−1, 1) with σ = 1: the law of the exit time is known
  int coarsest, finest;   ///< h = 2^−k step_unit
  double step_unit;       ///< 1 s where the steps are given, the problem's own time where they are not
  Index paths;            ///< at the smallest step

  /// g(x).
  double noise_at(double x) const;
  bool leaves_below() const { return std::isfinite(lower); }
  bool leaves_above() const { return std::isfinite(upper); }
  bool has_two_walls() const { return leaves_below() && leaves_above(); }
  /// Whether the walls' coefficient is asked of the uncorrected bias too: in problems of one's own the
  /// scheme's bias may be so much larger that it hides it, and what removing the bridge adds tells it better.
  bool tells_bare_coefficient() const { return bridge_is_exact || table.starts_with("exit."); }
  process::MeanExitTime mean_exit_time() const;
  /// Where paths cannot go on: the wall or the mirror; infinite where there is neither.
  double lower_side() const { return mirror && leaves_above() ? *mirror : lower; }
  double upper_side() const { return mirror && leaves_below() ? *mirror : upper; }
  /// The mirror, for paths; null where there is none.
  std::unique_ptr<sde::Walls> mirrors() const;
  std::vector<double> steps() const;  ///< descending
  /// paths √(h/h_min), in whole groups of 16: a long step is cheap, and orders rest on what is seen there.
  Index paths_at(double step) const;
};

/// A process by the name that exit.NAME.process calls it, made from the keys of the table ("exit.NAME.").
struct ExitProcess {
  std::string name;
  std::function<std::shared_ptr<const process::Process>(const io::Configuration&, const std::string& table)>
      make;
};
const std::vector<ExitProcess>& exit_processes();

/// Reads scheme, steps, paths and what is known of a problem whose process, start and walls stand; `table`
/// ends with a dot. Throws io::ConfigurationError where they do not fit.
void complete(const io::Configuration& configuration, const std::string& table, ExitProblem& problem);

/// Reads exit.NAME. Throws io::ConfigurationError.
ExitProblem make_exit_problem(const io::Configuration& configuration, const std::string& name);

/// A check that noise leaves unresolved, with the key of the paths and four times as many in its note.
verify::Check with_more_paths(verify::Check check, const ExitProblem& problem);

/// τ′ between its nodes by linear interpolation, constant outside: the φ of FirstPassage::control. An error
/// of φ costs variance alone.
Functional tabulated_slope(const process::MeanExitTime& exact, double start);

}  // namespace kolmo::first_passage

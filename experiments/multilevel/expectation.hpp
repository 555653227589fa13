#pragma once
// One expectation E φ(X_T): rates of its levels, and what it costs on every way.

#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"
#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

struct Expectation {
  std::string name;  ///< of the part: "mean" or "call"
  Functional phi;
  double exact = 0;     ///< E φ(X_T)
  bool linear = false;  ///< φ(x) = x: levels have closed forms
};

Expectation expectation(const Settings& settings, const std::string& name);

/// What the pieces of a part share.
struct Study {
  const Settings& settings;
  const Expectation& expectation;
  io::Group& group;
  frame::Progress& progress;
  std::vector<verify::Check>& checks;

  /// Samples levels of 2^ℓ base_steps steps. No two of (part, scheme, rung, repeat) share random numbers.
  sde::LevelSampler sampler(const std::string& scheme, int rung, int repeat, Index base_steps = 1) const;

  /// `id` below the part's name, judged: |observed − expected| ≤ tolerance.
  void check(const std::string& id, double expected, double observed, double standard_error,
             double bias_bound, double tolerance, const std::string& source) const;

  /// Standard errors that the largest of `count` comparisons may show.
  double z(double count) const;
};

/// Rungs of the ladder are 0, 1, …; these are of the rates and of plain Monte Carlo.
inline constexpr int rates_rung = 63, plain_rung = 62;

/// "eps=0.05".
std::string rung_name(double accuracy);

std::vector<std::string> expectation_check_ids(const Settings& settings, const std::string& part);

std::vector<verify::Check> run_expectation(const Settings& settings, const std::string& part,
                                           io::Group& group, frame::Progress& progress);

}  // namespace kolmo::multilevel

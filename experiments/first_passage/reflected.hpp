#pragma once
// Paths that are reflected.

#include <string>
#include <vector>

#include "first_passage/settings.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

struct ReflectedProblem {
  Index paths;
  int coarsest, finest;               ///< h = 2^−k
  double mean;                        ///< m of dX = −(X − m) dt + dW, reflected at 0
  std::vector<double> steps() const;  ///< descending
};

std::vector<std::string> reflected_check_ids();

/// All of the following.
std::vector<verify::Check> reflected_part(const ReflectedProblem& problem, const Settings& settings,
                                          io::Group& group, frame::Progress& progress);

/// Brownian motion reflected at 0, from 0 to t = 1, against its exact path on the same noise: Skorokhod's
/// X = W − min W, the minimum within a step drawn from the step's bridge. Root mean square errors of both
/// reflections, and the mean error of the projected one, which is 0.5826√h + O(h) (Asmussen, Glynn and Pitman
/// 1995).
void strong_checks(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                   frame::Progress& progress, std::vector<verify::Check>& checks);

/// dX = −(X − m) dt + dW reflected at 0, started in its stationary law, a truncated Gaussian: E X at t = 1
/// from pairs of steps h, h/2 on the same noise, and against the exact value.
void weak_checks(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                 frame::Progress& progress, std::vector<verify::Check>& checks);

/// Brownian motion between two mirrors, started in its stationary law, which the largest step keeps already.
void uniform_check(const ReflectedProblem& problem, const Settings& settings, io::Group& group,
                   std::vector<verify::Check>& checks);

}  // namespace kolmo::first_passage

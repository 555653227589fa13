#pragma once
// A process through the certificate: paths, grid and, where there is one, the exact law.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/verify/certificate.hpp"
#include "new_processes/parts.hpp"

namespace kolmo::new_processes {

/// E φ(X_t), by name.
struct Observable {
  std::string name;
  Functional phi;
};

/// x, …, x^highest of a coordinate in units of `scale` about `middle`: "x", "x2", ….
std::vector<Observable> powers(int highest, double middle = 0, double scale = 1);
/// x, y, x², y², xy.
std::vector<Observable> plane_moments();

struct Case {
  std::string name;
  std::shared_ptr<const process::Process> process;
  density::GaussianMixture start;  ///< the law at times.front()
  std::vector<double> times;       ///< the start and where roads are compared
  Grid grid;                       ///< cells of every axis a multiple of 4
  std::string scheme;
  Index steps;  ///< of paths and of the grid in all: shared among the intervals, at least 4 in each
  std::vector<Observable> observables;
  /// E φ of an observable at a time, where it is known; NaN where it is not.
  std::function<double(double t, std::size_t observable)> exact = {};
  /// What `exact` may be off by, in the observable's units.
  double exact_within = 0;
};

/// Mean of a power of 1-D mixtures, as `exact` of powers().
std::function<double(double, std::size_t)> exact_powers(std::function<density::GaussianMixture(double)> law,
                                                        double middle = 0, double scale = 1);

/// "<part>/<case>/a~b/name/t=…" of all comparisons.
std::vector<std::string> certificate_ids(const std::string& part, const Case& one);

/// The run task that makes them: paths with steps h, 2h and 4h on the same Brownian motions, a grid with
/// cells and steps halved twice, their budgets by Richardson's rule.
frame::RunTask certified(const std::string& part, const Case& one, const Sampled& sampled);

}  // namespace kolmo::new_processes

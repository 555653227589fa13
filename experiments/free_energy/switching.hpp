#pragma once
// Works of switching between two targets, forwards and back, by annealed importance sampling.

#include <memory>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::free_energy {

/// From e^{−V₀/T} to e^{−V₁/T} over levels V₀ + b (V₁ − V₀), with steps of MALA on each.
struct Switch {
  std::shared_ptr<const sampling::Target> from, to;
  Index levels, moves;
  double step;  ///< h of MALA: exact whatever it is
};

/// W/T of each path that begins in a point of `start`, drawn from e^{−V₀/T}: −log of its weight.
Eigen::ArrayXd works(const Switch& one, Points start, const RandomStream& stream);

/// The other way.
Switch reversed(const Switch& one);

/// Histograms of W forwards and −W backwards on the same bins, with ΔF where they cross: part/work.
void write_works(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse, io::Group& part);

/// W at which the two histograms cross, from a straight line fitted to ln p_F(W)/p_R(−W) over the bins that
/// hold 50 works or more of either side: its slope and its root with standard errors.
struct Crossing {
  Estimate slope, root;
};
Crossing crossing(const Eigen::ArrayXd& forward, const Eigen::ArrayXd& reverse);

}  // namespace kolmo::free_energy

#pragma once
// What the walls of the grid's domain may have cost.

#include <map>
#include <string>

#include "four_roads/problem.hpp"

namespace kolmo::four_roads {

/// The law lives on the whole space, the grid's on a box with walls that let nothing through. Beyond a wall
/// at x = L lies about the mass
///     ε = p_N h r/(1 − r),   r = p_N/p_{N−1} of the last two cells (of the axis's marginal density)
/// if the tail goes on falling as it does at the wall (faster tails have less). The grid keeps that mass near
/// the wall, which moves E φ by at most about ε (|φ(L)| + |E φ|). Where the density does not fall towards the
/// wall nothing is known: ε is then p_N times the width of the domain.
struct Walls {
  double mass = 0;           ///< Σ ε over all walls
  double largest_slope = 0;  ///< |∂ log p| at the walls
  double log_density = 0;    ///< largest |log p| at a wall that ε comes from
};

Walls walls_of(const Grid& grid, const Eigen::ArrayXd& p);

/// 2 ε times what the quantity or distance ("mean", "ks_x", "energy", …) may change for each unit of mass out
/// of place.
double wall_budget(const Problem& problem, const Walls& walls, const std::string& name);

}  // namespace kolmo::four_roads

#pragma once
// What the ends of the grid's domain may have cost.

#include <functional>
#include <string>

#include "four_roads/problem/singular_walls.hpp"

namespace kolmo::four_roads {

/// A hundredth of the KS noise floor of 2·10⁶ points: with more of its mass outside a law is not held by the
/// domain, and a budget made of that would let everything pass.
inline constexpr double most_mass_beyond_walls = 2e-5;

/// The law lives on the whole space, the grid's on a box whose walls let nothing through. Beyond a wall
/// at x = L lies about the mass
///     ε = p_N h r/(1 − r),   r = p_N/p_{N−1} of the last two cells (of the axis's marginal density)
/// if the tail goes on falling as it does at the wall (faster tails have less). The grid keeps that mass near
/// the wall, which moves E φ by about ε |φ(L) − E φ|. Where the density does not fall towards the
/// wall nothing is known: ε is then p_N times the width of the domain.
struct Truncation {
  double mass = 0;           ///< Σ ε over all walls
  double largest_slope = 0;  ///< |∂ log p| at the walls
  double log_fall = 0;       ///< largest log(max p/p) at a wall that ε comes from
};

/// `stretch`: where V is finite at all. Behind a wall that the density falls to there is at most p_N times
/// what is left of it. Sides that are walls of the problem itself (`wall(axis, side)`) cost nothing.
Truncation truncation_of(const Grid& grid, const Eigen::ArrayXd& p, const FiniteStretch& stretch = {},
                         const std::function<bool(Index, int)>& wall = {});

/// 2 ε times what the quantity, whose value that is, may change for each unit of mass out of place
/// (quantity_table.hpp). Throws InvalidArgument for a name that the table does not have.
double truncation_budget(const Problem& problem, const Truncation& truncation, const std::string& name,
                         double value);
/// The same for a distance ("ks_x", "energy", …).
double truncation_budget_of_distance(const Problem& problem, const Truncation& truncation,
                                     const std::string& name);

}  // namespace kolmo::four_roads

#pragma once
// Escape in the plane from one place to another, by all routes that there are: grids, formula, paths.

#include <array>
#include <memory>
#include <optional>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/operator/boundary.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::rare_events {

/// From A, an ellipse about `from`, to B, one about `to`.
struct PlaneEscape {
  std::string name;
  std::shared_ptr<const process::Process> process;
  std::array<std::array<double, 2>, 2> domain;
  fokker_planck::Boundaries boundaries;
  bool open;  ///< no walls, no rings: paths go wherever they go
  Eigen::Vector2d from, to, half_axes;
  std::array<std::string, 2> variables = {"x", "y"};

  Grid grid(Index cells) const;
  fokker_planck::Generator generator(Index cells) const;
  /// How many half axes (x, y) lies from a place.
  double half_axes_from(const Eigen::Vector2d& place, double x, double y) const;
  fokker_planck::Target around(const Eigen::Vector2d& place, const Grid& grid) const;
};

/// What one grid says.
struct GridEscape {
  Index cells;
  double passage_time;  ///< E τ from `from` to B
  bool balance;         ///< detailed balance; else what follows is NaN, the committor apart
  double flux;          ///< ν: transitions a unit time
  double forward_rate;  ///< ν over the share of time that was last in A
  double from_times;  ///< 1/Σ μ(a) E τ(a), μ where paths come back to A first: the same rate by other numbers
  double through_the_middle;                       ///< the flux through q = ½
  double eigenvalue_rate;                          ///< λ₁ times the share of time that was last in B
  Eigen::ArrayXd committor, density, log_density;  ///< one entry a cell
  Grid where;
};
GridEscape grid_escape(const PlaneEscape& escape, Index cells);
/// The density at rest and the forward rate alone, all else NaN or empty: half the work. The process must
/// have detailed balance.
GridEscape forward_escape(const PlaneEscape& escape, Index cells);

/// Bilinear between the centres of a grid, constant beyond the outermost.
double between_centres(const Grid& grid, const Eigen::ArrayXd& values, double x, double y);

/// The way from `from` to `to` along which the density at rest is nowhere smaller than it must be, and how
/// fast the drift changes wherever the density is not e times smaller than at that narrowest place.
struct WidestWay {
  Points places;
  double log_height;    ///< log of the largest density at rest over that at the narrowest place: ΔV/T
  double largest_rate;  ///< of ‖∂f‖, 1/time
};
WidestWay widest_way(const PlaneEscape& escape, const GridEscape& grid);

/// Langer's rate over the highest pass between the minima below both places (Eyring and Kramers; Bovier and
/// others 2004), by the string method from the widest way; empty where the process is no gradient flow.
struct Formula {
  double rate;
  Eigen::VectorXd minimum, pass;
  double barrier;  ///< (V(pass) − V(minimum))/T
  Points way;      ///< the string
};
std::optional<Formula> langer_formula(const PlaneEscape& escape, const WidestWay& way);

/// Paths of Euler and Maruyama.
struct PathSizes {
  Index paths, runs;
  std::uint64_t seed;
};
/// E τ from `from` to B on h and 2h; empty where they would be too long.
struct Direct {
  Estimate fine, coarse;
};
std::optional<Direct> direct_paths(const PlaneEscape& escape, double step, double expected,
                                   const PathSizes& sizes);

/// Hill's relation: exits of A through the ellipse 1½ times as large, a unit of the time that was last in A,
/// and the share of them that reaches B before A.
struct Exits {
  Estimate rate;
  Points places;
  double steps;
};
Exits exits(const PlaneEscape& escape, const GridEscape& grid, double step, const PathSizes& sizes);
struct Share {
  Estimate probability;
  double steps;
  std::vector<Points> reactive = {};
};
Share by_splitting(const PlaneEscape& escape, const GridEscape& grid, const Exits& from, double step,
                   const PathSizes& sizes);
Share by_control(const PlaneEscape& escape, const GridEscape& grid, const Exits& from, double step,
                 const PathSizes& sizes);

}  // namespace kolmo::rare_events

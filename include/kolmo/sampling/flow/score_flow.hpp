#pragma once
// dx/dt = ∇log p: modes, saddle points, basins, streamlines; and interpolation on spheres.

#include <array>
#include <vector>

#include "kolmo/density/density.hpp"

namespace kolmo::sampling {

enum class CriticalKind { mode, saddle, minimum };
const char* name_of(CriticalKind kind);

struct CriticalPoint {
  Eigen::VectorXd place;
  CriticalKind kind;           ///< by the signs of the Hessian of log p: all −, mixed, all +
  Eigen::VectorXd curvatures;  ///< its eigenvalues, ascending
  double log_density;
};

/// The zeros of the score in a box, by Newton's method from starts[j] places along each axis; sorted by
/// falling density. Two are one where they lie closer than 1e−6 of the box. In the plane modes − saddles +
/// minima = 1 where the box holds all of them (Poincaré and Hopf): a sum that differs says that some are
/// missing. Throws InvalidArgument where the box does not have the density's dimension.
std::vector<CriticalPoint> critical_points(const density::Density& density,
                                           const std::vector<std::array<double, 2>>& box, Index starts);

/// Streamlines: places[k].row(i) is point i after k·every steps. Steps of Runge and Kutta's fourth order of
/// length ¼/‖∇s‖_F at the point: a step is a quarter of the shortest time there.
std::vector<Points> streamlines(const density::Density& density, Points x, Index steps, Index every = 1);

/// Which of the critical points (modes alone) each point ends at; −1 where `steps` are too few.
std::vector<Index> basins(const density::Density& density, const Points& x,
                          const std::vector<CriticalPoint>& points, Index steps = 400);

/// (sin (1 − u)θ · a + sin uθ · b)/sin θ, θ the angle between a and b: on spheres the arc; the straight line
/// where they are parallel.
Eigen::VectorXd slerp(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double u);

/// Σ |x_{k+1} − x_k| over the rows.
double path_length(const Points& path);

}  // namespace kolmo::sampling

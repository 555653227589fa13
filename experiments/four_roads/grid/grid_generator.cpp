// Which operator the grid road marches with.

#include <algorithm>

#include "four_roads/grid/grid_run.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/fokker_planck/operator/changing_matrix.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// Of the largest g of a coordinate: less than that at a side is noise that vanishes there.
constexpr double vanishing = 1e-3;

/// The smallest and the largest |g_j| on the middle line along coordinate j, ends included.
bool vanishes_at_a_side(const process::Process& process, const Grid& grid, Index j, double t) {
  constexpr Index places = 65;
  const Index d = grid.dimension();
  Points x(places, d), g(places, d);
  for (Index k = 0; k < d; ++k) x.col(k) = 0.5 * (grid.axis(k).lower + grid.axis(k).upper);
  for (Index i = 0; i < places; ++i)
    x(i, j) = grid.axis(j).lower +
              (grid.axis(j).upper - grid.axis(j).lower) * (static_cast<double>(i) / (places - 1));
  process.diffusion_diagonal(t, x, g);
  const double ends = std::min(std::abs(g(0, j)), std::abs(g(places - 1, j)));
  return !(ends >= vanishing * g.col(j).abs().maxCoeff());
}

}  // namespace

fp::Generator grid_generator(const Problem& problem, const process::Process& process, const Grid& grid,
                             const fp::Setting& setting) {
  if (process.noise_kind() == process::NoiseKind::commutative ||
      process.noise_kind() == process::NoiseKind::general)
    return fp::changing_matrix_generator(process, grid,
                                         {.boundaries = grid_boundaries(problem), .time = setting.time});
  const bool fitted = grid.dimension() == 1 || gradient_structure(*problem.intrinsic).has_value();
  bool vanishes = false;
  if (process.noise_kind() == process::NoiseKind::diagonal) {
    for (Index j = 0; j < grid.dimension(); ++j)
      vanishes = vanishes || vanishes_at_a_side(process, grid, j, setting.time.value_or(0));
  }
  const char* name = fitted || vanishes ? "scharfetter_gummel" : "smooth_hybrid";
  return fp::discretisation(name).build(process, grid,
                                        {.boundaries = grid_boundaries(problem), .time = setting.time});
}

}  // namespace kolmo::four_roads

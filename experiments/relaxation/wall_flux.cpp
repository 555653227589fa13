#include "relaxation/wall_flux.hpp"

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/open_sides.hpp"
#include "relaxation/linear_rest.hpp"

namespace kolmo::relaxation {

double at_walls(const process::Process& process, const Grid& grid, const Eigen::ArrayXd& density,
                Index axis) {
  const Points centres = grid.centres();
  const Eigen::ArrayXd d = diffusivity(process, centres, axis);
  Index stride = 1;
  for (Index j = 0; j < axis; ++j) stride *= grid.axis(j).cells;
  CompensatedSum walls;
  for (const Index side : {0, 1}) {
    const fokker_planck::NoiseAtSide noise = fokker_planck::noise_at(process, grid, {axis, side}, 0);
    const Index inwards = side == 0 ? stride : -stride;
    for (std::size_t line = 0; line < noise.cells.size(); ++line) {
      if (noise.vanishes[line]) continue;
      const Index i = noise.cells[line], next = i + inwards;
      const double flux = 1.5 * density(i) * d(i) - 0.5 * density(next) * d(next);
      walls.add(side == 0 ? -flux : flux);
    }
  }
  return walls.value() * grid.cell_volume() / grid.axis(axis).width();
}

}  // namespace kolmo::relaxation

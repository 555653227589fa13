#include "kolmo/transport/grid/c_transform.hpp"

#include "transport/grid/envelope.hpp"
#include "transport/grid/grid_lines.hpp"

namespace kolmo::transport {

void c_transform(const Grid& grid, const double* phi, double* out, Infimum infimum) {
  const bool between = infimum == Infimum::between_centres;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index n = grid.axis(axis).cells;
    const double square = grid.axis(axis).width() * grid.axis(axis).width();
    const double sign = axis == 0 ? -1 : 1;  // the first axis meets −φ
    for_each_line(
        grid, axis, axis == 0 ? phi : out, out, [n] { return Envelope(n); },
        [&](Envelope& envelope, const double* line, double* result) {
          double* height = envelope.height();
          for (Index i = 0; i < n; ++i) height[i] = sign * line[i] / square;
          envelope.write(square, between, result);
        });
  }
}

}  // namespace kolmo::transport

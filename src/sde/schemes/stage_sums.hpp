#pragma once
// Weighted sums of the stages of a Runge–Kutta scheme.

#include <array>

#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

/// out += Σ_{j < count} a w_j stage(j), two terms a pass; weights that are 0 cost nothing.
template <std::size_t n, class Stage>
void add_stages(double a, const std::array<double, n>& w, std::size_t count, Stage stage, Block out) {
  std::size_t waiting = n;
  for (std::size_t j = 0; j < count; ++j) {
    if (w[j] == 0) continue;
    if (waiting == n) {
      waiting = j;
      continue;
    }
    add_two_scaled(a * w[waiting], stage(waiting), a * w[j], stage(j), out);
    waiting = n;
  }
  if (waiting < n) add_scaled(a * w[waiting], stage(waiting), out);
}

/// out = x + Σ_{j < count} a w_j stage(j).
template <std::size_t n, class Stage>
void sum_stages(const ConstBlock& x, double a, std::array<double, n> w, std::size_t count, Stage stage,
                Block out) {
  std::size_t first = 0;
  while (first < count && w[first] == 0) ++first;
  if (first == count) {
    out = x;
    return;
  }
  combine(1, x, a * w[first], stage(first), out);
  w[first] = 0;
  add_stages(a, w, count, stage, out);
}

}  // namespace kolmo::sde

#pragma once
// A potential on any number of points of the line, block by block.

#include <algorithm>

#include "kolmo/density/potential.hpp"

namespace kolmo::jko {

/// visit(block of x, first, rows) over x in blocks of at most block_rows.
template <class Visit>
void for_each_chunk(const Eigen::ArrayXd& x, const Visit& visit) {
  for (Index first = 0; first < x.size(); first += block_rows) {
    const Index rows = std::min(block_rows, x.size() - first);
    visit(Eigen::Map<const Eigen::ArrayXXd>(x.data() + first, rows, 1), first, rows);
  }
}

/// out(j) = V(x_j).
inline void potential_value(const density::Potential& potential, const Eigen::ArrayXd& x,
                            Eigen::ArrayXd& out) {
  for_each_chunk(x, [&](const ConstBlock& block, Index first, Index rows) {
    potential.value(block, out.segment(first, rows));
  });
}

/// first(j) = V′(x_j), second(j) = V″(x_j).
inline void potential_derivatives(const density::Potential& potential, const Eigen::ArrayXd& x,
                                  Eigen::ArrayXd& first_derivative, Eigen::ArrayXd& second_derivative) {
  for_each_chunk(x, [&](const ConstBlock& block, Index first, Index rows) {
    potential.gradient(block, Eigen::Map<Eigen::ArrayXXd>(first_derivative.data() + first, rows, 1));
    potential.laplacian(block, second_derivative.segment(first, rows));
  });
}

}  // namespace kolmo::jko

#pragma once
// sinc((y − x_j)/Δ) for all nodes of a line at once.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sampling {

/// out(j) = sinc((y − first)/spacing − j), sinc u = sin πu/πu, for j in [0, size).
void sinc_weights(double y, double first, double spacing, Eigen::Ref<Eigen::ArrayXd> out);

/// Normal numbers kδ with weights δφ(kδ), |kδ| ≤ 8.5.
struct NoiseNodes {
  explicit NoiseNodes(double delta);
  Eigen::ArrayXd places, weights;
};

}  // namespace kolmo::sampling

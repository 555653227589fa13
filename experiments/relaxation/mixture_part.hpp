#pragma once
// A mixture of two Gaussians on its way to one: what falls, and what does not.

#include "frame/findings.hpp"

namespace kolmo::relaxation {

/// Names of its checks, without the part's.
std::vector<std::string> mixture_check_names();

/// 0.3 N(−2, ¼) + 0.7 N(2, ¼) under dX = −½ X dt + dW (VP with β = 1) to t = 6: KL and I(p‖p_∞) fall all the
/// way, entropy rises and falls, Fisher information falls and rises.
void mixture_part(Index cells, frame::Findings& findings);

}  // namespace kolmo::relaxation

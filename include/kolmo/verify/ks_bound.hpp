#pragma once
// What chance allows between an empirical law and its own.

#include <cmath>
#include <numbers>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::verify {

/// √(ln(2/α)/2n): sup |F_n − F| is larger with probability α at most, for every n and every law, α that of a
/// normal number beyond z standard errors. n ≥ 1, z ≥ 0 up to 37. Source: Dvoretzky, Kiefer and Wolfowitz
/// (1956), with the constant of Massart (1990).
inline double ks_bound(double z, Index n) {
  return std::sqrt(std::log(2 / std::erfc(z / std::numbers::sqrt2)) / (2 * static_cast<double>(n)));
}

}  // namespace kolmo::verify

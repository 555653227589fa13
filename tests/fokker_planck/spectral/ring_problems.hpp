#pragma once
// Diffusions on rings and tori.

#include "kolmo/measure/problems/ring_problems.hpp"

namespace kolmo::fokker_planck::testing {

using measure::BentRing;
using measure::lopsided_ring;
using measure::ring;
using measure::turn;

inline Grid torus(Index first, Index second) { return Grid({{0, turn, first}, {0, turn, second}}); }

}  // namespace kolmo::fokker_planck::testing

#pragma once
// Diffusions on rings and tori.

#include "fokker_planck_convergence/ring_problems.hpp"

namespace kolmo::fokker_planck::testing {

using fokker_planck_convergence::BentRing;
using fokker_planck_convergence::lopsided_ring;
using fokker_planck_convergence::ring;
using fokker_planck_convergence::turn;

inline Grid torus(Index first, Index second) { return Grid({{0, turn, first}, {0, turn, second}}); }

}  // namespace kolmo::fokker_planck::testing

#pragma once
// Eight doubles that the compiler keeps in whatever vector registers the instruction set has.

#include <cstring>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

typedef double Pack __attribute__((vector_size(64)));
inline constexpr Index pack_size = 8;

#define KOLMO_INLINE [[gnu::always_inline]] inline

KOLMO_INLINE void load(const double* from, Pack& to) { std::memcpy(&to, from, sizeof to); }
KOLMO_INLINE void store(const Pack& from, double* to) { std::memcpy(to, &from, sizeof from); }
KOLMO_INLINE void lower(const Pack& x, Pack& minimum) { minimum = x < minimum ? x : minimum; }

}  // namespace kolmo::fokker_planck

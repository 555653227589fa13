#pragma once
// What a problem's keys say of the reverse flow and of roads that go by a sampler.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Fills problem.reverse_flow: it goes by what the flow goes by unless it is told otherwise. A reverse SDE
/// that is not given its steps takes 1000. Refuses keys of samplers where there is none.
void settle_reverse_flow(const KeyReader& keys, Problem& problem);

/// Refuses a sampler where λ is not known, and a t_min that is not well before the first time.
void check_samplers(const KeyReader& keys, const Problem& problem);

}  // namespace kolmo::four_roads

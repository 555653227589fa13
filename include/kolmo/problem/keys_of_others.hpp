#pragma once
// What experiments ask of a problem beside its vocabulary.

#include "kolmo/io/schema.hpp"

namespace kolmo::problem {

/// A schema of problems, and the keys that other experiments ask of one beside: they may stand in the same
/// file, and have no effect (io::keys_without_effect).
io::Schema with_keys_of_others(io::Schema own);

}  // namespace kolmo::problem

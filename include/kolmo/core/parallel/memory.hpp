#pragma once
// Arrays that would not fit into the machine are refused before they are allocated.

#include <string_view>

namespace kolmo {

/// Throws InvalidArgument, with the size in bytes and `advice`, if `count` doubles for `what` exceed the
/// machine's memory.
void require_memory(double count, std::string_view what, std::string_view advice);

}  // namespace kolmo

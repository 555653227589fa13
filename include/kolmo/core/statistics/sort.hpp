#pragma once
// Sorting of samples.

#include <vector>

namespace kolmo {

/// Ascending order, −0 before +0: Boost's pattern-defeating quicksort of the bits of the numbers, in
/// parallel. Infinities are allowed; NaN throws InvalidArgument and leaves x as it was.
void sort(std::vector<double>& x);

}  // namespace kolmo

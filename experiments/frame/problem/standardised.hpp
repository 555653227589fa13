#pragma once
// Points in their own deviations.

#include <filesystem>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::frame {

/// The points of `file` with mean 0 and variance 1 in every column. Throws InvalidData, naming the file,
/// where all points of a column are the same.
Points standardised(Points points, const std::filesystem::path& file);

}  // namespace kolmo::frame

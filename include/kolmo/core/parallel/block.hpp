#pragma once
// Ensembles and the block, the unit of work on them.

#include <Eigen/Core>

namespace kolmo {

using Index = Eigen::Index;

/// n points of dimension d: n×d, column-major, so that one coordinate of all points is contiguous.
using Points = Eigen::ArrayXXd;

/// Some consecutive rows of an ensemble, writable. Columns are contiguous; they lie outerStride() apart.
using Block = Eigen::Ref<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;

/// The same, read only. Pass it as `const ConstBlock&`.
using ConstBlock = Eigen::Ref<const Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;

/// One number per point of a block, writable.
using Values = Eigen::Ref<Eigen::ArrayXd>;

/// One number per point of a block, read only. Pass it as `const ConstValues&`.
using ConstValues = Eigen::Ref<const Eigen::ArrayXd>;

/// Rows in a block: a step's temporaries stay in the first two caches. Every sum over an ensemble runs over
/// chunks of this size in a fixed order, so that it does not depend on the number of threads. A multiple
/// of 16.
inline constexpr Index block_rows = 1024;

}  // namespace kolmo

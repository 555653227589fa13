#pragma once
// Temporaries of a scheme's step, allocated once a block.

#include <algorithm>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sde {

/// `count` blocks of up to block_rows rows and d columns.
class Workspace {
 public:
  Workspace(Index dimension, Index count)
      : dimension_(dimension), storage_(block_rows, std::max<Index>(1, dimension * count)) {}

  /// Temporary i in [0, count), rows×d, with what was left in it.
  Block block(Index i, Index rows) { return blocks(i, 1, rows); }

  /// Temporaries i … i + count − 1 side by side, rows×(d·count): one d×count matrix a row.
  Block blocks(Index i, Index count, Index rows) {
    return storage_.block(0, i * dimension_, rows, count * dimension_);
  }

 private:
  Index dimension_;
  Points storage_;
};

}  // namespace kolmo::sde

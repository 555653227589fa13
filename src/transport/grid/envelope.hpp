#pragma once
// The lower envelope of parabolas of one width along a line.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::transport {

/// out_i = min_q { ½(i − q)² + g_q } along one line, in units of the cell; `between`: also between the q.
class Envelope {
 public:
  explicit Envelope(Index n);

  /// g, n numbers to be set.
  double* height() { return padded_.data() + 1; }
  /// Writes scale · out_i.
  void write(double scale, bool between, double* out);

 private:
  Index build();

  Index n_;
  Eigen::ArrayXd padded_;         ///< g, and a number before and behind it that is read and not used
  Eigen::ArrayXi lowest_, over_;  ///< the parabolas of the envelope; that which is lowest over i
  Eigen::ArrayXd until_;
};

}  // namespace kolmo::transport

#pragma once
// The network simplex between two sets of nodes, in whole numbers.

#include <cstdint>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::transport {

struct WholeCoupling {
  Index from, to;
  std::int64_t units;
};

struct NetworkFlow {
  std::vector<WholeCoupling> couplings;  ///< by from, then to
  Eigen::ArrayXd first_dual;             ///< ψ of the first set, in units of cost
};

/// Costs are rounded to multiples of `unit`, which keeps their sums below 2⁶⁰; both supplies have one sum.
NetworkFlow network_simplex(const Eigen::ArrayXXd& cost, double unit, const std::vector<std::int64_t>& supply,
                            const std::vector<std::int64_t>& demand);

}  // namespace kolmo::transport

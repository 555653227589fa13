#pragma once
// The noise of a step from that of its two halves.

#include <functional>

#include "kolmo/sde/noise/increment.hpp"

namespace kolmo::sde {

/// What `out` holds of z, u, v and Lévy areas (see Increment), component k with the share s = share(k) of the
/// first half; s is the part of time where there is more than z.
void join(const IncrementBlocks& first, const IncrementBlocks& second,
          const std::function<double(Index k)>& share, IncrementBlocks out);

}  // namespace kolmo::sde

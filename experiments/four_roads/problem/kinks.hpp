#pragma once
// Places where the slope of a potential jumps.

#include <string>
#include <vector>

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

struct Kink {
  double place, jump;  ///< x and V′(x+) − V′(x−)
};

/// The kinks of a potential on the line within the problem's domain, from left to right; none without a
/// potential. A jump of V′ between two of 4096 places that stands out of its neighbours' is halved forty
/// times: it is a kink if more than half of it stays (that of a smooth V falls with the interval). Two kinks
/// within a 4096th of the domain may be taken for one.
std::vector<Kink> kinks(const Problem& problem);

/// "V has a kink at x = 0 (V′ jumps by 2)"; empty where there is none.
std::string kinks_in_words(const Problem& problem);

}  // namespace kolmo::four_roads

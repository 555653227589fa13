// Scores and their geometry.

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"

namespace kolmo::claims::generative {
namespace {

/// The score of N(0, 1) is −x.
verify::Check c4_01() {
  return verify::value_check(-1.7, score_at(density::gaussian_1d(0, 1), 1.7), 1e-15, "-x");
}

}  // namespace

void add_scores(Rows& rows, const Settings&) { rows.add("C4-01", "standard_normal", c4_01); }

}  // namespace kolmo::claims::generative

#pragma once
// The table of schemes, made of their claims.

#include <string>

#include "kolmo/core/claim.hpp"

namespace kolmo::measure {

/// The two lines above the rows.
std::string catalogue_head();

/// One row: name; strong orders for general, commutative and additive noise; weak orders for general and
/// additive noise; of the stationary law; without noise; calculus; needs; evaluations a step; source.
std::string catalogue_row(const Claim& claim);

}  // namespace kolmo::measure

#pragma once
// One number against what it must be.

#include <string>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

/// |observed − expected| ≤ z s + b as a check.
verify::Check judge_value(const std::string& id, double expected, const Estimate& observed, double z,
                          double bias_bound, const std::string& source);

/// Unresolved, with a note, where a check passes though its tolerance exceeds `largest`.
void require_power(verify::Check& check, double largest);

}  // namespace kolmo::first_passage

#pragma once
// Kramers' formula beside the exact mean exit time.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

std::vector<std::string> kramers_check_ids();

/// The ratio exact/Kramers of the double well, −1 → 1: at T = 1 and ½ it is 1.18 and 1.25; at `temperatures`
/// (three or more) it tends to 1, with an error of order T.
std::vector<verify::Check> kramers_part(const std::vector<double>& temperatures, io::Group& group);

}  // namespace kolmo::first_passage

#pragma once
// Checks into the result file, out of it, and as text.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::frame {

/// Writes `part`/checks: the dimension check and one variable for each member of Check. An infinite number is
/// written as missing and its note says so.
void write_checks(io::Group& part, const std::vector<verify::Check>& checks);

/// What write_checks wrote.
std::vector<verify::Check> read_checks(const io::Group& part);

/// All checks of one part: name, expected, observed ± error, tolerance, verdict, aligned.
std::string check_table(const std::vector<verify::Check>& checks);

/// Checks of all parts, for people: the whole table if there are at most `most` checks, else a line per part
/// and all that did not pass.
struct PartChecks {
  std::string part;
  std::vector<verify::Check> checks;
};
std::string check_summary(const std::vector<PartChecks>& parts, std::size_t most = 40);

}  // namespace kolmo::frame

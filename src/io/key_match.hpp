#pragma once
// Keys against the schema: which one is meant, and which is nearest to one that is unknown.

#include <string>
#include <vector>

#include "kolmo/io/schema.hpp"

namespace kolmo::io {

std::vector<std::string> split_path(const std::string& path);
std::string join_path(const std::vector<std::string>& segments);

/// The key whose path matches, or nullptr.
const Key* match_key(const Schema& schema, const std::vector<std::string>& path);

/// Whether some key lies under this table.
bool match_table(const Schema& schema, const std::vector<std::string>& path);

/// The known key (or, with `tables`, table) that is nearest by edit distance (Damerau–Levenshtein, adjacent
/// swaps count once), with the names of `path` in place of "*"; empty if nothing is near.
std::string nearest_key(const Schema& schema, const std::vector<std::string>& path, bool tables);

}  // namespace kolmo::io

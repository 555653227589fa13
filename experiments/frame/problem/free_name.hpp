#pragma once
// Names that are left for one's own tables where an experiment has parts of its own.

#include <algorithm>
#include <string>
#include <vector>

#include "frame/plan.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::frame {

/// Throws io::ConfigurationError at TABLE.NAME where the experiment has a part of that name: results and
/// run.parts could not tell them apart. It names the parts.
inline void require_free_name(const io::Configuration& configuration, const std::string& table,
                              const std::string& name, const std::vector<std::string>& parts) {
  if (std::find(parts.begin(), parts.end(), name) == parts.end()) return;
  std::string list;
  for (const std::string& part : parts) list += (list.empty() ? "" : ", ") + part;
  throw configuration.error_at(table + "." + name,
                               "the name is taken by a part of this experiment: any is allowed but " + list);
}

inline void require_free_name(const io::Configuration& configuration, const std::string& table,
                              const std::string& name, const std::vector<Part>& parts) {
  std::vector<std::string> names;
  for (const Part& part : parts) names.push_back(part.name);
  require_free_name(configuration, table, name, names);
}

}  // namespace kolmo::frame

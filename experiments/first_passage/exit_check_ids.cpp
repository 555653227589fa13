// Which checks an exit problem has.

#include "first_passage/exit_part.hpp"

namespace kolmo::first_passage {

std::vector<std::string> exit_check_ids(const ExitProblem& problem) {
  std::vector<std::string> ids;
  if (problem.reference) ids.emplace_back("exact/mean");
  for (const std::string name : {"midpoint", "sampled"}) {
    ids.insert(ids.end(), {name + "/mean", name + "/extrapolated"});
    if (!problem.bridge_is_exact) ids.emplace_back(name + "/order");
  }
  if (problem.tells_bare_coefficient()) ids.emplace_back("none/boundary_coefficient");
  ids.insert(ids.end(), {"removed/boundary_coefficient", "none/order"});
  if (problem.is_unit_brownian) ids.insert(ids.end(), {"sampled/ks_coarsest", "sampled/ks_finest"});
  ids.insert(ids.end(), {"grid/mass_defect", "grid/ks"});
  if (problem.has_two_walls()) ids.insert(ids.end(), {"grid/lower_exits", "scale/lower_exits"});
  for (std::string& id : ids) id = problem.name + "/" + id;
  return ids;
}

}  // namespace kolmo::first_passage

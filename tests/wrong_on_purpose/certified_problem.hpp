#pragma once
// One problem of four_roads at a scale, with or without a planted error, and what its certificate says.

#include <string>
#include <vector>

#include "four_roads/experiment.hpp"
#include "four_roads/schema.hpp"

namespace kolmo::wrong_on_purpose {

struct CertifiedProblem {
  four_roads::Problem problem;
  four_roads::RunSettings settings;

  CertifiedProblem(const std::string& name, const std::string& scale,
                   const std::vector<std::string>& sets = {})
      : CertifiedProblem(name, resolved(name, scale, sets)) {}

  std::vector<verify::Check> checks() const {
    frame::Progress silent;
    return four_roads::run_problem(problem, settings, silent).checks;
  }

 private:
  static io::Configuration resolved(const std::string& name, const std::string& scale,
                                    std::vector<std::string> sets) {
    io::Schema schema = four_roads::schema();
    schema.push_back({"run.seed", io::Type::integer, "1", "", "seed"});
    sets.push_back("run.problems=[\"" + name + "\"]");
    return io::Configuration::resolve(schema, four_roads::default_configuration(), io::standard_scales(),
                                      std::nullopt, sets, scale);
  }
  CertifiedProblem(const std::string& name, const io::Configuration& configuration)
      : problem(four_roads::make_problem(configuration, name)),
        settings(four_roads::run_settings(configuration)) {}
};

/// Ids of the checks that failed and contain `part`.
inline std::vector<std::string> failed(const std::vector<verify::Check>& checks,
                                       const std::string& part = "") {
  std::vector<std::string> ids;
  for (const verify::Check& check : checks) {
    if (check.verdict == verify::Verdict::fail && check.id.find(part) != std::string::npos)
      ids.push_back(check.id);
  }
  return ids;
}

}  // namespace kolmo::wrong_on_purpose

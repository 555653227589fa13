// The keys [target.NAME]: a law to be sampled, by formula or as a mixture, and its start.

#include "kolmo/problem/target.hpp"

#include <algorithm>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/keys.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

using namespace io::keys;

/// As many variables as the other keys ask for, unless they are named.
density::ExpressionNames names_of_target(const io::TableReader& keys) {
  density::ExpressionNames names;
  names.time = false;
  names.variables = {"x", "y", "z"};
  std::size_t implied = 1;
  if (keys.has("start")) implied = keys.expressions("start").size();
  if (keys.has("means") && !keys.matrix("means").empty()) implied = keys.matrix("means")[0].size();
  if (keys.has("file"))
    implied = keys.has("columns") ? keys.texts("columns").size()
                                  : io::read_csv(keys.input_file("file")).columns.size();
  if (keys.has("variables")) {
    names.variables = keys.texts("variables");
  } else if (implied <= 3) {
    names.variables.resize(implied);
  } else {
    names.variables.clear();
    for (std::size_t j = 1; j <= implied; ++j) names.variables.push_back("x" + number_text(j));
  }
  for (const auto& [name, value] : keys.open_numbers("parameters")) names.parameters.emplace(name, value);
  if (keys.has("potential") || !keys.open_numbers("parameters").empty())
    keys.at(keys.has("variables") ? "variables" : "potential", [&] { density::require_names(names); });
  return names;
}

void refuse_others(const io::TableReader& keys, const std::string& chosen) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> ways = {
      {"potential", {"temperature"}},
      {"weights", {"means", "deviations", "covariances"}},
      {"file", {"columns", "bandwidth"}}};
  for (const auto& [way, its] : ways) {
    if (way == chosen) continue;
    std::vector<std::string> all = its;
    all.push_back(way);
    for (const std::string& key : all)
      if (keys.has(key)) throw keys.wrong(key, "has no effect: the target is given by '" + chosen + "'");
  }
}

void read_start(const io::TableReader& keys, const density::ExpressionNames& names, TargetLaw& target) {
  const auto d = target.dimension();
  target.start = target.mixture ? Eigen::ArrayXd(target.mixture->mean().array()) : Eigen::ArrayXd::Zero(d);
  if (!keys.has("start")) return;
  if (static_cast<Index>(keys.expressions("start").size()) != d)
    throw keys.wrong("start", number_text(d) + " numbers are needed, one for each variable");
  const std::vector<double> values = constants(keys, "start", read_vector(keys, "start", names));
  target.start = Eigen::Map<const Eigen::ArrayXd>(values.data(), d);
}

}  // namespace

io::Schema target_keys() {
  const std::string p = "target.*.";
  io::Schema all = {
      texts(p + "variables", "", "Names of the coordinates; x, y, z if not given."),
      number(p + "parameters.*", "", "1", "A name for a number, usable in the formulas of the target."),
      expressions(p + "potential",
                  "V of the target exp(-V/T), up to its constant: a formula such as \"(x^2-1)^2\"; minus "
                  "the log density at T = 1."),
      expressions(p + "temperature", "With a potential: the temperature T; 1 if not given."),
      expressions(p + "start",
                  "Where chains begin, one number a variable: the mean of a mixture, 0 with a potential, if "
                  "not given."),
  };
  const io::Schema law = law_keys(p);
  all.insert(all.end(), law.begin(), law.end());
  return all;
}

TargetLaw read_target(const io::Configuration& configuration, const std::string& name) {
  const io::TableReader keys(configuration, "target." + name);
  Problem scratch;
  scratch.names = names_of_target(keys);
  TargetLaw target;
  target.name = name;
  target.variables = scratch.names.variables;
  const std::string way = keys.has("potential") ? "potential" : keys.has("file") ? "file" : "weights";
  if (way == "weights" && !keys.has("weights"))
    throw configuration.error_at(
        "target." + name,
        "a target is one of potential = \"...\", weights, means and deviations (Gaussians), or file "
        "and bandwidth (data)");
  refuse_others(keys, way);
  if (way == "potential") {
    const density::Expression v = read_scalar(keys, "potential", scratch.names);
    target.potential = keys.at(
        "potential", [&] { return std::make_shared<density::ExpressionPotential>(v, scratch.names); });
    target.temperature = read_number(keys, "temperature", scratch.names, 1);
    if (!(target.temperature > 0)) throw keys.wrong("temperature", "must be positive");
  } else {
    way == "file" ? read_points(keys, "", scratch) : read_mixture(keys, "", scratch);
    target.mixture = scratch.initial.mixture;
    target.coordinates = scratch.initial.coordinates;
  }
  read_start(keys, scratch.names, target);
  refuse_unused_parameters(keys, scratch.names);
  return target;
}

}  // namespace kolmo::problem

#include "optimal_transport/own_distance.hpp"

#include <cmath>
#include <optional>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "optimal_transport/own_methods.hpp"

namespace kolmo::optimal_transport {
namespace {

std::vector<Method> chosen_methods(const io::Configuration& configuration, const std::string& name,
                                   bool files) {
  const std::string key = "distance." + name + ".methods";
  std::vector<Method> chosen;
  const bool line = !files && configuration.has("distance." + name + ".domain") &&
                    configuration.matrix("distance." + name + ".domain").size() == 1;
  const auto fits = [=](const Method& m) {
    return files ? bool(m.of_points) : bool(m.of_densities) && (line || m.name != "quantiles");
  };
  // what takes long, and what quantiles do better
  const auto asked_for = [=](const Method& m) {
    return m.name == "least_action" || (line && m.name == "back_and_forth");
  };
  if (!configuration.has(key)) {
    for (const Method& method : methods())
      if (fits(method) && !asked_for(method)) chosen.push_back(method);
    return chosen;
  }
  for (const std::string& wanted : configuration.texts(key)) {
    const Method& method = io::keys::entry_of(methods(), wanted);
    if (!fits(method))
      throw configuration.error_at(key, "'" + wanted + "' is not for " +
                                            (files  ? "points"
                                             : line ? "densities"
                                                    : "densities beyond the line"));
    chosen.push_back(method);
  }
  return chosen;
}

/// All that the methods find, in their order.
struct Results {
  std::vector<Measured> found;
  double mass_from = 1, mass_to = 1;            ///< of the formulas
  double wall_mass_from = 0, wall_mass_to = 0;  ///< parts of it in the cells at the walls
};

Results measure(const io::Configuration& configuration, const std::string& name, bool files,
                const std::vector<Method>& chosen) {
  const std::string p = "distance." + name + ".";
  OwnSettings settings{configuration.number(p + "epsilon"), configuration.integer(p + "directions"),
                       std::nullopt};
  if (configuration.has(p + "length")) settings.length = configuration.number(p + "length");
  Results results;
  if (files) {
    const OwnPoints points = own_points(configuration, name);
    for (const Method& method : chosen) results.found.push_back(method.of_points(points, settings));
    return results;
  }
  const OwnDensities densities = own_densities(configuration, name);
  results.mass_from = densities.mass_from;
  results.mass_to = densities.mass_to;
  results.wall_mass_from = transport::mass_at_walls(densities.grid, densities.from);
  results.wall_mass_to = transport::mass_at_walls(densities.grid, densities.to);
  for (const Method& method : chosen) results.found.push_back(method.of_densities(densities, settings));
  return results;
}

/// What a method says of its result; unresolved, with what to change, where it came to the end of its grid or
/// of its iterations before it was near enough.
verify::Check check_of(const Measured& found, const Method& method, const std::string& name) {
  const std::string status = found.status.empty() ? "" : " (" + found.status + ")";
  verify::Check check =
      verify::value_check(0, found.off, method.tolerance, method.proof,
                          method.value + " = " + number_text(found.value, 10) + status + "; " + method.proof);
  if (check.verdict == verify::Verdict::pass || found.remedy.empty()) return check;
  check.verdict = verify::Verdict::unresolved;
  check.note += "; try distance." + name + "." + found.remedy;
  return check;
}

}  // namespace

io::Schema distance_keys() {
  using namespace io::keys;
  const std::string p = "distance.*.";
  std::vector<io::Key> keys = {
      file(p + "from.file", "A CSV file: each row a point, of equal weight."),
      file(p + "to.file", "The other one; any number of rows."),
      texts(p + "columns", "", "Columns to take from both files; all of them if not given."),
      text(p + "from.density", "",
           "In place of files, a density by its formula in x, y, z; it is divided by its mass."),
      text(p + "to.density", "", "The other one."),
      matrix(p + "domain", "", "1", "[[lower, upper], ...] of the densities' grid, one to three axes."),
      count(p + "cells", "64", "Cells along each axis.", {4, 4096}),
      texts(p + "methods", "",
            "How to measure; if not given all that fit, but least_action, and back_and_forth on the line.",
            names_of(methods())),
      number(p + "epsilon", "0.05", "1",
             "epsilon of entropic and debiased, as a part of the mean of |x - y|^2 between "
             "independent points.",
             positive),
      count(p + "directions", "64", "Directions of sliced.", {2, 1e5}),
      number(p + "length", "", "1",
             "Length of the kernel of mmd, in the unit of the points; if not given the root of half "
             "the mean of |x - y|^2.",
             positive),
  };
  return keys;
}

frame::Plan own_distance_plan(const io::Configuration& configuration, const std::string& name) {
  const bool files = between_files(configuration, name);
  const std::vector<Method> chosen = chosen_methods(configuration, name, files);
  frame::Plan plan{"Distance '" + name + "'",
                   files ? "Two sets of points, by what each method says of itself."
                         : "Two densities on a grid, by what each method says of itself."};
  const auto results = frame::lazy([=] { return measure(configuration, name, files, chosen); });
  for (std::size_t k = 0; k < chosen.size(); ++k)
    plan.checks.push_back(
        {chosen[k].name, [=] { return check_of(results->get().found[k], chosen[k], name); }});
  plan.tables.push_back([=](io::Group& part) {
    std::vector<std::string> names, meanings;
    std::vector<double> values;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      names.push_back(chosen[k].name);
      meanings.push_back(chosen[k].value);
      values.push_back(results->get().found[k].value);
    }
    io::Group& group = part.group("distances");
    group.scale("method", names, {"method", ""});
    group.variable("value", {"method"}, values,
                   {"distance; squares in the square of the unit of length", "1"});
    group.variable("meaning", {"method"}, meanings, {"what the value is", ""});
    if (!files) {
      group.attribute("mass_from", results->get().mass_from);
      group.attribute("mass_to", results->get().mass_to);
      group.attribute("wall_mass_from", results->get().wall_mass_from);
      group.attribute("wall_mass_to", results->get().wall_mass_to);
    }
  });
  return plan;
}

}  // namespace kolmo::optimal_transport

#include "optimal_transport/own_input.hpp"

#include <utility>

#include "frame/problem/formula_on_grid.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::optimal_transport {
namespace {

std::string key(const std::string& name, const std::string& last) { return "distance." + name + "." + last; }

}  // namespace

bool between_files(const io::Configuration& configuration, const std::string& name) {
  const auto given = [&](const char* last) { return configuration.has(key(name, last)); };
  const bool files = given("from.file") && given("to.file"),
             formulas = given("from.density") && given("to.density");
  const bool any_file = given("from.file") || given("to.file"),
             any = given("from.density") || given("to.density");
  if (files == formulas || (any_file && any))
    throw configuration.error_at("distance." + name,
                                 "needs from.file and to.file, or from.density and to.density, and not both");
  return files;
}

OwnPoints own_points(const io::Configuration& configuration, const std::string& name) {
  const std::vector<std::string> columns = configuration.has(key(name, "columns"))
                                               ? configuration.texts(key(name, "columns"))
                                               : std::vector<std::string>{};
  const auto read = [&](const char* side) {
    return io::read_csv(configuration.input_file(key(name, std::string(side) + ".file")), columns);
  };
  const io::CsvPoints from = read("from"), to = read("to");
  if (from.columns != to.columns)
    throw configuration.error_at(key(name, "to.file"),
                                 "its columns are not those of from.file: name those to take in `columns`");
  return {from.points, to.points};
}

OwnDensities own_densities(const io::Configuration& configuration, const std::string& name) {
  const Grid grid = frame::read_grid(configuration, "distance." + name);
  frame::FormulaDensity from = frame::read_density(configuration, key(name, "from.density"), grid),
                        to = frame::read_density(configuration, key(name, "to.density"), grid);
  return {grid, std::move(from.averages), std::move(to.averages), from.mass, to.mass};
}

}  // namespace kolmo::optimal_transport

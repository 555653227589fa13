#include "optimal_transport/own_input.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::optimal_transport {
namespace {

std::string key(const std::string& name, const std::string& last) { return "distance." + name + "." + last; }

Grid own_grid(const io::Configuration& configuration, const std::string& name) {
  if (!configuration.has(key(name, "domain")))
    throw configuration.error_at("distance." + name,
                                 "densities need a domain: domain = [[lower, upper], ...]");
  const io::Matrix& domain = configuration.matrix(key(name, "domain"));
  if (domain.empty() || domain.size() > 3)
    throw configuration.error_at(key(name, "domain"), "one to three axes are allowed: [[lower, upper], ...]");
  std::vector<Axis> axes;
  for (const std::vector<double>& interval : domain) {
    if (interval.size() != 2 || !(interval[0] < interval[1]))
      throw configuration.error_at(key(name, "domain"),
                                   "each axis must be [lower, upper] with lower < upper");
    axes.push_back({interval[0], interval[1], configuration.integer(key(name, "cells"))});
  }
  return Grid(axes);
}

/// The formula at x; it must be finite and not negative.
Eigen::ArrayXd checked_values(const io::Configuration& configuration, const std::string& where,
                              const density::ExpressionProgram& program, const Points& x) {
  Points out(x.rows(), 1);
  program.evaluate(0, x, out);
  for (Index i = 0; i < x.rows(); ++i)
    if (!std::isfinite(out(i, 0)) || out(i, 0) < 0) {
      std::string place;
      for (Index k = 0; k < x.cols(); ++k) place += (k == 0 ? "" : ", ") + number_text(x(i, k), 6);
      throw configuration.error_at(where, "is " + number_text(out(i, 0)) + " at (" + place +
                                              "): a density must be finite and at least 0");
    }
  return out.col(0);
}

Eigen::ArrayXd averages(const io::Configuration& configuration, const std::string& where, const Grid& grid) {
  static const std::vector<std::string> letters = {"x", "y", "z"};
  density::ExpressionNames names;
  names.variables.assign(letters.begin(), letters.begin() + grid.dimension());
  const density::ExpressionProgram program = [&] {
    try {
      return density::ExpressionProgram({density::Expression(configuration.text(where), names)});
    } catch (const InvalidArgument& error) {
      throw configuration.error_at(where, error.what());
    }
  }();
  const GaussLegendre<4> rule;
  const Points centres = grid.centres();
  Eigen::ArrayXd total = Eigen::ArrayXd::Zero(grid.cells());
  const Index each = 4;
  Index nodes = 1;
  for (Index k = 0; k < grid.dimension(); ++k) nodes *= each;
  for (Index node = 0; node < nodes; ++node) {
    Points x = centres;
    double weight = 1;
    for (Index k = 0, rest = node; k < grid.dimension(); ++k, rest /= each) {
      const auto which = static_cast<std::size_t>(rest % 2);
      const double side = rest % each < 2 ? -1 : 1;
      x.col(k) += side * rule.nodes[which] * grid.axis(k).width() / 2;
      weight *= rule.weights[which] / 2;
    }
    total += weight * checked_values(configuration, where, program, x);
  }
  return total;
}

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
  const Grid grid = own_grid(configuration, name);
  OwnDensities found{grid, averages(configuration, key(name, "from.density"), grid),
                     averages(configuration, key(name, "to.density"), grid), 0, 0};
  const auto normalise = [&](Eigen::ArrayXd& rho, const char* side) {
    const double mass = sum(rho.data(), rho.size()) * grid.cell_volume();
    if (!(mass > 0) || !std::isfinite(mass))
      throw configuration.error_at(
          key(name, std::string(side) + ".density"),
          "its integral over the domain is " + number_text(mass) + ": must be positive");
    rho /= mass;
    return mass;
  };
  found.mass_from = normalise(found.from, "from");
  found.mass_to = normalise(found.to, "to");
  return found;
}

}  // namespace kolmo::optimal_transport

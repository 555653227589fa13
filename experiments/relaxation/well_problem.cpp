#include "relaxation/well_problem.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/density/value_at.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/io/keys.hpp"

namespace kolmo::relaxation {
namespace {

/// (V + a x)/T must have risen by `needed` at both ends from its least value on 1001 points between.
void require_held(const io::Configuration& configuration, const WellProblem& problem,
                  const std::string& table, double a, double needed, const std::string& what) {
  const auto value = [&](double x) {
    return (value_at(*problem.potential, x) + a * x) / problem.temperature;
  };
  double least = value(problem.lower), place = problem.lower;
  for (int i = 1; i <= 1000; ++i) {
    const double x = problem.lower + (problem.upper - problem.lower) * i / 1000;
    if (value(x) < least) least = value(x), place = x;
  }
  for (const bool upper : {false, true}) {
    const double rise = value(upper ? problem.upper : problem.lower) - least;
    if (rise >= needed) continue;
    const std::string key = table + (a != 0 ? "tilt" : upper ? "upper" : "lower");
    throw configuration.error_at(
        key, what + " must have risen by " + number_text(needed) + " at the " + (upper ? "upper" : "lower") +
                 " end from its least value (at x = " + number_text(place, 4) + "), not by " +
                 number_text(rise, 4) +
                 (a != 0 ? ": the start lies outside the domain; take a smaller tilt" : ""));
  }
}

}  // namespace

const std::vector<WellPotential>& well_potentials() {
  using io::Configuration;
  static const std::vector<WellPotential> list = {
      {"double_well",
       [](const Configuration& configuration, const std::string& table) {
         return std::make_shared<density::DoubleWell>(configuration.number(table + "asymmetry"));
       }},
      {"quartic", [](const Configuration&,
                     const std::string&) { return std::make_shared<density::QuarticPotential>(); }},
      {"log_cosh", [](const Configuration&,
                      const std::string&) { return std::make_shared<density::LogCoshPotential>(); }},
      {"quadratic",
       [](const Configuration&, const std::string&) {
         return std::make_shared<density::QuadraticPotential>(1, Eigen::VectorXd::Zero(1));
       }},
      {"expression", [](const Configuration& configuration, const std::string& table) {
         return std::make_shared<density::ExpressionPotential>(configuration.text(table + "expression"));
       }}};
  return list;
}

fokker_planck::Generator WellProblem::generator(Index cells_now) const {
  return fokker_planck::scharfetter_gummel(process(), Grid({{lower, upper, cells_now}}));
}

Eigen::ArrayXd WellProblem::initial(const Grid& grid) const {
  const Points x = grid.centres();
  Eigen::ArrayXd p(grid.cells());
  potential->value(x, p);
  p = -(p + tilt * x.col(0)) / temperature;
  const double highest = p.maxCoeff();
  for (double& value : p) value = std::exp(value - highest);
  return p / (sum(p.data(), p.size()) * grid.cell_volume());
}

WellProblem make_well(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "well." + name + ".";
  for (const char* key : {"potential", "lower", "upper"}) {
    if (!configuration.has(table + key))
      throw configuration.error_at("well." + name, std::string("'") + key + "' is missing");
  }
  if (configuration.text(table + "potential") == "expression" && !configuration.has(table + "expression"))
    throw configuration.error_at("well." + name, "'expression' is missing");
  WellProblem problem{name,
                      io::keys::entry_of(well_potentials(), configuration.text(table + "potential"))
                          .make(configuration, table),
                      configuration.number(table + "temperature"),
                      configuration.number(table + "lower"),
                      configuration.number(table + "upper"),
                      configuration.number(table + "tilt"),
                      configuration.integer(table + "cells"),
                      configuration.numbers(table + "eigenvalues"),
                      configuration.number(table + "late_order")};
  if (!(problem.upper > problem.lower))
    throw configuration.error_at(table + "upper", "must be above " + table + "lower");
  require_held(configuration, problem, table, 0, 25, "V/T");
  require_held(configuration, problem, table, problem.tilt, 16, "(V + tilt x)/T of the start");
  return problem;
}

}  // namespace kolmo::relaxation

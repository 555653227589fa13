// Processes by formulas: drift and noise, or a potential.

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "process_types.hpp"

namespace kolmo::problem {
namespace {

using density::Expression;

/// A formula as the configuration says it.
std::string said(const io::TableReader& keys, const std::string& key) {
  std::string text;
  for (const auto& row : keys.expressions(key)) {
    std::string line;
    for (const std::string& entry : row) line += (line.empty() ? "" : ", ") + entry;
    text += (text.empty() ? "" : "; ") + line;
  }
  return keys.expressions(key).size() == 1 && keys.expressions(key)[0].size() == 1 ? text : "(" + text + ")";
}

/// What an ExpressionProcess says of itself, with what its potential adds.
void take(Problem& problem, const std::shared_ptr<const ExpressionProcess>& process,
          const Expression* potential) {
  problem.process = process;
  problem.known.linear = process->linear();
  problem.known.time_dependent = process->time_dependent();
  problem.known.kink = process->has_kink() || (potential != nullptr && potential->has_kink());
  if (potential != nullptr) problem.potential = *potential;
}

Calculus calculus_of(const io::TableReader& keys, Calculus otherwise) {
  if (!keys.has("process.calculus")) return otherwise;
  const std::string& name = keys.text("process.calculus");
  return name == "ito"            ? Calculus::ito
         : name == "stratonovich" ? Calculus::stratonovich
                                  : Calculus::isothermal;
}

/// G from `noise` (d rows) or `diffusion` (the diagonal).
std::vector<std::vector<Expression>> noise_of(const io::TableReader& keys, const Problem& problem) {
  const std::size_t d = problem.names.variables.size();
  if (keys.has("process.noise") == keys.has("process.diffusion"))
    throw keys.wrong(keys.has("process.noise") ? "process.noise" : "process",
                     "either noise (a matrix) or diffusion (its diagonal) is needed beside a drift");
  if (keys.has("process.noise")) {
    auto rows = read_matrix(keys, "process.noise", problem.names);
    if (rows.size() != d)
      throw keys.wrong("process.noise", number_text(rows.size()) + " rows for " + number_text(d) +
                                            " variables: one row each is needed");
    return rows;
  }
  const auto diagonal = read_vector(keys, "process.diffusion", problem.names);
  std::vector<std::vector<Expression>> rows(d, std::vector<Expression>(d));
  for (std::size_t j = 0; j < d; ++j) rows[j][j] = diagonal[j];
  return rows;
}

/// Where the number of variables comes from, if no list names them.
std::string counted_by(const io::TableReader& keys) {
  const ImpliedDimension implied = implied_dimension(keys);
  return keys.has("variables") || implied.key.empty() ? "" : ", as many as '" + implied.key + "' has";
}

Expression positive_constant_or_formula(const io::TableReader& keys, const std::string& key,
                                        const Problem& problem, double least) {
  const Expression value = keys.has(key) ? read_scalar(keys, key, problem.names) : Expression(1);
  if (value.constant() &&
      (!(*value.constant() >= least) || (least == 0 && key != "process.friction" && *value.constant() == 0)))
    throw keys.wrong(key, "= " + number_text(*value.constant()) + ": must be " +
                              (key == "process.friction" ? "at least 0" : "> 0"));
  return value;
}

void underdamped(const io::TableReader& keys, Problem& problem, const Expression& potential,
                 const Expression& temperature) {
  if (problem.names.variables.size() != 2)
    throw keys.wrong("process.friction",
                     "needs two variables, position and momentum, as in variables = [\"x\", \"v\"]");
  if (potential.depends_on(1))
    throw keys.wrong("process.potential", "depends on the momentum '" + problem.names.variables[1] +
                                              "'; with friction it is a function of '" +
                                              problem.names.variables[0] + "'");
  const Expression friction = positive_constant_or_formula(keys, "process.friction", problem, 0);
  const Expression p(problem.names.variables[1], problem.names);
  Dynamics dynamics{problem.names,
                    {p, -potential.derivative(0) - friction * p},
                    {{Expression(0)}, {sqrt(Expression(2) * friction * temperature)}},
                    Calculus::ito};
  std::optional<process::KineticStructure> structure;
  if (friction.constant() && temperature.constant() && !potential.depends_on(Expression::time)) {
    density::ExpressionNames position = problem.names;
    position.variables.resize(1);
    structure = process::KineticStructure{std::make_shared<density::ExpressionPotential>(potential, position),
                                          *friction.constant(), *temperature.constant()};
  }
  take(problem, std::make_shared<const ExpressionProcess>(dynamics, std::nullopt, structure), &potential);
  problem.statement =
      "dq = p dt, dp = −V′(q) dt − γ p dt + √(2γT) dW, V = " + said(keys, "process.potential") +
      ", γ = " + said(keys, "process.friction");
}

}  // namespace

void from_drift(const io::TableReader& keys, Problem& problem) {
  const std::size_t d = problem.names.variables.size();
  if (const std::size_t entries = keys.expressions("process.drift").size(); entries != d)
    throw keys.wrong("process.drift", number_text(entries) +
                                          (entries == 1 ? " formula for " : " formulas for ") +
                                          number_text(d) + (d == 1 ? " variable" : " variables") +
                                          counted_by(keys) + ": one each is needed");
  Dynamics dynamics{problem.names, read_vector(keys, "process.drift", problem.names), noise_of(keys, problem),
                    calculus_of(keys, Calculus::ito)};
  take(problem, keys.at("process.drift", [&] { return std::make_shared<const ExpressionProcess>(dynamics); }),
       nullptr);
  const char* product = dynamics.calculus == Calculus::stratonovich ? "∘dW"
                        : dynamics.calculus == Calculus::isothermal ? "•dW"
                                                                    : " dW";
  problem.statement =
      "dX = f dt + G" + std::string(product) + ", f = " + said(keys, "process.drift") +
      ", G = " + said(keys, keys.has("process.noise") ? "process.noise" : "process.diffusion");
}

void from_potential(const io::TableReader& keys, Problem& problem) {
  const std::size_t d = problem.names.variables.size();
  const Expression potential = read_scalar(keys, "process.potential", problem.names);
  const Expression temperature = positive_constant_or_formula(keys, "process.temperature", problem, 0);
  if (keys.has("process.friction")) {
    keys.refuse("process.mobility", "the process has a friction");
    keys.refuse("process.calculus", "the noise of underdamped Langevin dynamics acts on momenta alone");
    return keys.at("process.potential", [&] { underdamped(keys, problem, potential, temperature); });
  }
  const bool mobile = keys.has("process.mobility");
  const std::vector<Expression> mobility = mobile ? read_vector(keys, "process.mobility", problem.names)
                                                  : std::vector<Expression>(d, Expression(1));
  Dynamics dynamics{problem.names,
                    {},
                    std::vector<std::vector<Expression>>(d, std::vector<Expression>(d)),
                    calculus_of(keys, mobile ? Calculus::isothermal : Calculus::ito)};
  keys.at("process.potential", [&] {
    for (std::size_t j = 0; j < d; ++j) {
      dynamics.drift.push_back(-(mobility[j] * potential.derivative(static_cast<Index>(j))));
      dynamics.noise[j][j] = sqrt(Expression(2) * temperature * mobility[j]);
    }
    std::optional<process::GradientStructure> structure;
    if (!mobile && temperature.constant() && !potential.depends_on(Expression::time))
      structure = process::GradientStructure{
          std::make_shared<density::ExpressionPotential>(potential, problem.names), *temperature.constant()};
    take(problem, std::make_shared<const ExpressionProcess>(dynamics, structure), &potential);
  });
  const std::string t = keys.has("process.temperature") ? said(keys, "process.temperature") : "1";
  problem.statement =
      (mobile ? "dX = −M∇V dt + √(2MT)•dW, M = " + said(keys, "process.mobility") + ", V = "
              : std::string(d == 1 ? "dX = −V′(X) dt + √(2T) dW, V = " : "dX = −∇V dt + √(2T) dW, V = ")) +
      said(keys, "process.potential") + ", T = " + t;
}

void langevin(const io::TableReader& keys, Problem& problem) {
  keys.need("process.potential", "langevin");
  from_potential(keys, problem);
}

}  // namespace kolmo::problem

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/constant_coefficients.hpp"
#include "kolmo/process/exact_kernel.hpp"
#include "kolmo/process/geometric_brownian_motion.hpp"
#include "kolmo/process/gradient_flow.hpp"
#include "kolmo/process/kinetic_langevin.hpp"
#include "kolmo/process/linear_process.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/variance_exploding.hpp"
#include "kolmo/process/variance_preserving.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

using density::Expression;

std::string shown(double value) { return number_text(value, 6); }

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

/// The number in every coordinate, or a matrix of numbers.
Eigen::MatrixXd numbers(const io::TableReader& keys, const std::string& key, const Problem& problem,
                        double otherwise) {
  const auto d = static_cast<Index>(problem.names.variables.size());
  if (!keys.has(key)) return otherwise * Eigen::MatrixXd::Identity(d, d);
  const auto rows = read_matrix(keys, key, problem.names);
  const auto value = [&](const Expression& entry) {
    if (const auto number = entry.constant()) return *number;
    throw keys.wrong(key, "must hold numbers, or formulas of the parameters alone");
  };
  if (rows.size() == 1 && rows[0].size() == 1) return value(rows[0][0]) * Eigen::MatrixXd::Identity(d, d);
  if (static_cast<Index>(rows.size()) != d)
    throw keys.wrong(key, "a number or " + number_text(d) + " rows are needed");
  Eigen::MatrixXd matrix(d, static_cast<Index>(rows[0].size()));
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < matrix.cols(); ++j)
      matrix(i, j) = value(rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
  return matrix;
}

Eigen::VectorXd mean_of(const io::TableReader& keys, const Problem& problem) {
  const auto d = static_cast<Index>(problem.names.variables.size());
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(d);
  if (!keys.has("process.mean")) return mean;
  const auto entries = keys.expressions("process.mean");
  if (static_cast<Index>(entries.size()) != d)
    throw keys.wrong("process.mean",
                     number_text(entries.size()) + " numbers: the problem is in " + number_text(d) + "-D");
  const auto values = constants(keys, "process.mean", read_vector(keys, "process.mean", problem.names));
  std::copy(values.begin(), values.end(), mean.data());
  return mean;
}

bool is_scalar(const Eigen::MatrixXd& matrix) {
  return matrix.rows() == matrix.cols() &&
         matrix == matrix(0, 0) * Eigen::MatrixXd::Identity(matrix.rows(), matrix.rows());
}

void ornstein_uhlenbeck(const io::TableReader& keys, Problem& problem) {
  const Eigen::MatrixXd theta = numbers(keys, "process.theta", problem, 1),
                        sigma = numbers(keys, "process.sigma", problem, 1);
  const Eigen::VectorXd mean = mean_of(keys, problem);
  if (is_scalar(theta) && is_scalar(sigma)) {
    problem.process = keys.at("process.type", [&] {
      return std::make_shared<process::OrnsteinUhlenbeck>(theta(0, 0), mean, sigma(0, 0));
    });
    problem.statement =
        "dX = −θ (X − m) dt + σ dW, θ = " + shown(theta(0, 0)) + ", σ = " + shown(sigma(0, 0));
    return;
  }
  if (theta.cols() != theta.rows())
    throw keys.wrong("process.theta", "a matrix must have as many columns as rows");
  problem.process =
      keys.at("process.type", [&] { return std::make_shared<process::LinearProcess>(-theta, mean, sigma); });
  problem.statement = "dX = −θ (X − m) dt + σ dW with matrices θ and σ";
}

void brownian(const io::TableReader& keys, Problem& problem) {
  const double sigma = read_number(keys, "process.sigma", problem.names, 1);
  const auto d = static_cast<Index>(problem.names.variables.size());
  problem.process = keys.at("process.type", [&] { return std::make_shared<process::Brownian>(sigma, d); });
  problem.statement = "dX = σ dW, σ = " + shown(sigma);
}

void geometric_brownian(const io::TableReader& keys, Problem& problem) {
  const double sigma = read_number(keys, "process.sigma", problem.names, 1),
               mu = read_number(keys, "process.mu", problem.names, 0);
  const auto d = static_cast<Index>(problem.names.variables.size());
  problem.process = keys.at("process.type",
                            [&] { return std::make_shared<process::GeometricBrownianMotion>(mu, sigma, d); });
  problem.statement = "dX = μX dt + σX dW, μ = " + shown(mu) + ", σ = " + shown(sigma);
}

void variance_preserving(const io::TableReader& keys, Problem& problem) {
  const double low = read_number(keys, "process.beta_min", problem.names, 0.1),
               high = read_number(keys, "process.beta_max", problem.names, 20);
  const auto d = static_cast<Index>(problem.names.variables.size());
  problem.process = keys.at(keys.has("process.beta_max") ? "process.beta_max" : "process.type",
                            [&] { return std::make_shared<process::VariancePreserving>(low, high, 1.0, d); });
  problem.statement = "dX = −½β(t) X dt + √β(t) dW, β from " + shown(low) + " to " + shown(high);
}

void variance_exploding(const io::TableReader& keys, Problem& problem) {
  const double low = read_number(keys, "process.sigma_min", problem.names, 0.01),
               high = read_number(keys, "process.sigma_max", problem.names, 50);
  const auto d = static_cast<Index>(problem.names.variables.size());
  problem.process = keys.at(keys.has("process.sigma_max") ? "process.sigma_max" : "process.type",
                            [&] { return std::make_shared<process::VarianceExploding>(low, high, 1.0, d); });
  problem.statement = "dX = g(t) dW, g² = dσ²/dt, σ from " + shown(low) + " to " + shown(high);
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

struct Type {
  const char* name;
  void (*read)(const io::TableReader&, Problem&);
  std::vector<const char*> keys;
};

const std::vector<Type>& types() {
  static const std::vector<Type> list = {
      {"langevin", langevin, {"potential", "temperature", "friction", "mobility", "calculus"}},
      {"ornstein_uhlenbeck", ornstein_uhlenbeck, {"theta", "mean", "sigma"}},
      {"variance_preserving", variance_preserving, {"beta_min", "beta_max"}},
      {"variance_exploding", variance_exploding, {"sigma_min", "sigma_max"}},
      {"brownian", brownian, {"sigma"}},
      {"geometric_brownian", geometric_brownian, {"mu", "sigma"}}};
  return list;
}

const Type& written_type(const io::TableReader& keys) {
  static const Type drift = {"given by its drift", from_drift, {"drift", "noise", "diffusion", "calculus"}};
  static const Type potential = {"given by its potential", from_potential, types()[0].keys};
  if (keys.has("process.type")) return io::keys::entry_of(types(), keys.text("process.type"));
  if (keys.has("process.drift")) return drift;
  if (keys.has("process.potential")) return potential;
  throw keys.wrong("process", "a process needs drift and noise, or potential and temperature, or a type");
}

}  // namespace

std::vector<std::string> type_names() { return io::keys::names_of(types()); }

void read_process(const io::TableReader& keys, Problem& problem) {
  const Type& type = written_type(keys);
  std::vector<const char*> all = {"drift", "noise", "diffusion"};
  for (const Type& other : types()) all.insert(all.end(), other.keys.begin(), other.keys.end());
  for (const std::string key : all) {
    const bool belongs =
        std::any_of(type.keys.begin(), type.keys.end(), [&](const char* own) { return own == key; });
    if (!belongs) keys.refuse("process." + key, std::string("the process is ") + type.name);
  }
  type.read(keys, problem);
  problem.known.gradient = gradient_structure(*problem.process).has_value();
  problem.known.kinetic = kinetic_structure(*problem.process).has_value();
  problem.known.linear = problem.known.linear ||
                         (process::capability<process::ExactKernel>(*problem.process) != nullptr) ||
                         std::dynamic_pointer_cast<const process::LinearProcess>(problem.process) != nullptr;
  if (const auto constant = constant_coefficients(*problem.process))
    problem.known.time_dependent = !*constant;
}

}  // namespace kolmo::problem

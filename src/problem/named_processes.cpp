// Processes that have a name of their own.

#include <algorithm>

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "process_types.hpp"

namespace kolmo::problem {
namespace {

using density::Expression;

std::string shown(double value) { return number_text(value, 6); }

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

}  // namespace

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

}  // namespace kolmo::problem

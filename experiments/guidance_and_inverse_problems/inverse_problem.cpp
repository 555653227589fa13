#include "guidance_and_inverse_problems/inverse_problem.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/table_reader.hpp"
#include "kolmo/problem/target.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// Of each coordinate. Where they differ by rounding alone, as those of standardised columns do, all are the
/// first: what is isotropic stays so, and is the cheapest to evaluate.
Eigen::VectorXd deviations_of(const density::GaussianMixture& law) {
  const Eigen::VectorXd all = law.covariance().diagonal().cwiseSqrt();
  constexpr double rounding = 1e-12;
  const bool one = (all.array() - all(0)).abs().maxCoeff() < rounding * all(0);
  return one ? Eigen::VectorXd::Constant(all.size(), all(0)) : all;
}

/// The mixture of (X − shift)/scale.
std::shared_ptr<const density::GaussianMixture> standardised(const density::GaussianMixture& law,
                                                             const Eigen::VectorXd& shift,
                                                             const Eigen::VectorXd& scale) {
  Points means = law.means();
  for (Index j = 0; j < law.dimension(); ++j) means.col(j) = (means.col(j) - shift(j)) / scale(j);
  std::vector<Eigen::MatrixXd> covariances;
  const Eigen::VectorXd inverse = scale.cwiseInverse();
  for (Index k = 0; k < law.components(); ++k) {
    const Eigen::MatrixXd c = inverse.asDiagonal() * law.covariance(k) * inverse.asDiagonal();
    covariances.push_back(0.5 * (c + c.transpose()));
  }
  return std::make_shared<density::GaussianMixture>(law.weights(), means,
                                                    density::Covariances::full(covariances));
}

Eigen::MatrixXd matrix_of(const io::TableReader& keys, const std::string& key) {
  const io::Matrix& rows = keys.matrix(key);
  if (rows.empty() || rows[0].empty()) throw keys.wrong(key, "is empty");
  Eigen::MatrixXd matrix(rows.size(), rows[0].size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[0].size(); ++j)
      matrix(static_cast<Index>(i), static_cast<Index>(j)) = rows[i][j];
  return matrix;
}

void read_observation(const io::TableReader& keys, InverseProblem& problem) {
  for (const char* key : {"observation.matrix", "observation.value", "observation.noise"})
    keys.need(key, "an inverse problem y = A x + noise");
  problem.matrix = matrix_of(keys, "observation.matrix");
  const Index d = problem.dimension(), m = problem.rows();
  if (problem.matrix.cols() != d)
    throw keys.wrong("observation.matrix",
                     number_text(problem.matrix.cols()) + " columns: the target has " + number_text(d));
  if (m > d || Eigen::FullPivLU<Eigen::MatrixXd>(problem.matrix).rank() < m)
    throw keys.wrong("observation.matrix", "rows must be independent, and no more than columns");
  const std::vector<double>& value = keys.numbers("observation.value");
  if (static_cast<Index>(value.size()) != m)
    throw keys.wrong("observation.value", "must hold one number for each of the " + number_text(m) +
                                              " rows of observation.matrix");
  problem.value = Eigen::Map<const Eigen::VectorXd>(value.data(), m);
  const Eigen::MatrixXd levels = matrix_of(keys, "observation.noise");
  if (levels.cols() != 1 && levels.cols() != m)
    throw keys.wrong("observation.noise",
                     "must hold one number a level, or one for each row of observation.matrix");
  if (!(levels.minCoeff() > 0)) throw keys.wrong("observation.noise", "must be positive");
  problem.noise = levels.cols() == m ? levels : Eigen::MatrixXd(levels.replicate(1, m));
}

/// A score costs as much as its law has components: of more than 32 fewer particles, 1024 at least.
Index particles_of(Index particles, Index components) {
  if (components <= 32) return particles;
  return std::max<Index>(std::min<Index>(particles, 1024), particles * 32 / components / 1024 * 1024);
}

/// Each weight w as it is and with one more: guidance by a classifier and without one.
std::vector<double> strengths_of(const std::vector<double>& weights) {
  std::vector<double> all;
  for (const double w : weights) all.insert(all.end(), {w, 1 + w});
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

density::LinearObservation InverseProblem::observation(Index first_rows, Index level) const {
  const Eigen::VectorXd variances = noise.row(level).head(first_rows).transpose().array().square();
  return {matrix.topRows(first_rows), value.head(first_rows), variances.asDiagonal()};
}

std::vector<Index> InverseProblem::known() const {
  if (rows() >= dimension()) return {};
  std::vector<Index> places;
  for (Index i = 0; i < rows(); ++i) {
    Index place = 0;
    const double size = matrix.row(i).cwiseAbs().maxCoeff(&place);
    if ((matrix.row(i).array() != 0).count() != 1 || !(size > 0)) return {};
    places.push_back(place);
  }
  return places;
}

InverseProblem read_inverse_problem(const io::Configuration& configuration, const std::string& name,
                                    const RandomStream& stream, const Z& z) {
  const io::TableReader keys(configuration, "target." + name);
  const problem::TargetLaw target = problem::read_target(configuration, name);
  if (!target.mixture)
    throw keys.wrong("potential", "a target here is a mixture (weights, means, deviations) or a data file");
  if (target.dimension() > 3)
    throw configuration.error_at(
        "target." + name, number_text(target.dimension()) + " coordinates: one to three can be guided");
  InverseProblem problem{
      .name = name,
      .variables = target.variables,
      .prior = target.mixture,
      .strengths = strengths_of(configuration.numbers("guidance.weights")),
      .replacement_steps = configuration.integer("replacement.steps"),
      .particles = particles_of(configuration.integer("ensemble.particles"), target.mixture->components()),
      .most_steps = configuration.integer("ensemble.most_steps"),
      .cells = configuration.integer("grid.cells"),
      .stream = stream.role(name),
      .z = z};
  for (const double n : configuration.numbers("replacement.resamplings")) {
    if (n != std::floor(n)) throw configuration.error_at("replacement.resamplings", "must be whole numbers");
    problem.resamplings.push_back(static_cast<Index>(n));
  }
  read_observation(keys, problem);
  // Columns of a data file that were standardised are told in the units of the file.
  const density::GaussianMixture& law = *target.mixture;
  const Eigen::VectorXd mean = law.mean(), deviation = deviations_of(law);
  problem.prior = standardised(law, mean, deviation);
  problem.shift = mean;
  problem.scale = deviation;
  for (std::size_t j = 0; j < target.coordinates.size(); ++j) {
    const auto& [column, shift, scale] = target.coordinates[j];
    const auto place = static_cast<Index>(j);
    problem.variables[j] = column;
    problem.shift(place) = shift + scale * mean(place);
    problem.scale(place) = scale * deviation(place);
  }
  problem.value -= problem.matrix * problem.shift;
  problem.matrix = (problem.matrix * problem.scale.asDiagonal()).eval();
  return problem;
}

}  // namespace kolmo::guidance_and_inverse_problems

#pragma once
// A prior, and what was observed of it.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/conditioning.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::guidance_and_inverse_problems {

/// Standard errors that a check of the whole run allows; known when all plans are.
using Z = std::function<double()>;

/// A mixture in coordinates of its own, x = (X − mean)/deviation for each, and an observation of it in the
/// units of y: everything that is computed is free of the configuration's units.
struct InverseProblem {
  std::string name;
  std::vector<std::string> variables;
  std::shared_ptr<const density::GaussianMixture> prior;
  Eigen::VectorXd shift = {}, scale = {};  ///< X = shift + scale x
  Eigen::MatrixXd matrix = {};             ///< of x, one row an observed number
  Eigen::VectorXd value = {};              ///< y, what X's shift contributes taken off
  Eigen::MatrixXd noise = {};              ///< levels × rows: deviations
  std::vector<double> strengths = {};      ///< λ of GuidedScore, rising
  std::vector<Index> resamplings = {};     ///< of replacement
  Index replacement_steps, particles, most_steps, cells;
  RandomStream stream;
  Z z;

  Index dimension() const { return prior->dimension(); }
  Index rows() const { return matrix.rows(); }
  Index levels() const { return noise.rows(); }
  /// The first `first_rows` numbers with the noise of a level.
  density::LinearObservation observation(Index first_rows, Index level) const;
  /// The coordinates that the rows of the matrix are, where each row is one coordinate and some are left;
  /// empty otherwise.
  std::vector<Index> known() const;
};

/// [target.NAME] with its observation. Throws io::ConfigurationError located at the key that is wrong.
InverseProblem read_inverse_problem(const io::Configuration& configuration, const std::string& name,
                                    const RandomStream& stream, const Z& z);

}  // namespace kolmo::guidance_and_inverse_problems

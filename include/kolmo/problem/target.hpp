#pragma once
// A density that is to be sampled, from a configuration file.

#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/density.hpp"
#include "kolmo/density/potential.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::problem {

/// p ∝ e^{−V/T}, or a mixture of Gaussians (given, or one on each point of a data file).
struct TargetLaw {
  std::string name;
  std::vector<std::string> variables;
  std::shared_ptr<const density::Potential> potential = {};  ///< V; null where the law is a mixture
  double temperature = 1;
  std::shared_ptr<const density::GaussianMixture> mixture = {};
  std::vector<Coordinate> coordinates = {};  ///< columns of a data file
  Eigen::ArrayXd start = {};                 ///< where chains begin: 'start', the mean of a mixture, or 0
  Index dimension() const { return static_cast<Index>(variables.size()); }
};

/// The keys of [target.NAME], for an experiment's schema.
io::Schema target_keys();

/// The target `name` of a resolved configuration whose schema holds target_keys(). Throws
/// io::ConfigurationError located at the key that is wrong, and what reading its data file throws.
TargetLaw read_target(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::problem

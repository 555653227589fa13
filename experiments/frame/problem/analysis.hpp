#pragma once
// [problem.NAME.analysis]: what is asked of a user's process, the same keys in every experiment that asks.
// For experiments that link the vocabulary of problems.

#include <cmath>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/problem.hpp"
#include "kolmo/problem/read.hpp"

namespace kolmo::frame {

/// All keys that any of these experiments asks, so that one file serves each of them.
inline io::Schema analysis_keys() {
  using namespace io::keys;
  const std::string p = "problem.*.analysis.";
  return {
      expressions(p + "from",
                  "Where paths begin: a number or formula of the parameters for each variable; of "
                  "most_probable_paths and rare_events."),
      expressions(p + "to", "Where they go to."),
      number(p + "time", "", "time", "How long the path takes; of most_probable_paths.", positive),
      expressions(
          p + "half_axes",
          "In the plane: half axes of the ellipses about from and to that paths leave and reach, a number "
          "for each variable; a twentieth of the domain if not given; of rare_events."),
      count(p + "cells", "",
            "Cells of each axis on the coarsest of three grids; 200, in the plane 32; of "
            "entropy_along_diffusion.",
            {16, 2000})};
}

/// The place that a key gives. Throws located where it is missing or not inside the domain, if there is one.
inline Eigen::VectorXd read_place(const io::Configuration& configuration, const problem::Problem& given,
                                  const std::string& key) {
  const std::string path = "problem." + given.name + ".analysis." + key;
  if (!configuration.has(path)) throw configuration.error_at("problem." + given.name, "needs '" + path + "'");
  const std::vector<double> numbers = problem::read_list(configuration, given.name, "analysis." + key);
  if (static_cast<Index>(numbers.size()) != given.dimension())
    throw configuration.error_at(path, "needs a number for each of the " + number_text(given.dimension()) +
                                           " variables, and has " + number_text(numbers.size()));
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (!std::isfinite(numbers[k])) throw configuration.error_at(path, "must be finite");
    if (given.domain && !((*given.domain)[k][0] <= numbers[k] && numbers[k] <= (*given.domain)[k][1]))
      throw configuration.error_at(path, number_text(numbers[k]) + " lies outside the domain");
  }
  return Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Index>(numbers.size()));
}

}  // namespace kolmo::frame

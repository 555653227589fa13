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

/// from and to, places that paths go between.
inline io::Schema place_keys() {
  using namespace io::keys;
  const std::string p = "problem.*.analysis.";
  return {
      expressions(p + "from", "Where paths begin: a number or formula of the parameters for each variable."),
      expressions(p + "to", "Where they go to.")};
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

#pragma once
// Problems from configuration files.

#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::problem {

/// The keys of [problem.NAME], for an experiment's schema.
io::Schema keys();

/// What process.type may say.
std::vector<std::string> process_types();

/// The problem `name` of a resolved configuration whose schema holds keys(). Throws io::ConfigurationError
/// located at the key that is wrong ("run.toml:7:1: 'problem.well.process.drift': …"), and what reading its
/// data file throws.
Problem read_problem(const io::Configuration& configuration, const std::string& name);

/// The number that a key of [problem.NAME] gives, a formula of its parameters; `otherwise` where it is not
/// given.
double read_number(const io::Configuration& configuration, const std::string& name, const std::string& key,
                   double otherwise);
/// The same of a key that holds one number for each variable, or one for all; `otherwise` for each where not
/// given.
std::vector<double> read_numbers(const io::Configuration& configuration, const std::string& name,
                                 const std::string& key, double otherwise);

/// The numbers of a key that holds any number of them, formulas of its parameters; none where not given.
std::vector<double> read_list(const io::Configuration& configuration, const std::string& name,
                              const std::string& key);

/// All problems of a file that holds nothing else, in its order; `sets` are "problem.NAME.parameters.T=1" and
/// the like.
std::vector<Problem> read_problems(const std::filesystem::path& file,
                                   const std::vector<std::string>& sets = {});

}  // namespace kolmo::problem

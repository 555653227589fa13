#pragma once
// The parts of a problem, each read from its own table.

#include <string>

#include "kolmo/io/table_reader.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::problem {

/// Variables, by name or from the number of dimensions that the other keys imply, and parameters.
density::ExpressionNames read_names(const io::TableReader& keys);

/// How many variables a problem has that does not name them, and the key that says so: the largest number
/// that drift, noise, point, means, domain or data file ask for; 1 where none does.
struct ImpliedDimension {
  std::string key;
  std::size_t variables;
};
ImpliedDimension implied_dimension(const io::TableReader& keys);

/// Throws, located at it, where a parameter stands in no formula of the problem or of the tables beside it.
void refuse_unused_parameters(const io::TableReader& keys, const density::ExpressionNames& names);

/// The rows of a key as expressions; errors located at it.
std::vector<std::vector<density::Expression>> read_matrix(const io::TableReader& keys, const std::string& key,
                                                          const density::ExpressionNames& names);
/// One column of d, or one for all d.
std::vector<density::Expression> read_vector(const io::TableReader& keys, const std::string& key,
                                             const density::ExpressionNames& names);
density::Expression read_scalar(const io::TableReader& keys, const std::string& key,
                                const density::ExpressionNames& names);
/// A number that depends on parameters alone; `otherwise` where the key is not there.
double read_number(const io::TableReader& keys, const std::string& key, const density::ExpressionNames& names,
                   double otherwise);

/// The values of entries that depend on parameters alone.
std::vector<double> constants(const io::TableReader& keys, const std::string& key,
                              const std::vector<density::Expression>& entries);

/// Fills process, statement and what is known of it.
void read_process(const io::TableReader& keys, Problem& problem);
void read_initial(const io::TableReader& keys, Problem& problem);
void read_domain(const io::TableReader& keys, Problem& problem);

/// The keys of Gaussians and of data files, each after `prefix`, and what reads them into problem.initial.
io::Schema law_keys(const std::string& prefix);
void read_mixture(const io::TableReader& keys, const std::string& prefix, Problem& problem);
void read_points(const io::TableReader& keys, const std::string& prefix, Problem& problem);

/// process.type's choices.
std::vector<std::string> type_names();

}  // namespace kolmo::problem

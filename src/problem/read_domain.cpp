// The keys domain and boundaries of a problem.

#include <algorithm>

#include "kolmo/core/number_text.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

Boundary boundary_named(const io::TableReader& keys, const std::string& name) {
  for (const Boundary boundary :
       {Boundary::open, Boundary::reflecting, Boundary::absorbing, Boundary::periodic})
    if (name == name_of(boundary)) return boundary;
  throw keys.wrong("boundaries",
                   "'" + name + "': must be \"reflecting\", \"absorbing\", \"periodic\" or \"open\"");
}

void read_boundaries(const io::TableReader& keys, Problem& problem) {
  const std::size_t d = problem.names.variables.size();
  problem.boundaries.assign(d, {Boundary::open, Boundary::open});
  if (!keys.has("boundaries")) return;
  const auto& rows = keys.expressions("boundaries");
  // One row for each coordinate; a flat pair is that of a single coordinate, one word is that of every side.
  const bool flat_pair = d == 1 && rows.size() == 2 && rows[0].size() == 1;
  if (!flat_pair && rows.size() != d && !(rows.size() == 1 && rows[0].size() == 1))
    throw keys.wrong("boundaries",
                     "[lower, upper] of each of the " + number_text(d) + " coordinates is needed");
  for (std::size_t j = 0; j < d; ++j) {
    const auto& row = rows[rows.size() == 1 ? 0 : flat_pair ? 0 : j];
    if (row.size() > 2) throw keys.wrong("boundaries", "a coordinate has two sides");
    const std::string &lower = row[0], &upper = flat_pair ? rows[1][0] : row.back();
    problem.boundaries[j] = {boundary_named(keys, lower), boundary_named(keys, upper)};
    if ((problem.boundaries[j][0] == Boundary::periodic) != (problem.boundaries[j][1] == Boundary::periodic))
      throw keys.wrong("boundaries", "periodic is a property of both sides");
  }
  if (problem.has_boundary() && !problem.domain)
    throw keys.wrong("boundaries", "a side needs a place: give the domain");
}

}  // namespace

void read_domain(const io::TableReader& keys, Problem& problem) {
  const std::size_t d = problem.names.variables.size();
  if (keys.has("domain")) {
    const io::Matrix& rows = keys.matrix("domain");
    const bool flat_pair = d == 1 && rows.size() == 2 && rows[0].size() == 1;
    if (!flat_pair && (rows.size() != d || rows[0].size() != 2))
      throw keys.wrong("domain",
                       "must be [[lower, upper]] for each of the " + number_text(d) + " coordinates");
    problem.domain.emplace();
    for (std::size_t j = 0; j < d; ++j) {
      const double lower = rows[j][0], upper = flat_pair ? rows[1][0] : rows[j][1];
      if (!(lower < upper)) throw keys.wrong("domain", "needs lower < upper");
      problem.domain->push_back({lower, upper});
    }
  }
  read_boundaries(keys, problem);
  if (!problem.domain) return;
  keys.at("domain", [&] { require_finite(problem, *problem.domain); });
  keys.at("boundaries", [&] { require_periodic(problem); });
  problem.known.kinks = kink_places(problem, *problem.domain);
}

}  // namespace kolmo::problem

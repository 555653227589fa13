#pragma once
// The ways in which a problem's table says its process: one function each, which fills process and statement.

#include "reading.hpp"

namespace kolmo::problem {

// By name, with numbers.
void ornstein_uhlenbeck(const io::TableReader& keys, Problem& problem);
void brownian(const io::TableReader& keys, Problem& problem);
void geometric_brownian(const io::TableReader& keys, Problem& problem);

// By the name of a schedule.
void variance_preserving(const io::TableReader& keys, Problem& problem);
void sub_variance_preserving(const io::TableReader& keys, Problem& problem);
void quadratic(const io::TableReader& keys, Problem& problem);
void cosine(const io::TableReader& keys, Problem& problem);
void variance_exploding(const io::TableReader& keys, Problem& problem);
void polynomial(const io::TableReader& keys, Problem& problem);

// By formulas.
void from_drift(const io::TableReader& keys, Problem& problem);
void from_potential(const io::TableReader& keys, Problem& problem);
/// A potential, which must be there.
void langevin(const io::TableReader& keys, Problem& problem);

}  // namespace kolmo::problem

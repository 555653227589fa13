#pragma once
// The process that a configuration describes.

#include <string>
#include <utility>
#include <vector>

#include "four_roads/key_reader.hpp"
#include "four_roads/problem.hpp"

namespace kolmo::four_roads {

/// What process.type may say.
std::vector<std::string> process_types();

/// The process of [problem.NAME.process] in d dimensions, and what it says in formulas:
/// "dX = −V′(X) dt + √(2T) dW, V = (x^2-1)^2, T = 0.5". Keys that belong to another type are refused.
struct ProcessReading {
  ProcessPtr process;
  std::string statement;
};
ProcessReading read_process(const KeyReader& keys, Index d, std::pair<double, double> places);

}  // namespace kolmo::four_roads

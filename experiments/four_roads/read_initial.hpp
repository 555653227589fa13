#pragma once
// The initial law that a configuration describes.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem.hpp"

namespace kolmo::four_roads {

/// The law of [problem.NAME.initial]: a mixture, or a Gaussian kernel on each point of a data file, which is
/// then in `data` as the roads see it (as measured, or standardised if so asked). 1-D or 2-D.
struct InitialReading {
  MixturePtr law;
  Points data;
  std::vector<Coordinate> coordinates;  ///< of the data; empty without any
};
InitialReading read_initial(const KeyReader& keys);

}  // namespace kolmo::four_roads

#pragma once
// What roads, quantities and distances are called in the file: the report and xarray's plots show these
// words.

#include <cstdint>
#include <string>

namespace kolmo::four_roads {

/// Whether a road is exact, goes forward in time, or comes back from the end.
enum class Direction : std::int8_t { exact = 0, forward = 1, reverse = 2 };
inline constexpr const char* direction_meanings = "exact forward reverse";

struct RoadLabel {
  std::string label;
  Direction direction = Direction::forward;
};

/// "Fokker–Planck grid", forward, for "fokker_planck". A road that the table lacks throws InvalidArgument.
RoadLabel road_label(const std::string& road);

/// "second moment E X²" for "second_moment". A quantity that the table lacks throws InvalidArgument.
std::string quantity_label(const std::string& quantity);

/// "Wasserstein distance W₁, coordinate x" for "w1_x"; in one dimension without the coordinate. A distance
/// that the table lacks throws InvalidArgument.
std::string distance_label(const std::string& distance, int dimension);

/// "SDE paths: time step" for the refinement "step" of the road "sde".
std::string refinement_label(const std::string& road, const std::string& refinement);

}  // namespace kolmo::four_roads

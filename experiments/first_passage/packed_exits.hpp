#pragma once
// Exits of paths as bytes: pieces that a resumed run finds.

#include "frame/run/packing.hpp"
#include "kolmo/sde/drivers/first_passage.hpp"

namespace kolmo::frame {

template <class Archive>
void fields(Archive& archive, sde::Exits& exits) {
  auto& [time, side, step, uncorrected, control, uncorrected_control, censored, row_steps] = exits;
  archive(time, side, step, uncorrected, control, uncorrected_control, censored, row_steps);
}

}  // namespace kolmo::frame

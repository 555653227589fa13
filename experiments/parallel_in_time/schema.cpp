#include "parallel_in_time/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::parallel_in_time {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "", "The parts to run; all of them if not given: linear, sampling, speed_up."),
      count("slices", "16", "Slices of time.", {2, 256}),
      count("fine_steps", "16", "Steps of DPM-Solver-3 in a slice of the fine run.", {1, 1000}),
      count("starts", "200", "Starts, at the quantiles (i + 1/2)/starts.", {1, 1e5}),
  };
}

}  // namespace kolmo::parallel_in_time

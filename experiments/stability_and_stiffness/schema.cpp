#include "stability_and_stiffness/schema.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::stability_and_stiffness {

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: euler_bound, work, spectrum, "
            "statuses."),
      number("work.stiffness", "1e4", "1",
             "L of x' = -L (x - sin t) + cos t in part work: stiff enough that stability and not accuracy "
             "bounds explicit steps.",
             {1e4, 1e6}),
  };
}

}  // namespace kolmo::stability_and_stiffness

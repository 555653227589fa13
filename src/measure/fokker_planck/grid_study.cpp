#include "kolmo/measure/fokker_planck/grid_study.hpp"

namespace kolmo::measure {

verify::OrderStudy grid_study(const GridStudyLabels& labels) {
  verify::OrderStudy study{.name = labels.name,
                           .long_name = labels.long_name,
                           .source = labels.source,
                           .h_long_name = labels.step,
                           .h_units = labels.step_units,
                           .scheme = labels.scheme,
                           .work_long_name = "solves a step times steps times cells"};
  study.options.z = 1.959963984540054;  // of the 95 % interval
  study.options.largest_half_width = 0.1;
  study.options.fewest_for_curvature = 5;
  return study;
}

}  // namespace kolmo::measure

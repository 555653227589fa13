#pragma once
// One order of convergence: fitted, judged, written.

#include <string>

#include "kolmo/io/group.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::frame {

/// verify::judge(study, id), written into part/convergence/<study.name>:
///
/// * attributes long_name, scheme (where there is one), source, check (its id), verdict; either exact_below,
/// or
///   order_claimed, order, half_width (left out where there is none) and slack, what the interval is widened
///   by;
/// * variables error and standard_error on the scale h; fitted, NaN where a step does not enter the fit for
/// its
///   length; resolved, int8: 1 where the error entered the fit.
///
/// Where the study has work also part/work_precision/<study.name>: error and standard_error on the scale
/// `evaluations`.
verify::Check judge_order(const std::string& id, const verify::OrderStudy& study, io::Group& part);

}  // namespace kolmo::frame

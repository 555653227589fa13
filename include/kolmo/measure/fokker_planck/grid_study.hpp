#pragma once
// Studies of grid methods.

#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// What is fitted and how it is called.
struct GridStudyLabels {
  std::string name;       ///< "time_tr_bdf2_upwind"
  std::string long_name;  ///< what the error is
  std::string scheme;     ///< whose claim is judged
  std::string source;
  std::string step = "cell width";  ///< what h is
  std::string step_units = "1";
};

/// A study without errors yet, with the 95 % interval: the scatter about the fit is no noise but what the
/// model leaves out. An interval wider than ±0.1 decides nothing. With fewer than 5 points no curvature a is
/// fitted: nothing would be left to judge the fit by. Work is solves a step times steps times cells.
verify::OrderStudy grid_study(const GridStudyLabels& labels);

}  // namespace kolmo::measure

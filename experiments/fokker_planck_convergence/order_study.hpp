#pragma once
// One measured order, or the errors of a method that is exact, with the work that they took.

#include <string>
#include <vector>

#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::fokker_planck_convergence {

/// What is fitted and how it is called.
struct StudyLabels {
  std::string name;       ///< "time_tr_bdf2_upwind"
  std::string long_name;  ///< what the error is
  std::string scheme;     ///< whose claim is judged
  std::string source;
  std::string step = "cell width";  ///< what h is
  std::string step_units = "1";
};

struct OrderStudy {
  StudyLabels labels;
  std::vector<double> h = {}, errors = {};
  double claimed = 0;
  double next_term = 1;            ///< q of the error's expansion e = C h^p (1 + a h^q)
  double widest_half_width = 0.1;  ///< an interval that is wider decides nothing
  /// Where the method is exact, errors are rounding and have no order: they stay below this bound. 0 else.
  double exact_below = 0;
  std::vector<double> work = {};  ///< solves a step times steps times cells; empty where nothing is compared
};

/// Writes `convergence/<name>` and, where there is work, `work_precision/<name>`; the check "<part>/<name>"
/// is the order's against the claim (frame::judge_order with the 95 % interval: the scatter about the fit is
/// no noise but what the model leaves out), or the largest error against the bound of an exact method. With
/// fewer than 5 points no curvature a is fitted: nothing would be left to judge the fit by.
verify::Check judge(const OrderStudy& study, const std::string& part, io::Group& group);

}  // namespace kolmo::fokker_planck_convergence

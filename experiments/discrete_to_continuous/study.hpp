#pragma once
// What a part computes without noise, as data: studies of convergence, and single numbers.

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "frame/plan.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::discrete_to_continuous {

/// C of the leading term e ≈ C h^p, known from theory. Observed: e/h^p at the two finest steps, extrapolated
/// linearly to h = 0; allowed is twice what that changes from the two next coarser ones (their remainder is
/// of second order and larger), and 1e−9 of C for rounding. With a `tolerance`, e/h^p at the finest step.
struct LeadingConstant {
  double value;
  double tolerance = std::numeric_limits<double>::quiet_NaN();
};

/// |e(h)| on several steps, and the order that it is said to have.
struct Study {
  std::string name;  ///< of its group in the file
  std::string long_name;
  double order;
  std::vector<double> h;                ///< any order
  std::function<double(double)> error;  ///< |e| at h[i]; NaN where nothing exists
  double fit_up_to;                     ///< the largest h that enters the fit
  std::optional<LeadingConstant> constant = {};
  std::string source = {};
  std::string h_long_name = "step of the chain";
  std::string h_units = "s";
};

/// One number against what it must be.
struct Fact {
  std::string name;
  double expected;
  std::function<double()> observed;
  double tolerance;
  std::string source;
  std::string note = {};
};

struct Noiseless {
  std::vector<Study> studies;
  std::vector<Fact> facts;
};

/// Half width that an interval of an order without noise may have, and what it is widened by.
inline constexpr double largest_half_width = 0.05;
inline constexpr double order_slack = 0.02;

/// The plan of these: checks "part/order/NAME" and "part/constant/NAME" of studies, "part/NAME" of facts.
frame::Plan plan_of(const Noiseless& noiseless);

/// The check of one number: pass where |observed − expected| ≤ tolerance.
verify::Check number_check(const std::string& id, double expected, double observed, double tolerance,
                           const std::string& source, const std::string& note = {});

}  // namespace kolmo::discrete_to_continuous

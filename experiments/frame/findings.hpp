#pragma once
// What a part finds: numbers against what they must be, and orders of convergence, each with its check.

#include <limits>
#include <string>
#include <vector>

#include "frame/order_study.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::frame {

/// One number against what it must be: passes where |observed − expected| ≤ tolerance.
struct Number {
  std::string name;  ///< the check is "<part>/<name>"
  double expected, observed, tolerance;
  std::string source;
  std::string note = {};
  double standard_error = 0;  ///< of the observed one; counted in `tolerance` already
  /// What would pass with a tolerance above this is unresolved: a check that could not have failed.
  double widest = std::numeric_limits<double>::infinity();
};

/// Collects the checks of one part and writes its studies. Not thread-safe.
class Findings {
 public:
  Findings(std::string part, io::Group& group) : part_(std::move(part)), group_(group) {}

  void number(const Number& number);
  /// judge_order with the check "<part>/order/<name>".
  void order(const verify::OrderStudy& study);

  io::Group& group() { return group_; }
  const std::string& part() const { return part_; }
  const std::vector<verify::Check>& checks() const { return checks_; }

 private:
  std::string part_;
  io::Group& group_;
  std::vector<verify::Check> checks_;
};

}  // namespace kolmo::frame

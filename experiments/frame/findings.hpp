#pragma once
// What a part finds: numbers against what they must be, and orders of convergence, each with its check.

#include <string>
#include <vector>

#include "kolmo/core/moments.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::frame {

/// Errors on several steps or widths, and the order that they are said to have.
struct OrderStudy {
  std::string name;       ///< of its group in the file and of its check, "<part>/order/<name>"
  std::string long_name;  ///< of the error
  double claimed = 1;
  std::vector<double> h = {};
  std::vector<Estimate> errors = {};  ///< at h[i]; absolute values are fitted; no standard errors: no noise
  std::string source = {};            ///< of the claim
  std::string h_long_name = "cell width";
  std::string h_units = "1";
  /// q of e = C h^p (1 + a h^q): 2 where an error has even powers only. Options are those of orders in h.
  double next_term = 1;
  verify::OrderFitOptions options = {};
};

/// One number against what it must be: passes where |observed − expected| ≤ tolerance.
struct Number {
  std::string name;  ///< the check is "<part>/<name>"
  double expected, observed, tolerance;
  std::string source;
  std::string note = {};
  double standard_error = 0;  ///< of the observed one; counted in `tolerance` already
};

/// Collects the checks of one part and writes its studies. Not thread-safe.
class Findings {
 public:
  Findings(std::string part, io::Group& group) : part_(std::move(part)), group_(group) {}

  void number(const Number& number);
  /// Fits (verify::fit_order), judges, and writes convergence/<name>. An error of exactly 0 is unresolved.
  void order(const OrderStudy& study);

  io::Group& group() { return group_; }
  const std::string& part() const { return part_; }
  const std::vector<verify::Check>& checks() const { return checks_; }

 private:
  std::string part_;
  io::Group& group_;
  std::vector<verify::Check> checks_;
};

}  // namespace kolmo::frame

#pragma once
// The rows of a note: checks that carry the claim that they show.

#include <functional>
#include <string>
#include <vector>

#include "frame/plan.hpp"

namespace kolmo::claims {

/// The check with what the claim, as printed, says in the place of `expected`. Where that number passes too
/// the check shows nothing, and is unresolved.
verify::Check beside(double as_printed, verify::Check check);

/// What is true or false, as 1 or 0; the claim as printed says the contrary where `printed_says_so` is false.
verify::Check truth(bool observed, const std::string& source, bool printed_says_so = true);

/// A mean over draws: |observed − expected| ≤ z s + b. Without an id.
verify::Check mean_check(double expected, const Estimate& observed, double z, double bias_bound,
                         const std::string& source);

using Row = std::function<std::vector<verify::Check>()>;

/// The rows of one part, put into its plan. A check's id is "<part>/<claim>/<what>".
class Rows {
 public:
  explicit Rows(frame::Plan& plan) : plan_(plan) { plan_.in_parallel = true; }

  /// One check of the claims `ids` ("S-02", or several with blanks between, the first of which names it).
  void add(const std::string& ids, const std::string& what, std::function<verify::Check()> run);
  /// Several checks that are computed together, in the order of their names.
  void add(const std::string& ids, const std::vector<std::string>& whats, Row run);

 private:
  frame::Plan& plan_;
};

}  // namespace kolmo::claims

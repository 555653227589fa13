#include "claims/rows.hpp"

#include <cmath>
#include <stdexcept>

#include "kolmo/core/number_text.hpp"

namespace kolmo::claims {
namespace {

std::string first_word(const std::string& ids) { return ids.substr(0, ids.find(' ')); }

/// The check with its claims; unresolved where their number would have passed as well.
verify::Check with_claims(const verify::Check& check, const std::string& ids) {
  verify::Check shown = check.shows(ids, check.claimed);
  const bool passes_with_both =
      shown.verdict == verify::Verdict::pass && std::isfinite(shown.claimed) &&
      verify::judge(shown.claimed, shown.observed, shown.tolerance) != verify::Verdict::fail;
  if (!passes_with_both) return shown;
  shown.verdict = verify::Verdict::unresolved;
  shown.note += (shown.note.empty() ? "" : "; ") + std::string("it passes with the number as printed too, ") +
                number_text(shown.claimed, 6);
  return shown;
}

}  // namespace

verify::Check beside(double as_printed, verify::Check check) {
  check.claimed = as_printed;
  return check;
}

verify::Check truth(bool observed, const std::string& source, bool printed_says_so) {
  const verify::Check check = verify::value_check(1, observed ? 1 : 0, 0.5, source);
  return printed_says_so ? check : beside(0, check);
}

verify::Check mean_check(double expected, const Estimate& observed, double z, double bias_bound,
                         const std::string& source) {
  return verify::estimate_check("", expected, observed, z, bias_bound, source);
}

void Rows::add(const std::string& ids, const std::string& what, std::function<verify::Check()> run) {
  plan_.checks.push_back(
      {first_word(ids) + "/" + what, [=, run = std::move(run)] { return with_claims(run(), ids); }});
}

void Rows::add(const std::string& ids, const std::vector<std::string>& whats, Row run) {
  const auto row = frame::lazy(std::move(run));
  for (std::size_t i = 0; i < whats.size(); ++i)
    add(ids, whats[i], [=] {
      if (row->get().size() != whats.size())
        throw std::logic_error("the row " + ids + " announces " + number_text(whats.size()) +
                               " checks and makes " + number_text(row->get().size()));
      return row->get()[i];
    });
}

}  // namespace kolmo::claims

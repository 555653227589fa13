// Parameters that no formula uses: mistyped, or left over.

#include <cctype>
#include <set>

#include "kolmo/io/nearest.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

/// The names within a formula: a letter or _, then letters, digits and _; "e" of 1e-3 is none.
void add_names(const std::string& text, std::set<std::string>& names) {
  const auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && (in_word(text[end]) || text[end] == '.')) ++end;
    const bool number = std::isdigit(static_cast<unsigned char>(text[i])) != 0 || text[i] == '.';
    if (end > i && !number) names.insert(text.substr(i, end - i));
    i = end > i ? end : i + 1;
  }
}

/// Of all formulas that may speak of this problem: its own, and those outside of every problem's table.
std::set<std::string> names_in_formulas(const io::TableReader& keys, const std::string& own) {
  std::set<std::string> names;
  for (const auto& entry : keys.configuration().entries()) {
    if (entry.path.starts_with("problem.") && !entry.path.starts_with(own)) continue;
    const auto* rows = std::get_if<io::TextMatrix>(&entry.value);
    if (rows == nullptr) continue;
    for (const auto& row : *rows)
      for (const std::string& text : row) add_names(text, names);
  }
  return names;
}

}  // namespace

void refuse_unused_parameters(const io::TableReader& keys, const density::ExpressionNames& names) {
  const std::set<std::string> used = names_in_formulas(keys, keys.path(""));
  std::vector<std::string> parameters;
  std::string all;
  for (const auto& [name, value] : names.parameters) {
    if (!used.contains(name)) continue;
    parameters.push_back(name);
    all += (all.empty() ? "" : ", ") + name;
  }
  for (const auto& [name, value] : names.parameters) {
    if (used.contains(name)) continue;
    throw keys.wrong("parameters." + name, "no formula uses this parameter; the formulas use " +
                                               (all.empty() ? "none" : all) +
                                               io::did_you_mean(io::nearest_word(parameters, name)));
  }
}

}  // namespace kolmo::problem

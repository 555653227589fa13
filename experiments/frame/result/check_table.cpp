#include "frame/result/check_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {
namespace {

using verify::Check;
using verify::Verdict;

using NumberMember = double Check::*;
using TextMember = std::string Check::*;

struct NumberColumn {
  const char* name;
  NumberMember member;
  const char* long_name;
};

struct TextColumn {
  const char* name;
  TextMember member;
  const char* long_name;
};

constexpr std::array<NumberColumn, 9> number_columns = {{
    {"expected", &Check::expected, "expected value"},
    {"observed", &Check::observed, "observed value"},
    {"standard_error", &Check::standard_error, "standard error of observed minus expected"},
    {"bias_bound", &Check::bias_bound, "discretisation budgets of both sides"},
    {"tolerance", &Check::tolerance, "largest difference that passes"},
    {"effect_of_2_percent", &Check::effect_of_2_percent,
     "effect that a change of the drift by 2 percent would have"},
    {"effect_of_2_percent_diffusion", &Check::effect_of_2_percent_diffusion,
     "effect that a change of the diffusion g^2 by 2 percent would have"},
    {"spread", &Check::spread, "largest tolerance that still says something"},
    {"claimed", &Check::claimed, "what the claims that it shows, as printed, say instead"},
}};

constexpr std::array<TextColumn, 5> text_columns = {{
    {"id", &Check::id, "check"},
    {"depends_on", &Check::depends_on, "ingredient that both sides share"},
    {"source", &Check::source, "source of the expected value"},
    {"note", &Check::note, "note"},
    {"claims", &Check::claims, "claims of the source notes that it shows"},
}};

/// Few checks show claims: where none of a table does, the table has no columns for them.
bool is_of_claims(const std::string& column) { return column == "claims" || column == "claimed"; }

/// Files hold no infinities: missing, and said so. (An infinite spread is one that is not known.)
Check without_infinities(Check check) {
  for (const NumberColumn& column : number_columns) {
    double& value = check.*column.member;
    if (!std::isinf(value)) continue;
    if (column.member == &Check::spread) {
      value = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    check.note +=
        (check.note.empty() ? "" : "; ") + std::string(column.name) + (value > 0 ? " was inf" : " was -inf");
    value = std::numeric_limits<double>::quiet_NaN();
  }
  return check;
}

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string error_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", value);
  return text;
}

/// Code points, as letters beyond ASCII take several bytes.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

using Row = std::array<std::string, 6>;

Row row_of(const Check& check) {
  return {check.id,
          number_text(check.expected),
          number_text(check.observed) + " ± " + error_text(check.standard_error),
          number_text(check.tolerance),
          std::string(verify::to_string(check.verdict)),
          check.note};
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, 6> widths{};
  for (const Row& row : rows)
    for (std::size_t j = 0; j < row.size(); ++j) widths[j] = std::max(widths[j], width_of(row[j]));
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t j = 0; j < row.size(); ++j)
      line += row[j] + std::string(widths[j] - width_of(row[j]) + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::size_t count(const std::vector<Check>& checks, Verdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      checks.begin(), checks.end(), [&](const Check& check) { return check.verdict == verdict; }));
}

}  // namespace

void write_checks(io::Group& part, const std::vector<Check>& checks) {
  io::Group& group = part.group("checks");
  group.attribute("count", static_cast<std::int64_t>(checks.size()));
  if (checks.empty()) return;
  std::vector<Check> written;
  for (const Check& check : checks) written.push_back(without_infinities(check));
  group.dimension("check", static_cast<std::int64_t>(written.size()));
  const bool any_claim =
      std::any_of(checks.begin(), checks.end(), [](const Check& check) { return !check.claims.empty(); });
  for (const TextColumn& column : text_columns) {
    if (is_of_claims(column.name) && !any_claim) continue;
    std::vector<std::string> values;
    for (const Check& check : written) values.push_back(check.*column.member);
    group.variable(column.name, {"check"}, std::move(values), {.long_name = column.long_name, .units = ""});
  }
  for (const NumberColumn& column : number_columns) {
    if (is_of_claims(column.name) && !any_claim) continue;
    std::vector<double> values;
    for (const Check& check : written) values.push_back(check.*column.member);
    group.variable(column.name, {"check"}, std::move(values),
                   {.long_name = column.long_name, .units = "1", .missing_allowed = true});
  }
  std::vector<std::int8_t> verdicts;
  for (const Check& check : written) verdicts.push_back(static_cast<std::int8_t>(check.verdict));
  group.flags("verdict", {"check"}, std::move(verdicts), "pass fail unresolved",
              {.long_name = "verdict", .units = "1"});
}

std::vector<Check> read_checks(const io::Group& part) {
  const io::Group* group = part.find_group("checks");
  if (group == nullptr || group->find_dataset("verdict") == nullptr) return {};
  const auto& verdicts = group->bytes("verdict");
  std::vector<Check> checks(verdicts.size());
  const bool any_claim = group->find_dataset("claims") != nullptr;
  for (const TextColumn& column : text_columns) {
    if (is_of_claims(column.name) && !any_claim) continue;
    const auto& values = group->texts(column.name);
    for (std::size_t i = 0; i < checks.size(); ++i) checks[i].*column.member = values[i];
  }
  for (const NumberColumn& column : number_columns) {
    if (is_of_claims(column.name) && !any_claim) continue;
    const auto& values = group->numbers(column.name);
    for (std::size_t i = 0; i < checks.size(); ++i) checks[i].*column.member = values[i];
  }
  for (std::size_t i = 0; i < checks.size(); ++i) checks[i].verdict = static_cast<Verdict>(verdicts[i]);
  return checks;
}

std::string check_table(const std::vector<Check>& checks) {
  std::vector<Row> rows = {{"check", "expected", "observed", "tolerance", "verdict", "note"}};
  for (const Check& check : checks) rows.push_back(row_of(check));
  return aligned(rows);
}

std::string check_summary(const std::vector<PartChecks>& parts, std::size_t most) {
  std::vector<Check> all, not_passed;
  std::string lines;
  for (const PartChecks& part : parts) {
    const auto& checks = part.checks;
    all.insert(all.end(), checks.begin(), checks.end());
    std::copy_if(checks.begin(), checks.end(), std::back_inserter(not_passed),
                 [](const Check& check) { return check.verdict != Verdict::pass; });
    lines += part.part + ": " + number_text(checks.size()) + " checks, " +
             number_text(count(checks, Verdict::pass)) + " passed, " +
             number_text(count(checks, Verdict::fail)) + " failed, " +
             number_text(count(checks, Verdict::unresolved)) + " unresolved\n";
  }
  if (all.size() <= most) return (all.empty() ? "" : check_table(all) + "\n") + lines;
  return lines + (not_passed.empty() ? "" : "\n" + check_table(not_passed)) +
         "(the whole table is in run.log)\n";
}

}  // namespace kolmo::frame

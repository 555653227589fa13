// The keys [problem.NAME.initial]: Gaussians, a point, a density by its formula, the law at rest.

#include <algorithm>

#include "kolmo/core/number_text.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

void read_point(const io::TableReader& keys, Problem& problem) {
  const auto d = static_cast<Index>(problem.names.variables.size());
  if (static_cast<Index>(keys.expressions("initial.point").size()) != d)
    throw keys.wrong("initial.point", number_text(d) + " numbers are needed, one for each variable");
  const auto values = constants(keys, "initial.point", read_vector(keys, "initial.point", problem.names));
  problem.initial.point = Eigen::Map<const Eigen::ArrayXd>(values.data(), d);
  for (Index j = 0; j < d; ++j) {
    const double value = values[static_cast<std::size_t>(j)];
    if (problem.domain && (value < (*problem.domain)[static_cast<std::size_t>(j)][0] ||
                           value > (*problem.domain)[static_cast<std::size_t>(j)][1]))
      throw keys.wrong("initial.point", problem.names.variables[static_cast<std::size_t>(j)] + " = " +
                                            number_text(value) + " is outside the domain");
  }
}

void read_expression(const io::TableReader& keys, Problem& problem) {
  const density::Expression f = read_scalar(keys, "initial.expression", problem.names);
  if (f.depends_on(density::Expression::time)) throw keys.wrong("initial.expression", "depends on time");
  problem.initial.expression = f;
}

constexpr const char* starts_in_words =
    "weights, means and deviations (Gaussians), point = [...], expression = \"exp(-x^2)\" (a density up to "
    "its "
    "constant), file and bandwidth (data), or initial = \"stationary\"";

struct Way {
  const char* key;  ///< that it is told by
  Initial::Kind kind;
  void (*read)(const io::TableReader&, Problem&);
  std::vector<const char*> keys;
};

}  // namespace

void read_initial(const io::TableReader& keys, Problem& problem) {
  static const std::vector<Way> ways = {
      {"file",
       Initial::Kind::mixture,
       [](const io::TableReader& table, Problem& filled) { read_points(table, "initial.", filled); },
       {"file", "columns", "standardise", "bandwidth"}},
      {"point", Initial::Kind::point, read_point, {"point"}},
      {"expression", Initial::Kind::expression, read_expression, {"expression"}},
      {"law", Initial::Kind::stationary, [](const io::TableReader&, Problem&) {}, {"law"}},
      {"weights",
       Initial::Kind::mixture,
       [](const io::TableReader& table, Problem& filled) { read_mixture(table, "initial.", filled); },
       {"weights", "means", "deviations", "covariances"}}};
  const Way* chosen = nullptr;
  for (auto way = ways.rbegin(); way != ways.rend(); ++way)
    if (keys.has(std::string("initial.") + way->key)) chosen = &*way;
  const auto says = [&](const char* key) { return keys.given(std::string("initial.") + key); };
  const std::vector<const char*>& mixture = ways.back().keys;
  if (chosen == nullptr && std::any_of(mixture.begin(), mixture.end(), says)) chosen = &ways.back();
  if (chosen == nullptr) throw keys.missing("initial", std::string("a start is one of ") + starts_in_words);
  for (const Way& way : ways) {
    if (&way == chosen) continue;
    for (const std::string key : way.keys) {
      if (key == "standardise" && !keys.boolean("initial.standardise")) continue;  // its default
      keys.refuse("initial." + key, std::string("the initial law is given by '") + chosen->key + "'");
    }
  }
  problem.initial.kind = chosen->kind;
  chosen->read(keys, problem);
}

}  // namespace kolmo::problem

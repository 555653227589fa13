#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

/// Column j becomes (column − shift)/scale, with its mean and its deviation.
void standardise(Points& x, std::vector<Coordinate>& coordinates, const std::string& file) {
  for (Index j = 0; j < x.cols(); ++j) {
    Coordinate& coordinate = coordinates[static_cast<std::size_t>(j)];
    coordinate.shift = x.col(j).mean();
    x.col(j) -= coordinate.shift;
    coordinate.scale = std::sqrt(x.col(j).square().mean() * static_cast<double>(x.rows()) /
                                 static_cast<double>(x.rows() - 1));
    if (!(coordinate.scale > 0)) throw InvalidData(file + ": column '" + coordinate.name + "' is constant");
    x.col(j) /= coordinate.scale;
  }
}

void read_data(const io::TableReader& keys, Problem& problem) {
  keys.need("initial.bandwidth", "a data file");
  Initial& initial = problem.initial;
  const std::filesystem::path path = keys.input_file("initial.file");
  const std::vector<std::string> columns =
      keys.has("initial.columns") ? keys.texts("initial.columns") : std::vector<std::string>{};
  io::CsvPoints read = io::read_csv(path, columns);
  const std::size_t d = problem.names.variables.size();
  if (read.columns.size() != d) {
    throw keys.wrong("initial.file", number_text(read.columns.size()) + " columns for " + number_text(d) +
                                         " variables: name as many of them in 'columns'");
  }
  for (auto column = read.columns.begin(); column != read.columns.end(); ++column) {
    if (std::find(read.columns.begin(), column, *column) != column)
      throw keys.wrong("initial.columns", "'" + *column + "' is named twice");
    initial.coordinates.push_back({*column});
  }
  initial.data = std::move(read.points);
  if (keys.boolean("initial.standardise")) standardise(initial.data, initial.coordinates, path.string());
  initial.mixture = keys.at("initial.bandwidth", [&] {
    return std::make_shared<density::GaussianMixture>(
        density::empirical_density(initial.data, keys.number("initial.bandwidth")));
  });
}

density::Covariances covariances(const io::TableReader& keys, Index k, Index d) {
  if (keys.has("initial.deviations") == keys.has("initial.covariances"))
    throw keys.wrong("initial", "needs either deviations or covariances");
  if (keys.has("initial.deviations")) {
    const std::vector<double>& deviations = keys.numbers("initial.deviations");
    if (static_cast<Index>(deviations.size()) != k) {
      throw keys.wrong("initial.deviations", number_text(deviations.size()) + " deviations beside " +
                                                 number_text(k) + " weights: as many are needed");
    }
    return density::Covariances::isotropic(Eigen::Map<const Eigen::ArrayXd>(deviations.data(), k).square(),
                                           d);
  }
  const io::Matrix& rows = keys.matrix("initial.covariances");
  if (static_cast<Index>(rows.size()) != k || static_cast<Index>(rows[0].size()) != d * d) {
    throw keys.wrong("initial.covariances", "one row of " + number_text(d * d) + " numbers for each of the " +
                                                number_text(k) + " weights is needed");
  }
  std::vector<Eigen::MatrixXd> matrices;
  for (const std::vector<double>& row : rows)
    matrices.emplace_back(Eigen::Map<const Eigen::MatrixXd>(row.data(), d, d));
  return keys.at("initial.covariances", [&] { return density::Covariances::full(matrices); });
}

void read_mixture(const io::TableReader& keys, Problem& problem) {
  keys.need("initial.weights", "a start of Gaussians");
  keys.need("initial.means", "a start of Gaussians");
  const std::vector<double>& weights = keys.numbers("initial.weights");
  const io::Matrix& means = keys.matrix("initial.means");
  const auto k = static_cast<Index>(weights.size());
  if (means.size() != weights.size() || means.empty()) {
    throw keys.wrong("initial.means", number_text(means.size()) + " means beside " +
                                          number_text(weights.size()) +
                                          " weights: as many are needed, at least one");
  }
  const auto d = static_cast<Index>(means[0].size());
  if (d != static_cast<Index>(problem.names.variables.size())) {
    throw keys.wrong("initial.means", number_text(d) + " coordinates: the problem has " +
                                          number_text(problem.names.variables.size()) + " variables");
  }
  Points centres(k, d);
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j < d; ++j)
      centres(i, j) = means[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  const density::Covariances matrices = covariances(keys, k, d);
  problem.initial.mixture = keys.at("initial.weights", [&] {
    return std::make_shared<density::GaussianMixture>(Eigen::Map<const Eigen::ArrayXd>(weights.data(), k),
                                                      centres, matrices);
  });
}

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
      {"file", Initial::Kind::mixture, read_data, {"file", "columns", "standardise", "bandwidth"}},
      {"point", Initial::Kind::point, read_point, {"point"}},
      {"expression", Initial::Kind::expression, read_expression, {"expression"}},
      {"law", Initial::Kind::stationary, [](const io::TableReader&, Problem&) {}, {"law"}},
      {"weights", Initial::Kind::mixture, read_mixture, {"weights", "means", "deviations", "covariances"}}};
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

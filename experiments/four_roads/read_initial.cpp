#include "four_roads/read_initial.hpp"

#include <cmath>
#include <filesystem>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"

namespace kolmo::four_roads {
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

/// The points of the file as the roads see them, and what their coordinates are.
void read_data(const KeyReader& keys, InitialReading& initial) {
  const std::filesystem::path path = keys.input_file("initial.file");
  const std::vector<std::string> columns =
      keys.has("initial.columns") ? keys.texts("initial.columns") : std::vector<std::string>{};
  io::CsvPoints read = io::read_csv(path, columns);
  if (read.points.cols() > 2) {
    throw keys.wrong("initial.file",
                     number_text(read.points.cols()) + " columns: name 1 or 2 of them in 'columns'");
  }
  if (read.columns.size() == 2 && read.columns[0] == read.columns[1])
    throw keys.wrong("initial.columns", "'" + read.columns[0] + "' is named twice");
  for (const std::string& name : read.columns) initial.coordinates.push_back({name});
  initial.data = std::move(read.points);
  if (keys.boolean("initial.standardise")) standardise(initial.data, initial.coordinates, path.string());
}

density::Covariances covariances(const KeyReader& keys, Index k, Index d) {
  if (keys.has("initial.deviations") == keys.has("initial.covariances")) {
    throw keys.wrong("initial", "needs either deviations or covariances");
  }
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

MixturePtr read_mixture(const KeyReader& keys) {
  keys.need("initial.weights", "an initial law without a file");
  keys.need("initial.means", "an initial law without a file");
  for (const char* key : {"initial.columns", "initial.standardise", "initial.bandwidth"}) {
    keys.refuse(key, "the initial law is not read from a file");
  }
  const std::vector<double>& weights = keys.numbers("initial.weights");
  const io::Matrix& means = keys.matrix("initial.means");
  const auto k = static_cast<Index>(weights.size());
  if (means.size() != weights.size() || means.empty()) {
    throw keys.wrong("initial.means", number_text(means.size()) + " means beside " +
                                          number_text(weights.size()) +
                                          " weights: as many are needed, at least one");
  }
  const auto d = static_cast<Index>(means[0].size());
  if (d < 1 || d > 2) throw keys.wrong("initial.means", number_text(d) + " coordinates: 1 or 2 are allowed");
  Points centres(k, d);
  for (Index i = 0; i < k; ++i) {
    for (Index j = 0; j < d; ++j)
      centres(i, j) = means[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  }
  const density::Covariances matrices = covariances(keys, k, d);
  return keys.at("initial.weights", [&] {
    return std::make_shared<density::GaussianMixture>(Eigen::Map<const Eigen::ArrayXd>(weights.data(), k),
                                                      centres, matrices);
  });
}

}  // namespace

InitialReading read_initial(const KeyReader& keys) {
  InitialReading initial;
  if (!keys.has("initial.file")) {
    initial.law = read_mixture(keys);
    return initial;
  }
  for (const char* key : {"initial.weights", "initial.means", "initial.deviations", "initial.covariances"}) {
    keys.refuse(key, "the initial law is read from a file");
  }
  keys.need("initial.bandwidth", "a data file");
  read_data(keys, initial);
  initial.law = keys.at("initial.bandwidth", [&] {
    return std::make_shared<density::GaussianMixture>(
        density::empirical_density(initial.data, keys.number("initial.bandwidth")));
  });
  return initial;
}

}  // namespace kolmo::four_roads

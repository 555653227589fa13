// The keys of a law: Gaussians, or a data file with a kernel on each point; of a start and of a target alike.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/io/keys.hpp"
#include "reading.hpp"

namespace kolmo::problem {
namespace {

using namespace io::keys;

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

/// One deviation a component, or one for each of its axes.
density::Covariances from_deviations(const io::TableReader& keys, const std::string& p, Index k, Index d) {
  const io::Matrix& rows = keys.matrix(p + "deviations");
  const auto columns = rows.empty() ? Index{0} : static_cast<Index>(rows[0].size());
  if (static_cast<Index>(rows.size()) != k || (columns != 1 && columns != d)) {
    const std::string own = d > 1 ? ", or [" + number_text(d) + " numbers] of each, one an axis" : "";
    throw keys.wrong(p + "deviations", number_text(rows.size()) +
                                           (columns > 1 ? " rows of " + number_text(columns) : "") +
                                           " deviations beside " + number_text(k) +
                                           " weights: one number is needed for each component" + own);
  }
  Eigen::ArrayXXd variances(k, columns);
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j < columns; ++j) {
      const double deviation = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      variances(i, j) = deviation * deviation;
    }
  return keys.at(p + "deviations", [&] {
    return columns == d ? density::Covariances::diagonal(variances)
                        : density::Covariances::isotropic(variances.col(0), d);
  });
}

density::Covariances covariances(const io::TableReader& keys, const std::string& p, Index k, Index d) {
  if (keys.has(p + "deviations") == keys.has(p + "covariances"))
    throw keys.wrong(p.empty() ? "weights" : p.substr(0, p.size() - 1),
                     "needs either deviations or covariances");
  if (keys.has(p + "deviations")) return from_deviations(keys, p, k, d);
  const io::Matrix& rows = keys.matrix(p + "covariances");
  if (static_cast<Index>(rows.size()) != k || static_cast<Index>(rows[0].size()) != d * d) {
    throw keys.wrong(p + "covariances", "one row of " + number_text(d * d) + " numbers for each of the " +
                                            number_text(k) + " weights is needed");
  }
  std::vector<Eigen::MatrixXd> matrices;
  for (const std::vector<double>& row : rows)
    matrices.emplace_back(Eigen::Map<const Eigen::MatrixXd>(row.data(), d, d));
  return keys.at(p + "covariances", [&] { return density::Covariances::full(matrices); });
}

}  // namespace

io::Schema law_keys(const std::string& p) {
  return {
      numbers(p + "weights", "", "1", "Weights of the Gaussian components; they sum to 1.", positive),
      matrix(p + "means", "", "1", "Mean of each component: [[m], ...] or [[m_x, m_y], ...]."),
      matrix(p + "deviations", "", "1",
             "Standard deviation of each component, the same in every direction, or [s_x, s_y] of each, one "
             "an axis.",
             positive),
      matrix(
          p + "covariances", "", "1",
          "Covariance matrix of each component, row by row: [[xx, xy, yx, yy], ...]; instead of deviations."),
      file(p + "file",
           "A CSV file of points: beside the configuration, in the working directory or in Kolmo's own."),
      texts(p + "columns", "", "The columns of the file that are read, one a variable."),
      flag(p + "standardise", "false",
           "Shift and scale the points of the file to mean 0 and deviation 1; as measured otherwise."),
      number(p + "bandwidth", "", "1", "Deviation of the Gaussian kernel on each point of the file.",
             positive),
  };
}

void read_points(const io::TableReader& keys, const std::string& p, Problem& problem) {
  keys.need(p + "bandwidth", "a data file");
  Initial& initial = problem.initial;
  const std::filesystem::path path = keys.input_file(p + "file");
  const std::vector<std::string> columns =
      keys.has(p + "columns") ? keys.texts(p + "columns") : std::vector<std::string>{};
  io::CsvPoints read = io::read_csv(path, columns);
  const std::size_t d = problem.names.variables.size();
  if (read.columns.size() != d) {
    throw keys.wrong(p + "file", number_text(read.columns.size()) + " columns for " + number_text(d) +
                                     " variables: name as many of them in 'columns'");
  }
  for (auto column = read.columns.begin(); column != read.columns.end(); ++column) {
    if (std::find(read.columns.begin(), column, *column) != column)
      throw keys.wrong(p + "columns", "'" + *column + "' is named twice");
    initial.coordinates.push_back({*column});
  }
  initial.data = std::move(read.points);
  if (keys.boolean(p + "standardise")) standardise(initial.data, initial.coordinates, path.string());
  initial.mixture = keys.at(p + "bandwidth", [&] {
    return std::make_shared<density::GaussianMixture>(
        density::empirical_density(initial.data, keys.number(p + "bandwidth")));
  });
}

void read_mixture(const io::TableReader& keys, const std::string& p, Problem& problem) {
  keys.need(p + "weights", "a start of Gaussians");
  keys.need(p + "means", "a start of Gaussians");
  const std::vector<double>& weights = keys.numbers(p + "weights");
  const io::Matrix& means = keys.matrix(p + "means");
  const auto k = static_cast<Index>(weights.size());
  if (means.size() != weights.size() || means.empty()) {
    throw keys.wrong(p + "means", number_text(means.size()) + " means beside " + number_text(weights.size()) +
                                      " weights: as many are needed, at least one");
  }
  const auto d = static_cast<Index>(means[0].size());
  if (d != static_cast<Index>(problem.names.variables.size())) {
    throw keys.wrong(p + "means", number_text(d) + " coordinates: the problem has " +
                                      number_text(problem.names.variables.size()) + " variables");
  }
  Points centres(k, d);
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j < d; ++j)
      centres(i, j) = means[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  const density::Covariances matrices = covariances(keys, p, k, d);
  problem.initial.mixture = keys.at(p + "weights", [&] {
    return std::make_shared<density::GaussianMixture>(Eigen::Map<const Eigen::ArrayXd>(weights.data(), k),
                                                      centres, matrices);
  });
}

}  // namespace kolmo::problem

#include "four_roads/read_initial.hpp"

#include <cmath>
#include <filesystem>

#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"

namespace kolmo::four_roads {
namespace {

void standardise(Points& x, const std::string& file) {
  for (Index j = 0; j < x.cols(); ++j) {
    x.col(j) -= x.col(j).mean();
    const double deviation = std::sqrt(x.col(j).square().mean() * static_cast<double>(x.rows()) /
                                       static_cast<double>(x.rows() - 1));
    if (!(deviation > 0)) throw InvalidData(file + ": column " + std::to_string(j + 1) + " is constant");
    x.col(j) /= deviation;
  }
}

Points read_points(const KeyReader& keys) {
  const std::filesystem::path given = keys.text("initial.file");
  std::filesystem::path path = given;
  if (given.is_relative() && !std::filesystem::exists(path)) {
    const std::filesystem::path own = std::filesystem::path(KOLMO_SOURCE_DIR) / given;
    if (std::filesystem::exists(own)) path = own;
  }
  const std::vector<std::string> columns =
      keys.has("initial.columns") ? keys.texts("initial.columns") : std::vector<std::string>{};
  Points x = io::read_csv_points(path, columns);
  if (keys.boolean("initial.standardise")) standardise(x, path.string());
  return x;
}

density::Covariances covariances(const KeyReader& keys, Index k, Index d) {
  if (keys.has("initial.deviations") == keys.has("initial.covariances")) {
    throw keys.wrong("initial", "needs either deviations or covariances");
  }
  if (keys.has("initial.deviations")) {
    const std::vector<double>& deviations = keys.numbers("initial.deviations");
    if (static_cast<Index>(deviations.size()) != k) {
      throw keys.wrong("initial.deviations", std::to_string(deviations.size()) + " deviations beside " +
                                                 std::to_string(k) + " weights: as many are needed");
    }
    return density::Covariances::isotropic(Eigen::Map<const Eigen::ArrayXd>(deviations.data(), k).square(),
                                           d);
  }
  const io::Matrix& rows = keys.matrix("initial.covariances");
  if (static_cast<Index>(rows.size()) != k || static_cast<Index>(rows[0].size()) != d * d) {
    throw keys.wrong("initial.covariances", "one row of " + std::to_string(d * d) +
                                                " numbers for each of the " + std::to_string(k) +
                                                " weights is needed");
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
    throw keys.wrong("initial.means", std::to_string(means.size()) + " means beside " +
                                          std::to_string(weights.size()) +
                                          " weights: as many are needed, at least one");
  }
  const auto d = static_cast<Index>(means[0].size());
  if (d < 1 || d > 2)
    throw keys.wrong("initial.means", std::to_string(d) + " coordinates: 1 or 2 are allowed");
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
  if (!keys.has("initial.file")) return {read_mixture(keys), Points()};
  for (const char* key : {"initial.weights", "initial.means", "initial.deviations", "initial.covariances"}) {
    keys.refuse(key, "the initial law is read from a file");
  }
  keys.need("initial.bandwidth", "a data file");
  Points data = read_points(keys);
  if (data.cols() > 2) {
    throw keys.wrong("initial.file",
                     std::to_string(data.cols()) + " columns: name 1 or 2 of them in 'columns'");
  }
  return {keys.at("initial.bandwidth",
                  [&] {
                    return std::make_shared<density::GaussianMixture>(
                        density::empirical_density(data, keys.number("initial.bandwidth")));
                  }),
          data};
}

}  // namespace kolmo::four_roads

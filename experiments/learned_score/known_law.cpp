#include "learned_score/known_law.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "kolmo/io/csv.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/score/data/point_sets.hpp"

namespace kolmo::learned_score {
namespace {

/// Of a deviation of 1, so that the noise at t = 0 is a thousandth of the least.
constexpr double first_sigma = 1e-4;

double mean_variance(const density::GaussianMixture& law) {
  return law.covariance().trace() / static_cast<double>(law.dimension());
}

}  // namespace

density::GaussianMixture KnownLaw::at(double sigma) const {
  return data->blurred(Eigen::VectorXd::Zero(dimension()), 1, sigma * sigma);
}

score::ModelSpec KnownLaw::spec() const {
  return {
      part == "mixture" ? Eigen::ArrayXd(Eigen::ArrayXd::Zero(dimension())) : Eigen::ArrayXd(data->mean()),
      variance, least, 1.5 * most};
}

std::shared_ptr<const process::VarianceExploding> KnownLaw::process() const {
  return std::make_shared<process::VarianceExploding>(first_sigma, std::hypot(1.5 * most, first_sigma), 1,
                                                      dimension());
}

std::shared_ptr<const ode::LogSnrClock> KnownLaw::clock() const {
  const auto own = process();
  return std::make_shared<ode::LogSnrClock>(own, own->clock_inverse(least * least),
                                            own->clock_inverse(most * most));
}

std::shared_ptr<const process::MarginalScore> KnownLaw::exact_score() const {
  return std::make_shared<process::MarginalScore>(process(), *data);
}

KnownLaw mixture_law() {
  KnownLaw law{"mixture",
               "Three Gaussians in the plane",
               std::make_shared<density::GaussianMixture>(measure::three_components()),
               {},
               2.5};
  law.held_out = [law](Index n, const RandomStream& stream) {
    return density::sample(law.at(law.least), stream, n);
  };
  return law;
}

KnownLaw points_law(const std::string& set, double bandwidth, std::uint64_t seed) {
  const Points points = score::point_set(set, 2000, RandomStream(seed).role("training points"));
  KnownLaw law{"points",
               set + ": 2000 points under a kernel",
               std::make_shared<density::GaussianMixture>(density::empirical_density(points, bandwidth)),
               {},
               1};
  law.variance = mean_variance(*law.data);
  const double blur = std::hypot(bandwidth, law.least);
  law.held_out = [=](Index n, const RandomStream& stream) {
    Points x = score::point_set(set, n, stream.role("held out")), z(n, 2);
    stream.normals(0, 0, z);
    return Points(x + blur * z);
  };
  return law;
}

KnownLaw data_law(const std::string& part, const std::string& title, const std::filesystem::path& file,
                  const std::vector<std::string>& names, double bandwidth) {
  io::CsvPoints data = io::read_csv(file, names);
  Points& points = data.points;
  std::vector<score::Column> columns;
  for (Index j = 0; j < points.cols(); ++j) {
    const std::string& name = data.columns[static_cast<std::size_t>(j)];
    const double shift = points.col(j).mean();
    points.col(j) -= shift;
    const double variance = points.col(j).square().mean();
    if (!(variance > 0))
      throw InvalidData(file.string() + ": all points of column '" + name + "' are the same");
    points.col(j) /= std::sqrt(variance);
    columns.push_back({name, shift, std::sqrt(variance)});
  }
  KnownLaw law{part,
               title,
               std::make_shared<density::GaussianMixture>(density::empirical_density(points, bandwidth)),
               {},
               1};
  law.variance = mean_variance(*law.data);
  law.columns = std::move(columns);
  law.held_out = [law](Index n, const RandomStream& stream) {
    return density::sample(law.at(law.least), stream, n);
  };
  return law;
}

}  // namespace kolmo::learned_score

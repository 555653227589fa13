// The exact marginals of a mixture under a linear process, as a road without error.

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/grid/grid_plane.hpp"
#include "four_roads/grid/grid_snapshot.hpp"
#include "four_roads/problem/walls.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index table_nodes = 40'000;  ///< linear interpolation between them errs by 1e−8 of the law's width

/// Between exact values at the ends of a stretch of length H, Hermite's cubic with the density as slope errs
/// by H⁴ max|F⁗|/384, and |F⁗| ≤ 1.4/s⁴ for the smallest deviation s of the components: with H = 0.0125 s by
/// 1e−10.
constexpr double stretch_in_deviations = 0.0125;

/// F at the nodes `first` … `last` of the table from exact values at these two.
void fill_stretch(const density::GaussianMixture& mixture, Index first, Index last, std::vector<double>& x,
                  std::vector<double>& cdf) {
  const auto at = [](Index i) { return static_cast<std::size_t>(i); };
  Points ends(2, 1);
  ends << x[at(first)], x[at(last)];
  Eigen::ArrayXd slope(2);
  mixture.log_density(ends, slope);
  const double length = ends(1, 0) - ends(0, 0), below = mixture.cdf(ends(0, 0)),
               above = mixture.cdf(ends(1, 0));
  for (double& value : slope) value = std::exp(value) * length;
  for (Index i = first; i < last; ++i) {
    const double u = static_cast<double>(i - first) / static_cast<double>(last - first), v = 1 - u;
    const double rise = u * u * (3 - 2 * u);
    cdf[at(i)] = below + (above - below) * rise + u * v * (v * slope(0) - u * slope(1));
  }
  cdf[at(last)] = above;
}

/// The distribution function of a 1-D mixture as a table that leaves out 1e−15 of every component.
Law1D tabulated(const density::GaussianMixture& mixture) {
  double lower = std::numeric_limits<double>::infinity(), upper = -lower, least = lower;
  for (Index k = 0; k < mixture.components(); ++k) {
    const double deviation = std::sqrt(mixture.covariance(k)(0, 0)), centre = mixture.means()(k, 0);
    lower = std::min(lower, centre - 8 * deviation);
    upper = std::max(upper, centre + 8 * deviation);
    least = std::min(least, deviation);
  }
  std::vector<double> x(table_nodes + 1), cdf(table_nodes + 1);
  for (Index i = 0; i <= table_nodes; ++i) {
    x[static_cast<std::size_t>(i)] =
        lower + (upper - lower) * static_cast<double>(i) / static_cast<double>(table_nodes);
  }
  const double nodes = stretch_in_deviations * least / (upper - lower) * static_cast<double>(table_nodes);
  const Index stride = std::clamp<Index>(static_cast<Index>(nodes), 1, 64);
  const Index stretches = (table_nodes + stride - 1) / stride;
  for_each_block(stretches, [&](Index, Index first, Index count) {
    for (Index k = first; k < first + count; ++k)
      fill_stretch(mixture, k * stride, std::min((k + 1) * stride, table_nodes), x, cdf);
  });
  for (std::size_t i = 1; i < cdf.size(); ++i) cdf[i] = std::max(cdf[i], cdf[i - 1]);  // rounding, near 1
  cdf.front() = 0;
  cdf.back() = 1;
  return Law1D::from_cdf(std::move(x), std::move(cdf));
}

void moments_in_1d(const density::GaussianMixture& law, verify::RoadSnapshot& snapshot) {
  snapshot.quantities["mean"] = {law.raw_moment(1)};
  snapshot.quantities["second_moment"] = {law.raw_moment(2)};
  snapshot.quantities["fourth_moment"] = {law.raw_moment(4)};
  snapshot.quantities["probability_positive"] = {law.probability_above(0)};
}

void energies_in_1d(const Problem& problem, const density::GaussianMixture& law,
                    verify::RoadSnapshot& snapshot) {
  for (const NamedFunctional& functional : functionals(problem)) {
    if (functional.name != "potential_energy") continue;
    const double energy = density::expectation(law, functional.phi);
    snapshot.quantities["potential_energy"] = {energy};
    const double temperature = gradient_structure(*problem.intrinsic)->temperature;
    snapshot.quantities["free_energy"] = {energy - temperature * density::entropy(law)};
  }
}

void moments_in_space(const Problem& problem, const density::GaussianMixture& law,
                      verify::RoadSnapshot& snapshot) {
  const Eigen::VectorXd mean = law.mean();
  const Eigen::MatrixXd covariance = law.covariance();
  for (Index j = 0; j < mean.size(); ++j) snapshot.quantities["mean_" + letter(j)] = {mean(j)};
  for (const CovarianceEntry& entry : covariances(problem))
    snapshot.quantities[entry.name] = {covariance(entry.a, entry.b)};
}

/// The law of the first two coordinates.
density::GaussianMixture plane_marginal(const density::GaussianMixture& law) {
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < law.components(); ++k)
    covariances.emplace_back(law.covariance(k).topLeftCorner(2, 2));
  return {law.weights(), law.means().leftCols(2), density::Covariances::full(covariances)};
}

/// Means over the bins, as the other roads have them, by Gauss's rule of two points along each axis (O(h⁴)).
Eigen::ArrayXXd density_picture(const density::GaussianMixture& law, const std::vector<Axis>& axes) {
  const Grid grid(axes);
  const Points centres = grid.centres();
  const double off_x = axes[0].width() / std::sqrt(12.0), off_y = axes[1].width() / std::sqrt(12.0);
  Eigen::ArrayXXd picture = Eigen::ArrayXXd::Zero(axes[0].cells, axes[1].cells);
  for (const auto& [x, y] : {std::pair{-off_x, -off_y}, {off_x, -off_y}, {-off_x, off_y}, {off_x, off_y}}) {
    Points places = centres;
    places.col(0) += x;
    places.col(1) += y;
    for_each_block(grid.cells(), [&](Index, Index first, Index rows) {
      Eigen::ArrayXd log_density(rows);
      law.log_density(places.middleRows(first, rows), log_density);
      for (Index i = 0; i < rows; ++i) picture.data()[first + i] += std::exp(log_density(i)) / 4;
    });
  }
  return picture;
}

/// By quadrature on the line and in the plane; of one Gaussian in closed form, ½ log det 2πeC and tr C⁻¹.
double entropy_of(const density::GaussianMixture& law) {
  if (law.dimension() < 3) return density::entropy(law);
  const Eigen::MatrixXd c = law.covariance(0);
  return 0.5 * std::log((2 * std::numbers::pi * std::numbers::e * c).determinant());
}
double fisher_information_of(const density::GaussianMixture& law) {
  return law.dimension() < 3 ? density::fisher_information(law).trace() : law.covariance(0).inverse().trace();
}

/// The quantities of a law that rest on no potential, and its distribution along each projection.
verify::RoadSnapshot described(const Problem& problem, const density::GaussianMixture& law) {
  verify::RoadSnapshot snapshot;
  if (problem.dimension() == 1) {
    moments_in_1d(law, snapshot);
  } else {
    moments_in_space(problem, law, snapshot);
  }
  if (has_exact_entropy(problem)) {
    snapshot.quantities["entropy"] = {entropy_of(law)};
    snapshot.quantities["fisher_information"] = {fisher_information_of(law)};
  }
  for (const Projection& projection : projections(problem)) {
    snapshot.laws.emplace(projection.name, tabulated(law.marginal_1d(projection.direction)));
  }
  return snapshot;
}

Eigen::ArrayXXd picture(const Problem& problem, const density::GaussianMixture& law,
                        const verify::RoadSnapshot& snapshot) {
  const std::vector<Axis> axes = plot_axes(problem);
  return problem.dimension() == 1   ? binned(snapshot.laws.at("x"), axes[0])
         : problem.dimension() == 2 ? density_picture(law, axes)
                                    : density_picture(plane_marginal(law), axes);
}

/// Of a law that no closed form describes on this domain: its cells' numbers.
InitialLaw initial_law_on_cells(const Problem& problem) {
  const Grid grid = fine_cells(problem.domain);
  const Eigen::ArrayXd p =
      problem.box_law ? problem.box_law->on(grid)
                      : fokker_planck::initial_density(
                            *problem.initial, grid, fokker_planck::CellValues::average, 2 * most_mass_outside)
                            .density;
  const DeterministicSnapshot snapshot = grid_snapshot(problem, grid, p, 0);
  const std::vector<Axis> axes = plot_axes(problem);
  const Eigen::ArrayXd cells = BoxLaw(plane_of(grid), in_the_plane(grid, p)).on(Grid(axes));
  const Index rows = axes[0].cells;
  return {Eigen::Map<const Eigen::ArrayXXd>(cells.data(), rows, cells.size() / rows), snapshot.quantities};
}

}  // namespace

InitialLaw initial_law(const Problem& problem) {
  if (!problem.starts_from_mixture() || is_ring(problem)) return initial_law_on_cells(problem);
  const verify::RoadSnapshot snapshot = described(problem, *problem.initial);
  InitialLaw initial{picture(problem, *problem.initial, snapshot), {}};
  for (const auto& [name, quantity] : snapshot.quantities) initial.quantities[name] = quantity.value;
  return initial;
}

verify::RoadSnapshot exact_snapshot(const RoadContext& context, const density::GaussianMixture& law,
                                    const std::string& points) {
  const Problem& problem = context.problem;
  verify::RoadSnapshot snapshot = described(problem, law);
  if (problem.dimension() == 1) {
    energies_in_1d(problem, law, snapshot);
  } else if (compares_points(problem)) {
    snapshot.points = density::sample(law, context.stream(points), problem.energy_points);
  }
  return snapshot;
}

RoadOutput exact_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  RoadOutput output;
  output.result.name = road::exact;
  output.result.source = "closed form";
  output.result.times = problem.times;
  output.result.times.insert(output.result.times.begin(), 0.0);
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const density::GaussianMixture law = problem.marginal(problem.clock[i]);
    verify::RoadSnapshot snapshot = exact_snapshot(context, law, "exact/points/" + number_text(i));
    output.densities.push_back(picture(problem, law, snapshot));
    output.result.snapshots.push_back(std::move(snapshot));
  }
  return output;
}

}  // namespace kolmo::four_roads

#include "four_roads/comparison/quantities.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/comparison/ring_quantities.hpp"
#include "four_roads/flow/sampler_road.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

Functional power(Index column, int exponent) {
  return [column, exponent](const ConstBlock& x, Values out) {
    const auto c = x.col(column);
    for (Index i = 0; i < x.rows(); ++i) {
      double product = c(i);
      for (int k = 1; k < exponent; ++k) product *= c(i);
      out(i) = product;
    }
  };
}

Functional positive() {
  return [](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) out(i) = x(i, 0) > 0 ? 1.0 : 0.0;
  };
}

std::vector<NamedFunctional> functionals_in_space(const Problem& problem, double t) {
  std::vector<NamedFunctional> list;
  for (Index j = 0; j < problem.dimension(); ++j) {
    if (!is_ring(problem, j)) {
      list.push_back({"mean_" + letter(j), power(j, 1)});
      continue;
    }
    list.push_back({"cosine_" + letter(j), ring_cosine(problem, j, 1)});
    list.push_back({"sine_" + letter(j), ring_sine(problem, j, 1)});
    list.push_back({"velocity_" + letter(j), ring_velocity(problem, j, t)});
    for (Index k = 0; k < j; ++k)
      if (is_ring(problem, k))
        list.push_back({"cosine_" + letter(k) + letter(j), ring_cosine_of_difference(problem, k, j)});
  }
  return list;
}

}  // namespace

std::string letter(Index j) { return std::string(1, "xyz"[j]); }

std::vector<NamedFunctional> functionals(const Problem& problem, double t) {
  if (problem.dimension() > 1) return functionals_in_space(problem, t);
  if (is_ring(problem))
    return {{"cosine", ring_cosine(problem, 0, 1)},
            {"sine", ring_sine(problem, 0, 1)},
            {"cosine_2", ring_cosine(problem, 0, 2)},
            {"sine_2", ring_sine(problem, 0, 2)},
            {"velocity", ring_velocity(problem, 0, t)}};
  std::vector<NamedFunctional> list = {{"mean", power(0, 1)},
                                       {"second_moment", power(0, 2)},
                                       {"fourth_moment", power(0, 4)},
                                       {"probability_positive", positive(), true}};
  if (const auto structure = gradient_structure(*problem.intrinsic)) {
    list.push_back({"potential_energy", [potential = structure->potential](const ConstBlock& x, Values out) {
                      potential->value(x, out);
                    }});
  }
  return list;
}

std::vector<CovarianceEntry> covariances(const Problem& problem) {
  std::vector<CovarianceEntry> list;
  if (problem.dimension() == 1) return list;
  for (Index a = 0; a < problem.dimension(); ++a)
    for (Index b = a; b < problem.dimension(); ++b)
      if (!is_ring(problem, a) && !is_ring(problem, b))
        list.push_back({"covariance_" + letter(a) + letter(b), a, b});
  return list;
}

bool has_fisher_information(const Problem& problem) { return !is_ring(problem) && !absorbs(problem); }

bool has_exact_entropy(const Problem& problem) {
  return problem.dimension() < 3 || problem.initial->components() == 1;
}

bool compares_points(const Problem& problem) { return problem.dimension() == 2 && !is_ring(problem); }

std::vector<Projection> projections(const Problem& problem) {
  if (!compares_points(problem)) {
    std::vector<Projection> axes;
    for (Index j = 0; j < problem.dimension(); ++j)
      axes.push_back({letter(j), Eigen::VectorXd::Unit(problem.dimension(), j)});
    return axes;
  }
  const double r = std::sqrt(0.5);
  return {{"x", Eigen::Vector2d(1, 0)},
          {"y", Eigen::Vector2d(0, 1)},
          {"d1", Eigen::Vector2d(r, r)},
          {"d2", Eigen::Vector2d(r, -r)}};
}

std::vector<Axis> plot_axes(const Problem& problem) {
  std::vector<Axis> axes = problem.domain;
  if (axes.size() > 2) axes.resize(2);
  for (Axis& axis : axes) axis.cells = problem.dimension() == 1 ? 240 : 96;
  return axes;
}

Eigen::ArrayXXd binned(const Law1D& law, const Axis& axis) {
  Eigen::ArrayXXd density(axis.cells, 1);
  double below = law.smooth_cdf(axis.face(0));
  for (Index i = 0; i < axis.cells; ++i) {
    const double above = law.smooth_cdf(axis.face(i + 1));
    density(i, 0) = (above - below) / axis.width();
    below = above;
  }
  return density;
}

Eigen::ArrayXXd binned(const Points& points, const std::vector<Axis>& axes) {
  Eigen::ArrayXXd counts = Eigen::ArrayXXd::Zero(axes[0].cells, axes[1].cells);
  for (Index p = 0; p < points.rows(); ++p) {
    const double i = std::floor((points(p, 0) - axes[0].lower) / axes[0].width());
    const double j = std::floor((points(p, 1) - axes[1].lower) / axes[1].width());
    if (i < 0 || j < 0 || i >= static_cast<double>(axes[0].cells) || j >= static_cast<double>(axes[1].cells))
      continue;
    counts(static_cast<Index>(i), static_cast<Index>(j)) += 1;
  }
  return counts / (static_cast<double>(points.rows()) * axes[0].width() * axes[1].width());
}

std::vector<std::string> quantity_names(const Problem& problem, const std::string& road) {
  const bool has_density = road == road::fokker_planck || (road == road::exact && has_exact_entropy(problem));
  std::vector<std::string> names;
  if (absorbs(problem)) names.emplace_back("survival_probability");
  for (const NamedFunctional& functional : functionals(problem)) names.push_back(functional.name);
  for (const CovarianceEntry& entry : covariances(problem)) names.push_back(entry.name);
  if (problem.dimension() > 1) {
    const bool carries = road == road::jko || road == road::probability_flow || road == road::reverse_flow;
    if (has_density || (carries && !goes_by_sampler(problem, road))) names.emplace_back("entropy");
  } else {
    names.emplace_back("entropy");
    if (problem.gradient_flow) names.emplace_back("free_energy");
  }
  if (has_density && has_fisher_information(problem)) names.emplace_back("fisher_information");
  return names;
}

std::vector<std::string> distance_names(const Problem& problem) {
  std::vector<std::string> names;
  for (const Projection& projection : projections(problem)) {
    names.push_back("ks_" + projection.name);
    names.push_back("w1_" + projection.name);
  }
  if (compares_points(problem)) names.emplace_back("energy");
  return names;
}

double RoadContext::z() const {
  return verify::z_quantile(settings.false_alarms.comparisons, settings.false_alarms.rate);
}

RandomStream RoadContext::stream(const std::string& use) const {
  return RandomStream(settings.seed).role(problem.name + "/" + use);
}

}  // namespace kolmo::four_roads

// Data from priors: the law at the end, the length of the way, and evaluations at equal error.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/verify/ks_bound.hpp"
#include "poisson_flow/flows.hpp"
#include "poisson_flow/parts.hpp"

namespace kolmo::poisson_flow {
namespace {

/// Directions on which laws are compared: the axes, and diagonals.
std::vector<Eigen::VectorXd> directions(Index d) {
  std::vector<Eigen::VectorXd> all;
  for (Index j = 0; j < d; ++j) all.push_back(Eigen::VectorXd::Unit(d, j));
  for (Index j = 1; j < d; ++j)
    for (const double side : {-1.0, 1.0})
      all.push_back((Eigen::VectorXd::Unit(d, 0) + side * Eigen::VectorXd::Unit(d, j)) / std::numbers::sqrt2);
  return all;
}

std::vector<double> sorted(const Eigen::ArrayXd& values) {
  std::vector<double> all(values.data(), values.data() + values.size());
  std::sort(all.begin(), all.end());
  return all;
}

/// sup |F_n − F| over 256 order statistics: a closed form costs as many special functions as there are data,
/// and between two of them F_n rises by 1/256 at most.
double thinned_ks(const std::vector<double>& sample, const DistributionFunction& cdf) {
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t k = 0; k < sample.size(); k += std::max<std::size_t>(1, sample.size() / 256)) {
    const double f = cdf(sample[k]), below = static_cast<double>(k) / n;
    distance = std::max({distance, std::abs(f - below), std::abs(f - below - 1 / n)});
  }
  return distance;
}

/// The law's projection on one direction against its closed form.
verify::Check law_check(const GeneratingFlow& flow, const Points& end, const Eigen::VectorXd& direction,
                        double z) {
  const std::vector<double> along = sorted((end.matrix() * direction).array());
  const double distance = thinned_ks(along, [&](double u) { return flow.projected(direction, u); });
  return verify::value_check(0, distance, verify::ks_bound(z, end.rows()) + flow.prior_error,
                             "the projection of the law in closed form",
                             "Kolmogorov-Smirnov distance of a projection");
}

Index nearest(const Points& data, const Points& place) {
  Index at = 0;
  (data.rowwise() - place.row(0)).square().rowwise().sum().minCoeff(&at);
  return at;
}

/// Every data point is as likely as another to be the nearest; in the order of its coordinate j both laws are
/// discrete.
verify::Check nearest_check(const GeneratingFlow& flow, const Points& end, const Points& data, Index j,
                            double z) {
  Eigen::ArrayXd found(end.rows());
  for (Index i = 0; i < end.rows(); ++i) found(i) = data(nearest(data, end.row(i)), j);
  const std::vector<double> sample = sorted(found), own = sorted(data.col(j));
  double distance = 0;
  for (const double u : own) {
    const auto share = [u](const std::vector<double>& all) {
      return static_cast<double>(std::upper_bound(all.begin(), all.end(), u) - all.begin()) /
             static_cast<double>(all.size());
    };
    distance = std::max(distance, std::abs(share(sample) - share(own)));
  }
  return verify::value_check(0, distance, verify::ks_bound(z, end.rows()) + flow.prior_error,
                             "data points are equally likely",
                             "Kolmogorov-Smirnov distance of the nearest data points");
}

/// The check, or one that is unresolved and says which flow could not go on and where.
verify::Check or_unresolved(const std::function<verify::Check()>& check) {
  try {
    return check();
  } catch (const NumericalFailure& failure) {
    return verify::value_check(0, std::numeric_limits<double>::quiet_NaN(), 1, "", failure.what());
  }
}

/// One flow, run once for its law and at several tolerances for its cost.
struct Cost {
  std::vector<double> evaluations, errors;
  double straightness = 0, length = 0;
};

constexpr Index cost_particles = 64, parts_of_path = 256;
constexpr double equal_error = 1e-3;

/// Errors of the ends against tolerance 1e-11, median over particles; a flow's chord over its length.
Cost cost_of(const GeneratingFlow& flow, const RandomStream& stream) {
  const Points start = flow.prior(cost_particles, stream.role("cost"));
  const Generated exact = generate(flow, start, 1e-11, parts_of_path);
  Cost cost;
  cost.straightness = exact.chord / exact.length;
  cost.length = exact.length;
  for (int k = 1; k <= 7; ++k) {
    const Generated run = generate(flow, start, std::pow(10.0, -k));
    std::vector<double> away = sorted((run.end - exact.end).square().rowwise().sum().sqrt());
    cost.evaluations.push_back(run.evaluations);
    cost.errors.push_back(away[away.size() / 2]);
  }
  return cost;
}

/// Evaluations at which the error falls through equal_error, between runs by straight lines in logarithms;
/// NaN where it does not.
double evaluations_at_equal_error(const Cost& cost) {
  for (std::size_t k = 1; k < cost.errors.size(); ++k) {
    if (!(cost.errors[k] <= equal_error && cost.errors[k - 1] > equal_error)) continue;
    const double u =
        std::log(cost.errors[k - 1] / equal_error) / std::log(cost.errors[k - 1] / cost.errors[k]);
    return cost.evaluations[k - 1] * std::pow(cost.evaluations[k] / cost.evaluations[k - 1], u);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void write_cost(io::Group& part, const std::string& name, const Cost& cost) {
  io::Group& group = part.group("work_precision/" + name);
  group.attribute("long_name", "median distance of an end from its exact place, in deviations of the data");
  // A tolerance may cost as much as another one: then both stand at one place.
  Eigen::ArrayXd evaluations = Eigen::Map<const Eigen::ArrayXd>(cost.evaluations.data(), 7);
  group.scale("evaluations", evaluations, {"evaluations of the velocity", "1"});
  group.variable("error", {"evaluations"}, cost.errors,
                 {"median distance of an end from its exact place", "1"});
  group.variable("standard_error", {"evaluations"}, std::vector<double>(7, 0.0),
                 {"0: the same particles in every run", "1"});
}

/// The first coordinate of some particles in the second half of the clock: before, far out, all flows look
/// alike.
void write_paths(io::Group& part, const GeneratingFlow& flow, const RandomStream& stream) {
  constexpr Index lines = 24, parts = 128, points = parts / 2 + 1;
  const Generated generated = generate(flow, flow.prior(lines, stream.role("paths")), 1e-8, parts);
  Eigen::ArrayXXd x(lines, points);
  std::vector<double> numbers;
  for (Index i = 0; i < lines; ++i) numbers.push_back(static_cast<double>(i));
  for (Index k = 0; k < points; ++k)
    x.col(k) = generated.path[static_cast<std::size_t>(parts / 2 + k)].col(0);
  io::Group& group = part.group("paths_" + flow.name);
  group.scale("line", numbers, {"particle", "1"});
  group.scale("share", Eigen::ArrayXd(Eigen::ArrayXd::LinSpaced(points, 0.5, 1)),
              {"share of the flow's clock", "1"});
  group.variable("x", {"line", "share"}, x, {"first coordinate, " + flow.name, "1"});
}

/// Straightness, cost and paths of every flow; one that could not go on is left out, and an attribute says
/// why.
void write_flows(io::Group& part, const std::vector<GeneratingFlow>& flows, const RandomStream& stream) {
  std::vector<std::string> names;
  std::vector<double> straightness, lengths, evaluations;
  for (const GeneratingFlow& flow : flows) {
    try {
      const Cost cost = cost_of(flow, stream);
      write_paths(part, flow, stream);
      write_cost(part, flow.name, cost);
      names.push_back(flow.name);
      straightness.push_back(cost.straightness);
      lengths.push_back(cost.length);
      evaluations.push_back(evaluations_at_equal_error(cost));
    } catch (const NumericalFailure& failure) {
      part.attribute("left_out_" + flow.name, failure.what());
    }
  }
  io::Group& group = part.group("comparison");
  group.scale("flow", names, {"flow", ""});
  group.variable("straightness", {"flow"}, straightness, {"chord over length of the path", "1"});
  group.variable("length", {"flow"}, lengths, {"mean length of the path, in deviations of the data", "1"});
  group.variable("evaluations", {"flow"}, evaluations,
                 {"evaluations at a median error of 0.001 deviations of the data", "1", "", true});
}

using Flow = std::shared_ptr<const GeneratingFlow>;

/// The law at the end of one flow, run once for all its checks.
void add_law_checks(frame::Plan& plan, const Flow& flow, const Points& data, const Generation& generation,
                    const Z& z) {
  const auto end =
      frame::lazy([=, particles = generation.particles, stream = generation.stream.role(flow->name)] {
        // A sum over points that is no power law takes ten times as long.
        const Index n = flow->projected ? particles : std::max<Index>(256, particles / 8);
        return generate(*flow, flow->prior(n, stream), 1e-5).end;
      });
  const auto add = [&](const std::string& name, std::function<verify::Check()> check) {
    plan.checks.push_back({name, [check = std::move(check)] { return or_unresolved(check); }});
  };
  if (!flow->projected) {
    for (Index j = 0; j < data.cols(); ++j)
      add("nearest/" + flow->name + "/coordinate=" + number_text(j),
          [=] { return nearest_check(*flow, end->get(), data, j, z()); });
    return;
  }
  const auto all = directions(data.cols());
  for (std::size_t k = 0; k < all.size(); ++k)
    add("law/" + flow->name + "/direction=" + number_text(static_cast<Index>(k)),
        [=] { return law_check(*flow, end->get(), all[k], z()); });
}

}  // namespace

frame::Plan generation_plan(const Generation& generation, const Z& z) {
  frame::Plan plan{"Data from priors",
                   "Each flow carries its prior to the data: projections of the law in closed form, "
                   "straightness of the way, "
                   "evaluations at equal error. Columns are standardised."};
  const Points& data = generation.data;
  const auto flows = std::make_shared<const std::vector<GeneratingFlow>>(
      generating_flows(data, generation.psi, generation.stream));
  for (const GeneratingFlow& flow : *flows) add_law_checks(plan, Flow(flows, &flow), data, generation, z);
  plan.tables.push_back(
      [=, stream = generation.stream](io::Group& part) { write_flows(part, *flows, stream); });
  return plan;
}

}  // namespace kolmo::poisson_flow

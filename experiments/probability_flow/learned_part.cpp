// The flow of a learned score, whose law nobody knows: what must hold of it all the same.

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>

#include "frame/problem/model_flow.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

using frame::ModelFlow;
using frame::ModelPlan;

constexpr Index starts = 64, probes = 256;

Points starts_of(const ModelFlow& flow, const LearnedFlow& settings) {
  return flow.starts(starts, settings.stream.role("starts"));
}

double round_trip(const ModelFlow& flow, const LearnedFlow& settings, double tolerance) {
  const Points start = starts_of(flow, settings);
  ModelPlan plan{settings.stepper, tolerance};
  const Points there = flow.carried(start, plan).places;
  plan.to_noise = true;
  const Points back = flow.carried(there, plan).places;
  return std::sqrt((back - start).square().rowwise().sum().mean()) / flow.model->spec().spread();
}

/// log |det ∂x_end/∂x_start| by central differences of width w and 2w, whose errors w² cancel: what is left
/// is (w/ℓ)⁴ where the map bends on lengths ℓ, 1e-8 for a thousandth of the data's deviation and ℓ a tenth of
/// it.
double log_determinant(const ModelFlow& flow, const LearnedFlow& settings, const Points& start, double w) {
  const Index d = start.cols();
  Points moved(4 * d, d);
  for (Index j = 0; j < d; ++j) {
    for (Index k = 0; k < 4; ++k) moved.row(4 * j + k) = start.row(0);
    for (const auto& [k, by] : {std::pair{0, 1}, {1, -1}, {2, 2}, {3, -2}}) moved(4 * j + k, j) += by * w;
  }
  const Points end = flow.carried(moved, {settings.stepper, 1e-12}).places;
  Eigen::MatrixXd jacobian(d, d);
  for (Index j = 0; j < d; ++j) {
    const auto narrow = end.row(4 * j) - end.row(4 * j + 1), wide = end.row(4 * j + 2) - end.row(4 * j + 3);
    jacobian.col(j) = ((narrow * 8 - wide) / (12 * w)).matrix().transpose();
  }
  return std::log(std::abs(jacobian.determinant()));
}

/// Liouville: the change of log p along a trajectory is −log |det ∂x_end/∂x_start|.
double largest_volume_error(const ModelFlow& flow, const LearnedFlow& settings) {
  const Points start = starts_of(flow, settings);
  ModelPlan plan{settings.stepper, 1e-10};
  plan.log_density = true;
  const Eigen::ArrayXd change = flow.carried(start, plan).log_density_change;
  double largest = 0;
  for (Index i = 0; i < 8; ++i) {
    const double volume = log_determinant(flow, settings, start.row(i), 1e-3 * flow.model->spec().spread());
    largest = std::max(largest, std::abs(volume + change(i)));
  }
  return largest;
}

/// The mean change of log p from one Rademacher probe a trajectory, minus that with the exact divergence.
verify::Check hutchinson(const ModelFlow& flow, const LearnedFlow& settings, double z) {
  const Points start = starts_of(flow, settings).topRows(1).replicate(probes, 1);
  ModelPlan plan{settings.stepper, 1e-8};
  plan.log_density = true;
  const double exact = flow.carried(start.topRows(1), plan).log_density_change(0);
  plan.trace = ode::TraceEstimate{ode::Probe::rademacher, settings.stream.role("probes"),
                                  1e-5 * flow.model->spec().sigma_min};
  const Eigen::ArrayXd change = flow.carried(start, plan).log_density_change;
  verify::Check check = verify::estimate_check("", exact, mean_estimate(change.data(), probes), z, 1e-6,
                                               "the exact divergence of the network");
  check.note = "change of log p from 256 probes, one a trajectory";
  return check;
}

/// |J − Jᵀ|/‖J‖ of the learned score, root mean square over places where data are at that noise: a score has
/// 0.
void write_asymmetry(const ModelFlow& flow, const LearnedFlow& settings, io::Group& part) {
  const score::ModelSpec& spec = flow.model->spec();
  const Index d = spec.dimension(), levels = 9;
  Eigen::ArrayXd noise(levels), asymmetry(levels);
  const Points at_least = flow.carried(starts_of(flow, settings), {settings.stepper, 1e-6}).places;
  for (Index k = 0; k < levels; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(levels - 1);
    noise(k) = k == 0            ? spec.sigma_min
               : k == levels - 1 ? spec.sigma_max
                                 : spec.sigma_min * std::pow(spec.sigma_max / spec.sigma_min, share);
    Points x(starts, d);
    settings.stream.role("places", static_cast<std::uint64_t>(k)).normals(0, 0, x);
    x = at_least + std::sqrt(std::max(0.0, noise(k) * noise(k) - spec.sigma_min * spec.sigma_min)) * x;
    double odd = 0, all = 0;
    std::vector<Points> columns;
    for (Index j = 0; j < d; ++j) {
      Points unit = Points::Zero(starts, d), column(starts, d);
      unit.col(j) = 1;
      flow.model->jacobian_product(noise(k), x, unit, column);
      all += column.square().sum();
      columns.push_back(column);
    }
    for (Index j = 0; j < d; ++j)
      for (Index i = 0; i < d; ++i)
        odd += (columns[static_cast<std::size_t>(j)].col(i) - columns[static_cast<std::size_t>(i)].col(j))
                   .square()
                   .sum();
    asymmetry(k) = std::sqrt(0.5 * odd / all);
  }
  part.scale("noise", noise, {"noise", "1"});
  part.variable("asymmetry", {"noise"}, asymmetry, {"|J - J^T|/|J| of the learned score", "1"});
}

}  // namespace

frame::Plan learned_plan(std::shared_ptr<const score::ScoreModel> model, const LearnedFlow& settings,
                         const std::function<double()>& z) {
  const score::ModelSpec& spec = model->spec();
  frame::Plan plan{"The flow of a learned score", "From noise " + number_text(spec.sigma_max / 1.5, 4) +
                                                      " to " + number_text(spec.sigma_min, 4) +
                                                      ", 64 starts."};
  const auto flow = frame::lazy([=] { return ModelFlow(model); });
  for (const double tolerance : {1e-6, 1e-8, 1e-10}) {
    plan.checks.push_back({"round_trip_" + number_text(tolerance), [=] {
                             return verify::value_check(0, round_trip(flow->get(), settings, tolerance),
                                                        100 * tolerance, "the identity",
                                                        "root mean square distance from the starts, in "
                                                        "deviations of the data");
                           }});
  }
  plan.checks.push_back({"volume", [=] {
                           return verify::value_check(0, largest_volume_error(flow->get(), settings), 1e-7,
                                                      "Liouville: d log p is -log of the map's determinant",
                                                      "largest error of eight changes of log p");
                         }});
  plan.checks.push_back({"hutchinson", [=] { return hutchinson(flow->get(), settings, z()); }});
  plan.tables.push_back([=](io::Group& part) { write_asymmetry(flow->get(), settings, part); });
  return plan;
}

}  // namespace kolmo::probability_flow

// Errors of equations of motion.

#include <algorithm>
#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/pictures/curves.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/steppers.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::pictures {
namespace {

using namespace continuous_time;

/// The density of N(m, v).
double normal(const MeanAndVariance& law, double x) {
  return std::exp(-0.5 * (x - law.mean) * (x - law.mean) / law.variance) /
         std::sqrt(2 * std::acos(-1.0) * law.variance);
}

}  // namespace

/// Var X_τ on the way back under VP from the law at t = 1 of N(1, ¼).
Curves reverse_drift() {
  const auto data = density::gaussian_1d(1, 0.5);
  const auto score = std::make_shared<process::MarginalScore>(vp(), data);
  const process::ReverseProcess right(vp(), score, 1);
  const auto printed = line_process(
      [=](double tau, double x) {
        const double t = 1 - tau, rate = vp()->schedule().beta(t);
        const auto law = process::marginal(*vp(), data, std::max(0.0, t));
        return drift_at(*vp(), t, x) - rate * log_density_at_line(law, x).score;
      },
      [](double tau) { return vp()->diffusion(std::max(0.0, 1 - tau)); });
  const MeanAndVariance end = {process::marginal(*vp(), data, 1).mean()(0),
                               process::marginal(*vp(), data, 1).covariance()(0, 0)};
  const std::vector<double> places = evenly(0.02, 1, 49);
  const auto variance = [&](const process::Process& process) {
    return values_at(places, [&](double tau) { return carried(process, end, tau, 200).variance; });
  };
  return {"reverse_drift",
          "time",
          "reverse time tau",
          "1",
          "1",
          places,
          {{"right", "Var X, drift -f + g^2 s", variance(right)},
           {"as_printed", "as printed, f - g^2 s", variance(*printed)}}};
}

/// log p_t(x_t) along a streamline of the probability flow that begins in the valley of two wells.
Curves incompressible_flow() {
  const auto score = std::make_shared<process::MarginalScore>(vp(), two_wells());
  const process::ProbabilityFlow velocity(vp(), score);
  ode::FlowPlan plan;
  plan.times = evenly(0, 1, 50);
  plan.log_density = true;
  const double start = -0.6, first = log_density_at_line(two_wells(), start).value;
  std::vector<double> along(plan.times.size());
  ode::flow(velocity, plan, Points::Constant(1, 1, start),
            [&](Index snapshot, Index, const ConstBlock&, const ConstValues* change) {
              along[static_cast<std::size_t>(snapshot)] = first + (*change)(0);
            });
  return {
      "incompressible_flow",
      "time",
      "time",
      "1",
      "1",
      plan.times,
      {{"right", "log p_t(x_t), minus the integral of div v", along},
       {"as_printed", "as printed: constant along streamlines", std::vector<double>(along.size(), first)}}};
}

/// H[p_t] of two wells under VP with β = 1.
Curves entropy_law() {
  const auto process = steady_vp(4);
  const double start = density::entropy(two_wells());
  const std::vector<double> places = evenly(0, 4, 40);
  return {
      "entropy_law",
      "time",
      "time",
      "1",
      "nat",
      places,
      {{"right", "entropy",
        values_at(places,
                  [&](double t) { return density::entropy(process::marginal(*process, two_wells(), t)); })},
       {"as_printed", "as printed, H + int g^2/2",
        values_at(places, [&](double t) { return start + 0.5 * t; })}}};
}

/// The law at the data of reverse VP on N(0, 1), guided by y = 1.2 = x_0 + N(0, ¼).
Curves guidance() {
  const double y = 1.2, variance = 0.25;
  const auto guided = [=](bool right) {
    const auto process = line_process(
        [=](double tau, double x) {
          const double t = std::max(0.0, 1 - tau), rate = vp()->schedule().beta(t);
          const process::Kernel kernel = *vp()->kernel(0, t);
          const double noisy = kernel.scale * (y - kernel.scale * x) / (kernel.variance + variance);
          return -0.5 * rate * x + (right ? rate * noisy : (y - x) / variance);
        },
        [](double tau) { return vp()->diffusion(std::max(0.0, 1 - tau)); });
    return carried(*process, {0, 1}, 1);
  };
  const MeanAndVariance right = guided(true), printed = guided(false);
  const std::vector<double> places = evenly(-0.4, 2.4, 70);
  const auto density = [&](const MeanAndVariance& law) {
    return values_at(places, [&](double x) { return normal(law, x); });
  };
  return {"guidance",
          "x",
          "x",
          "1",
          "1",
          places,
          {{"right", "law with g^2 grad log p_t(y|x)", density(right)},
           {"as_printed", "as printed, grad log p(y|x) without g^2", density(printed)},
           {"exact", "p(x|y)", density({0.96, 0.2})}}};
}

/// P(|X_t| > 1) of dX = −(X − tanh X) dt + √2 dW from 0.
Curves bounded_drift() {
  const process::OverdampedLangevin process(std::make_shared<density::LogCoshPotential>(), 1);
  const auto generator = fokker_planck::scharfetter_gummel(process, Grid({{-8, 8, 640}}));
  const Eigen::ArrayXd x = generator.grid().centres().col(0);
  Eigen::ArrayXd p(x.size());
  for (Index i = 0; i < x.size(); ++i) p(i) = normal({0, 1e-3}, x(i));
  p /= p.matrix().lpNorm<1>() * generator.grid().cell_volume();
  const std::vector<double> times = evenly(0, 6, 30);
  std::vector<double> outside(times.size());
  fokker_planck::march(generator, fokker_planck::stepper("crank_nicolson_rannacher"), p,
                       Schedule::with_steps_each(times, 20),
                       [&](Index index, double, const Eigen::ArrayXd& density) {
                         outside[static_cast<std::size_t>(index)] =
                             2 * fokker_planck::probability_above(generator.grid(), density, 1);
                       });
  return {"bounded_drift",
          "time",
          "time",
          "1",
          "1",
          times,
          {{"right", "P(|X| > 1)", outside},
           {"as_printed", "as printed: X stays in [-1, 1]", std::vector<double>(times.size(), 0)}}};
}

/// Paths between the wells of (x² − 1)² at T = ½ in the time 2 at which Onsager and Machlup's action is
/// stationary.
Curves symmetric_path() {
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 0.5);
  const Index steps = 200;
  paths::PathAction action{process,
                           paths::ActionKind::onsager_machlup,
                           paths::ActionRule::trapezoid,
                           0,
                           2,
                           Eigen::ArrayXd::Ones(1)};
  const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -1);
  const paths::StationaryPath least = paths::most_probable_path(action, left, -left, steps);
  paths::PathAction half = action;
  half.end = 1;
  const Points way = paths::most_probable_path(half, left, Eigen::VectorXd::Zero(1), steps / 2).path;
  Points start(steps + 1, 1);
  start.topRows(steps / 2 + 1) = way;
  start.bottomRows(steps / 2 + 1) = -way.colwise().reverse();
  const Points saddle = paths::stationary_path(action, start).path;
  const auto values = [](const Points& path) {
    return std::vector<double>(path.data(), path.data() + path.rows());
  };
  const Points mirrored = -least.path.colwise().reverse();
  return {"symmetric_path",
          "time",
          "time",
          "1",
          "1",
          evenly(0, 2, static_cast<int>(steps)),
          {{"right", "the most probable path", values(least.path)},
           {"mirrored", "and its mirror image", values(mirrored)},
           {"symmetric", "stationary by symmetry: a saddle", values(saddle)}}};
}

}  // namespace kolmo::claims::pictures

// An interpolant with latent noise along three roads: flow, paths, grid.

#include <algorithm>
#include <cmath>

#include "flow_matching/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/equations/function_process.hpp"
#include "kolmo/process/score/interpolant.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::flow_matching {
namespace {

using process::MixtureInterpolant;
using Interpolant = std::shared_ptr<const MixtureInterpolant>;

constexpr double times[] = {0.25, 0.5, 1};

/// dX = (v + ε s) dt + √(2ε) dW, which has the laws of the interpolant for any ε > 0.
class InterpolantDiffusion final : public process::FunctionProcess {
 public:
  InterpolantDiffusion(Interpolant interpolant, double noise)
      : FunctionProcess(1, 1,
                        {.noise = process::NoiseKind::scalar,
                         .scales = Eigen::ArrayXd::Constant(1, std::sqrt(noise)),
                         .name = "interpolant"}),
        interpolant_(std::move(interpolant)),
        noise_(noise) {}
  void drift(double t, const ConstBlock& x, Block out) const override {
    Points score(x.rows(), 1);
    interpolant_->velocity(t, x, out);
    interpolant_->score(t, x, score);
    out += noise_ * score;
  }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override { out = std::sqrt(2 * noise_); }

 private:
  Interpolant interpolant_;
  double noise_;
};

double deviation_of(const density::GaussianMixture& law) { return std::sqrt(law.covariance()(0, 0)); }

/// From the source to the target with latent noise of the target's own scale.
Interpolant interpolant_to(const density::GaussianMixture& target) {
  process::InterpolantSchedule schedule = process::find_interpolant_schedule("latent");
  const double variance = target.covariance()(0, 0);
  const auto scaled = [variance](std::function<double(double)> f) {
    return [variance, f = std::move(f)](double t) { return variance * f(t); };
  };
  schedule.noise_variance = scaled(schedule.noise_variance);
  schedule.noise_variance_rate = scaled(schedule.noise_variance_rate);
  return std::make_shared<const MixtureInterpolant>(source_of(target), target, std::move(schedule));
}

InterpolantDiffusion diffusion_to(const Interpolant& interpolant, const density::GaussianMixture& target) {
  return {interpolant, 0.5 * target.covariance()(0, 0)};
}

/// F_t(x_t) − F_0(x_0), the largest of 19 quantiles and three times.
double flow_error(const MixtureInterpolant& interpolant) {
  const density::GaussianMixture source = interpolant.law(0);
  Points start(19, 1);
  for (Index i = 0; i < 19; ++i) start(i, 0) = source.quantile(0.05 * static_cast<double>(i + 1));
  ode::FlowPlan plan;
  plan.times = {0, times[0], times[1], times[2]};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = 1e-12;
  plan.absolute_tolerance = 1e-12 * deviation_of(source);
  double worst = 0;
  ode::flow(interpolant, plan, start, [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
    const density::GaussianMixture law = interpolant.law(plan.times[static_cast<std::size_t>(snapshot)]);
    for (Index i = 0; i < 19; ++i)
      worst = std::max(worst, std::abs(law.cdf(x(i, 0)) - 0.05 * static_cast<double>(i + 1)));
  });
  return worst;
}

/// E X and E X² at the three times, with steps h and 2h on the same Brownian motions.
struct Paths {
  std::vector<Estimate> fine, coarse;
};

Paths simulate(const Interpolant& interpolant, const Sampled& sampled, double h) {
  const InterpolantDiffusion diffusion = diffusion_to(interpolant, sampled.target);
  const RandomStream stream = sampled.stream.role("latent");
  const Points start = density::sample(source_of(sampled.target), sde::start_of(stream), sampled.particles);
  Paths paths;
  for (int level = 0; level < 2; ++level) {
    sde::Simulation simulation{diffusion, sde::scheme("sra1"),
                               Schedule::with_step({0, times[0], times[1], times[2]}, h), sampled.particles,
                               stream};
    simulation.finest_level = level;
    const auto snapshots = sde::simulate_snapshots(simulation, start);
    for (std::size_t k = 1; k <= 3; ++k)
      for (const int power : {1, 2})
        (level == 0 ? paths.fine : paths.coarse)
            .push_back(raw_moment(snapshots[k][0].data(), sampled.particles, power));
  }
  return paths;
}

/// Steps are halved, down to 1/8192, until the two runs differ by less than their noise: narrow targets are
/// stiff.
Paths resolved(const Interpolant& interpolant, const Sampled& sampled) {
  for (double h = 1.0 / 64;; h /= 2) {
    Paths paths = simulate(interpolant, sampled, h);
    bool enough = true;
    for (std::size_t k = 0; k < paths.fine.size(); ++k)
      enough = enough && std::abs(paths.fine[k].value - paths.coarse[k].value) < paths.fine[k].standard_error;
    if (enough || h <= 1.0 / 8192) return paths;
  }
}

/// The interpolant's density at the centres of a line.
Eigen::ArrayXd at_centres(const MixtureInterpolant& interpolant, const Grid& grid, double t) {
  Eigen::ArrayXd log(grid.cells());
  interpolant.log_density(t, grid.centres(), log);
  return log.exp();
}

/// L1 error of the density at t = 1 by cells and steps refined together, from cells of half the narrowest
/// deviation on.
verify::OrderStudy grid_study(const Interpolant& interpolant, const density::GaussianMixture& target) {
  verify::OrderStudy study;
  study.name = "grid";
  study.long_name = "L1 error of the grid's density at t = 1";
  study.claimed = 2;
  study.next_term = 2;
  study.source = "second order in space and time";
  study.h_long_name = "cell width over the target's standard deviation";
  const double deviation = deviation_of(target), middle = target.mean()(0);
  const double narrowest = std::sqrt(target.covariances().eigenvalues().minCoeff());
  const double reach = 9 * deviation;
  const auto coarsest = static_cast<Index>(std::clamp(4 * reach / narrowest, 100.0, 400.0));
  const InterpolantDiffusion diffusion = diffusion_to(interpolant, target);
  for (Index cells = coarsest; cells <= 16 * coarsest; cells *= 2) {
    const Grid grid({{middle - reach, middle + reach, cells}});
    const fokker_planck::GeneratorAt generator = [&](double t) {
      return fokker_planck::chang_cooper(diffusion, grid, {{}, t});
    };
    const Eigen::ArrayXd p = fokker_planck::march(generator, fokker_planck::stepper("crank_nicolson"),
                                                  at_centres(*interpolant, grid, 0), {{0, 1}, {cells / 2}})
                                 .density;
    study.add(grid.axis(0).width() / deviation,
              verify::error_norms(grid, p, at_centres(*interpolant, grid, 1)).l1);
  }
  return study;
}

}  // namespace

frame::Plan latent_plan(const Sampled& sampled) {
  frame::Plan plan{"Latent noise",
                   "x_t = (1 - t) x0 + t x1 + sqrt(2t(1-t)) z: flow, paths with noise of any strength and a "
                   "grid have one law."};
  const Interpolant interpolant = interpolant_to(sampled.target);
  plan.studies.push_back({"grid", [=] { return grid_study(interpolant, sampled.target); }});
  plan.checks.push_back({"flow", [=] {
                           return verify::value_check(0, flow_error(*interpolant), 1e-9,
                                                      "F_t(x_t) is constant on the line",
                                                      "largest error of a quantile's probability");
                         }});
  const auto paths = frame::lazy([=] { return resolved(interpolant, sampled); });
  for (std::size_t k = 0; k < 3; ++k)
    for (const int power : {1, 2})
      plan.checks.push_back({"paths/E x^" + number_text(power) + "/t=" + number_text(times[k]), [=] {
                               const std::size_t at = 2 * k + static_cast<std::size_t>(power) - 1;
                               const Estimate fine = paths->get().fine[at];
                               // Weak order 2: the fine run's bias is a third of the difference; all of it is
                               // allowed.
                               const double bias = std::abs(fine.value - paths->get().coarse[at].value);
                               return verify::estimate_check("", interpolant->law(times[k]).raw_moment(power),
                                                             fine, sampled.z(), bias,
                                                             "the interpolant's law");
                             }});
  return plan;
}

}  // namespace kolmo::flow_matching

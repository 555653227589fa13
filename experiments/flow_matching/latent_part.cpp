// An interpolant with latent noise along three roads: flow, paths, grid.

#include <cmath>

#include "flow_matching/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/function_process.hpp"
#include "kolmo/process/interpolant.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::flow_matching {
namespace {

using process::MixtureInterpolant;
using Interpolant = std::shared_ptr<const MixtureInterpolant>;

constexpr double noise = 0.5;  ///< ε of dX = (v + ε s) dt + √(2ε) dW
constexpr double times[] = {0.25, 0.5, 1};

/// dX = (v + ε s) dt + √(2ε) dW, which has the laws of the interpolant for any ε > 0.
class InterpolantDiffusion final : public process::FunctionProcess {
 public:
  explicit InterpolantDiffusion(Interpolant interpolant)
      : FunctionProcess(
            1, 1,
            {.noise = process::NoiseKind::scalar, .scales = Eigen::ArrayXd::Ones(1), .name = "interpolant"}),
        interpolant_(std::move(interpolant)) {}
  void drift(double t, const ConstBlock& x, Block out) const override {
    Points score(x.rows(), 1);
    interpolant_->velocity(t, x, out);
    interpolant_->score(t, x, score);
    out += noise * score;
  }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override { out = std::sqrt(2 * noise); }

 private:
  Interpolant interpolant_;
};

/// F_t(x_t) − F_0(x_0), the largest of 19 quantiles and three times.
double flow_error(const MixtureInterpolant& interpolant) {
  Points start(19, 1);
  for (Index i = 0; i < 19; ++i) start(i, 0) = normal_upper_quantile(1 - 0.05 * static_cast<double>(i + 1));
  ode::FlowPlan plan;
  plan.times = {0, times[0], times[1], times[2]};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = plan.absolute_tolerance = 1e-12;
  double worst = 0;
  ode::flow(interpolant, plan, start, [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
    const density::GaussianMixture law = interpolant.law(plan.times[static_cast<std::size_t>(snapshot)]);
    for (Index i = 0; i < 19; ++i)
      worst = std::max(worst, std::abs(law.cdf(x(i, 0)) - 0.05 * static_cast<double>(i + 1)));
  });
  return worst;
}

/// Paths with steps of 1/64 and 1/32 on the same Brownian motions.
struct Paths {
  std::vector<Estimate> fine, coarse;  ///< E X, E X² at the three times
};

Paths simulate(const Interpolant& interpolant, const Sampled& sampled) {
  const InterpolantDiffusion diffusion(interpolant);
  const RandomStream stream = sampled.stream.role("latent");
  const Points start = density::sample(density::gaussian_1d(0, 1), sde::start_of(stream), sampled.particles);
  Paths paths;
  for (int level = 0; level < 2; ++level) {
    sde::Simulation simulation{diffusion, sde::scheme("sra1"),
                               Schedule::with_step({0, times[0], times[1], times[2]}, 1.0 / 64),
                               sampled.particles, stream};
    simulation.finest_level = level;
    const auto snapshots = sde::simulate_snapshots(simulation, start);
    for (std::size_t k = 1; k <= 3; ++k)
      for (const int power : {1, 2})
        (level == 0 ? paths.fine : paths.coarse)
            .push_back(raw_moment(snapshots[k][0].data(), sampled.particles, power));
  }
  return paths;
}

/// L1 error of the density at t = 1 by cells and steps refined together.
verify::OrderStudy grid_study(const Interpolant& interpolant, const density::GaussianMixture& target) {
  verify::OrderStudy study;
  study.name = "grid";
  study.long_name = "L1 error of the grid's density at t = 1";
  study.claimed = 2;
  study.next_term = 2;
  study.source = "second order in space and time";
  study.h_long_name = "cell width";
  const double reach = 6 * std::sqrt(target.covariance()(0, 0)) + 6;
  const double middle = target.mean()(0);
  const auto process = std::make_shared<InterpolantDiffusion>(interpolant);
  for (const Index cells : {200, 400, 800, 1600, 3200}) {
    const Grid grid({{middle - reach, middle + reach, cells}});
    const auto centres = [&](double t) {
      Points x(cells, 1);
      for (Index i = 0; i < cells; ++i) x(i, 0) = grid.axis(0).centre(i);
      Eigen::ArrayXd log(cells);
      interpolant->log_density(t, x, log);
      return log.exp().eval();
    };
    const auto generator = [&](double t) { return fokker_planck::chang_cooper(*process, grid, {{}, t}); };
    const Eigen::ArrayXd p =
        fokker_planck::march(fokker_planck::GeneratorAt(generator), fokker_planck::stepper("crank_nicolson"),
                             centres(0), {0, 1}, {cells / 2})
            .density;
    study.add(grid.axis(0).width(), verify::error_norms(grid, p, centres(1)).l1);
  }
  return study;
}

}  // namespace

frame::Plan latent_plan(const Sampled& sampled) {
  frame::Plan plan{"Latent noise",
                   "x_t = (1 - t) x0 + t x1 + sqrt(2t(1-t)) z: flow, paths with noise of any strength and a "
                   "grid have one law."};
  const auto interpolant = std::make_shared<const MixtureInterpolant>(
      density::gaussian_1d(0, 1), sampled.target, process::find_interpolant_schedule("latent"));
  plan.studies.push_back({"grid", [=] { return grid_study(interpolant, sampled.target); }});
  plan.checks.push_back({"flow", [=] {
                           return verify::value_check(0, flow_error(*interpolant), 1e-9,
                                                      "F_t(x_t) is constant on the line",
                                                      "largest error of a quantile's probability");
                         }});
  const auto paths = frame::lazy([=] { return simulate(interpolant, sampled); });
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

// Does the carried ensemble have the law it must, as far as so many points can tell?

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"
#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/score/tensor_score.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/verify/noise_floor.hpp"
#include "probability_flow/parts.hpp"

namespace kolmo::probability_flow {
namespace {

namespace fp = fokker_planck;

constexpr double level = 1e-5;  ///< of a false alarm of one comparison
constexpr Index few = 4000;     ///< points of energy distances, which cost their square

/// f − g² ∇log p: without the ½.
class WithoutHalf final : public process::VelocityField {
 public:
  explicit WithoutHalf(MixtureUnderVp problem) : problem_(std::move(problem)) {}
  Index dimension() const override { return problem_.score->dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    Points score(x.rows(), x.cols());
    problem_.score->score(t, x, score);
    problem_.process->drift(t, x, out);
    const double g = problem_.process->diffusion(t);
    out -= g * g * score;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    Eigen::ArrayXd of_score(x.rows());
    Points score(x.rows(), x.cols());
    problem_.score->score_and_divergence(t, x, score, of_score);
    velocity(t, x, out);
    problem_.process->drift_divergence(t, x, divergence);
    const double g = problem_.process->diffusion(t);
    divergence -= g * g * of_score;
  }

 private:
  MixtureUnderVp problem_;
};

Points carried(const process::VelocityField& velocity, const PushForward& settings, double from, double to,
               const Points& start) {
  ode::FlowPlan plan;
  plan.times = {from, to};
  plan.stepper = settings.stepper;
  plan.relative_tolerance = plan.absolute_tolerance = 1e-6;
  Points end = start;
  ode::flow(velocity, plan, start, [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
    if (snapshot == 1) end.middleRows(first, x.rows()) = x;
  });
  return end;
}

Law1D sample_law(const Eigen::ArrayXd& x) { return Law1D::from_samples({x.begin(), x.end()}); }

/// F on 20 000 cells, linear between them: off by h²/8 max |p′| < 1e-7.
Law1D law_of(const density::GaussianMixture& mixture, double lower, double upper) {
  const Index n = 20'000;
  std::vector<double> x, cdf;
  for (Index i = 0; i <= n; ++i) {
    x.push_back(lower + (upper - lower) * static_cast<double>(i) / static_cast<double>(n));
    cdf.push_back(i == 0 ? 0 : i == n ? 1 : mixture.cdf(x.back()));
  }
  return Law1D::from_cdf(std::move(x), std::move(cdf));
}

/// Distances as shares of what chance alone exceeds once in 1/level runs.
struct Shares {
  double ks = 0, w1 = 0, energy = 0;
};

Shares line_shares(const Eigen::ArrayXd& x, const Law1D& law) {
  const Law1D found = sample_law(x);
  const auto n = static_cast<double>(x.size());
  const double none = std::numeric_limits<double>::infinity();
  return {ks_distance(found, law) / verify::ks_noise_floor(n, none, level),
          w1_distance(found, law) / verify::w1_noise_floor(law, n, none, level).quantile};
}

/// √ED of the first few points of both.
double energy_share(const Points& x, const Points& exact) {
  const auto some = [](const Points& all) { return all.topRows(std::min<Index>(few, all.rows())).eval(); };
  const Points a = some(x), b = some(exact);
  return std::sqrt(energy_distance(a, b)) /
         verify::energy_noise_floor(b, static_cast<double>(a.rows()), static_cast<double>(b.rows()), level)
             .quantile;
}

Points mixture_end(const process::VelocityField& velocity, const MixtureUnderVp& problem,
                   const PushForward& settings) {
  const auto law = process::marginal(*problem.process, problem.score->mixture(), 1);
  return carried(velocity, settings, 1, 0,
                 density::sample(law, settings.stream.role("mixture"), settings.particles));
}

Shares mixture_shares(const PushForward& settings, bool half) {
  const MixtureUnderVp problem(two_wells());
  const process::ProbabilityFlow right(problem.process, problem.score);
  const WithoutHalf wrong(problem);
  const Points x =
      mixture_end(half ? static_cast<const process::VelocityField&>(right) : wrong, problem, settings);
  Shares shares = line_shares(x.col(0), law_of(two_wells(), -8, 8));
  shares.energy = energy_share(x, density::sample(two_wells(), settings.stream.role("exact"), few));
  return shares;
}

/// Starts at the quantiles (i + ½)/n of p at t = 1, which the flow keeps: their KS distance is 1/2n, with no
/// sampling noise.
verify::Check stratified(const PushForward& settings) {
  constexpr Index n = 4096;
  const MixtureUnderVp problem(two_wells());
  const auto law = process::marginal(*problem.process, problem.score->mixture(), 1);
  Points start(n, 1);
  for (Index i = 0; i < n; ++i) start(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / n);
  const process::ProbabilityFlow velocity(problem.process, problem.score);
  const Points x = carried(velocity, settings, 1, 0, start);
  // Places are good to a hundred tolerances, the density is at most 0.56.
  return verify::value_check(0.5 / n, ks_distance(sample_law(x.col(0)), law_of(two_wells(), -8, 8)), 0.56e-4,
                             "a flow on the line keeps quantiles",
                             "KS distance of 4096 points that start at quantiles");
}

struct Marched {
  std::shared_ptr<const process::OverdampedLangevin> process;
  density::GaussianMixture start;
  fp::RecordedMarch march;
};

Marched march(std::shared_ptr<const density::Potential> potential, double temperature,
              density::GaussianMixture start, const Grid& grid, double end, Index steps) {
  auto process = std::make_shared<process::OverdampedLangevin>(std::move(potential), temperature);
  const Eigen::ArrayXd p0 = fp::initial_density(start, grid, fp::CellValues::point, 1e-6).density;
  auto recorded = fp::march_recording(fp::scharfetter_gummel(*process, grid), fp::stepper("tr_bdf2"), p0,
                                      {{0, end}, {steps}});
  return {std::move(process), std::move(start), std::move(recorded)};
}

/// The double well, whose score is that of the density that a grid marches.
Shares double_well_shares(const PushForward& settings) {
  const Grid grid({{-3, 3, 1000}});
  const Marched m = march(std::make_shared<density::DoubleWell>(0.2), 0.5,
                          density::mixture_1d(Eigen::Array<double, 1, 1>(1), Eigen::Array<double, 1, 1>(0.5),
                                              Eigen::Array<double, 1, 1>(0.4)),
                          grid, 2, 400);
  const process::ProbabilityFlow velocity(
      m.process, std::make_shared<fp::GridScore>(m.march.recording, 1e-290, gradient_structure(*m.process)));
  const Points x = carried(velocity, settings, 0, 2,
                           density::sample(m.start, settings.stream.role("double_well"), settings.particles));
  const Eigen::ArrayXd& p = m.march.result.density;
  Shares shares = line_shares(x.col(0), Law1D::from_density(grid.axis(0), p.data()));
  shares.energy = energy_share(x, fp::GridSampler(grid, p).sample(settings.stream.role("exact"), few));
  return shares;
}

/// Wells in the plane joined by a bent valley: no closed form. Both coordinates are judged, and the pairs.
Shares plane_shares(const PushForward& settings) {
  const Grid grid({{-2.4, 2.4, 128}, {-2, 3.6, 128}});
  const Marched m =
      march(std::make_shared<density::BentWells>(), 0.5,
            density::gaussian(Eigen::Vector2d(0.3, 0.6), Eigen::Matrix2d(0.12 * Eigen::Matrix2d::Identity())),
            grid, 0.5, 100);
  const process::ProbabilityFlow velocity(m.process, std::make_shared<fp::TensorScore>(m.march.recording));
  const Points x = carried(
      velocity, settings, 0, 0.5,
      density::sample(m.start, settings.stream.role("plane"), std::max(few, settings.particles / 20)));
  const Eigen::ArrayXd& p = m.march.result.density;
  const Eigen::Map<const Eigen::ArrayXXd> cells(p.data(), grid.axis(0).cells, grid.axis(1).cells);
  Shares worst;
  for (int axis = 0; axis < 2; ++axis) {
    const Eigen::ArrayXd marginal = axis == 0 ? Eigen::ArrayXd(cells.rowwise().sum() * grid.axis(1).width())
                                              : Eigen::ArrayXd(cells.colwise().sum() * grid.axis(0).width());
    const Shares found = line_shares(x.col(axis), Law1D::from_density(grid.axis(axis), marginal.data()));
    worst.ks = std::max(worst.ks, found.ks);
    worst.w1 = std::max(worst.w1, found.w1);
  }
  worst.energy = energy_share(x, fp::GridSampler(grid, p).sample(settings.stream.role("exact"), few));
  return worst;
}

void add(frame::Plan& plan, const std::string& name, const std::function<Shares()>& run, const char* source) {
  const auto found = frame::lazy(run);
  const auto one = [&](const char* distance, double Shares::*share) {
    plan.checks.push_back({name + "_" + distance, [=] {
                             return verify::value_check(0, found->get().*share, 1, source,
                                                        "distance as a share of what chance alone allows");
                           }});
  };
  one("ks", &Shares::ks);
  one("w1", &Shares::w1);
  one("energy", &Shares::energy);
}

}  // namespace

frame::Plan push_forward_plan(const PushForward& settings) {
  frame::Plan plan{"The law that is carried",
                   "Points from p at t = 1 carried to the data (two wells under VP), from a Gaussian through "
                   "a double well "
                   "with the score of a grid's density, and in the plane with that of a grid: KS, W1 and "
                   "energy distance as "
                   "shares of the largest value that sampling alone brings once in 100 000 runs."};
  add(
      plan, "mixture", [=] { return mixture_shares(settings, true); }, "the data's law in closed form");
  plan.checks.push_back({"mixture_stratified", [=] { return stratified(settings); }});
  add(
      plan, "double_well", [=] { return double_well_shares(settings); }, "the grid's density");
  add(
      plan, "plane", [=] { return plane_shares(settings); }, "the grid's density");
  plan.checks.push_back({"half_dropped", [=] {
                           const Shares wrong = mixture_shares(settings, false);
                           return verify::value_check(
                               0, 1 / std::min(wrong.ks, wrong.w1), 0.1, "a wrong velocity must be seen",
                               "what chance allows as a share of the distance of f - g^2 s");
                         }});
  return plan;
}

}  // namespace kolmo::probability_flow

#include "kolmo/measure/fokker_planck/spectral_orders.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/measure/fokker_planck/grid_problem.hpp"
#include "kolmo/measure/problems/moving_well.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::measure {
namespace {

using fokker_planck::Dealiasing;
using fokker_planck::FourierSolver;
using fokker_planck::HermiteSolver;
using fokker_planck::SpectralResult;
using fokker_planck::SpectralSolver;

constexpr double epsilon = std::numeric_limits<double>::epsilon();

#ifdef KOLMO_WITH_FFTW
constexpr bool with_rings = true;
#else
constexpr bool with_rings = false;
#endif

BentRing bent_ring() { return {0.3, 1.3, 0.7, 0.5}; }

/// Solver, law at a time, end time and steps at most.
struct InTime {
  std::unique_ptr<const SpectralSolver> solver;
  std::function<Eigen::ArrayXd(double t)> law;
  double end_time;
  Index finest;
};

InTime ring_in_time(const SemilinearStepperPtr& stepper, Index finest) {
  InTime problem;
  const auto process = std::make_shared<BentRing>(bent_ring());
  problem.solver = std::make_unique<FourierSolver>(process, ring(128), stepper);
  problem.law = [process, x = problem.solver->nodes()](double t) {
    return process->density(lopsided_ring(), t, x);
  };
  problem.end_time = 0.5;
  problem.finest = finest;
  return problem;
}

InTime line_in_time(Index finest) {
  InTime problem;
  problem.solver = std::make_unique<HermiteSolver>(std::make_shared<MovingWell>(),
                                                   fokker_planck::HermiteSettings{64, 0, 0.7});
  problem.law = [x = problem.solver->nodes()](double t) {
    return at_points(MovingWell::law(0.5, 0.6, t), x);
  };
  problem.end_time = 1;
  problem.finest = finest / 4;
  return problem;
}

Points between(double lower, double upper, Index points) { return Grid({{lower, upper, points}}).centres(); }

Eigen::ArrayXd values(const SpectralSolver& solver, const Eigen::ArrayXd& coefficients, const Points& x) {
  Eigen::ArrayXd p(x.rows());
  solver.evaluate(coefficients, x, p);
  return p;
}

density::GaussianMixture mixture() {
  return density::mixture_1d(Eigen::Array3d(0.3, 0.5, 0.2), Eigen::Array3d(-2, 0.5, 2),
                             Eigen::Array3d(0.5, 0.7, 0.4));
}

/// max|p − exact| on [−5, 5] at t = 0.4.
double mixture_error(Index functions, Index steps) {
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(1.3, 0.4, 1.1, 1);
  const HermiteSolver solver(ou, {functions, 0.1, 0.75});
  const SpectralResult result = march(solver, at_points(mixture(), solver.nodes()), {{0, 0.4}, {steps}});
  const Points x = between(-5, 5, 333);
  const Eigen::ArrayXd exact = at_points(process::marginal(*ou, mixture(), 0.4), x);
  return (values(solver, result.coefficients, x) - exact).abs().maxCoeff();
}

}  // namespace

std::vector<SpectralMethod> spectral_methods() {
  std::vector<SpectralMethod> all;
  for (const Claim& claim : fokker_planck::spectral_methods()) {
    SpectralMethod method{claim, nullptr};
    for (const auto& stepper : fokker_planck::semilinear_steppers()) {
      if (fokker_planck::fourier_claim(*stepper).name == claim.name) method.stepper = stepper;
    }
    if (!method.stepper && claim.name != fokker_planck::hermite_claim().name) {
      throw InvalidArgument("spectral method " + claim.name + ": no problem is known for it");
    }
    if (with_rings || !method.stepper) all.push_back(method);
  }
  return all;
}

verify::OrderStudy spectral_time_study(const SpectralMethod& method, Index finest) {
  const InTime problem = method.stepper ? ring_in_time(method.stepper, finest) : line_in_time(finest);
  verify::OrderStudy study = grid_study({"time_" + method.claim.name, "largest error against the exact law",
                                         method.claim.name, method.claim.source, "time step", "s"});
  for (const double part : {0.125, 0.1875, 0.25, 0.375, 0.5, 0.75, 1.0}) {
    const auto steps = static_cast<Index>(std::lround(part * static_cast<double>(problem.finest)));
    const SpectralResult result = march(*problem.solver, problem.law(0), {{0, problem.end_time}, {steps}});
    study.add(problem.end_time / static_cast<double>(steps),
              (result.density - problem.law(problem.end_time)).abs().maxCoeff());
    study.work.push_back(method.claim.evaluations_per_step *
                         static_cast<double>(steps * problem.solver->size()));
  }
  study.claimed = method.claim.order(Sense::time).value();
  return study;
}

verify::OrderStudy hermite_exact_study() {
  const Claim claim = fokker_planck::hermite_claim();
  verify::OrderStudy study =
      grid_study({"exact_" + claim.name, "largest error against the exact law where the drift stays",
                  claim.name, claim.source, "time step", "s"});
  for (const Index steps : {1, 4, 16, 64}) {
    study.add(0.4 / static_cast<double>(steps), mixture_error(96, steps));
  }
  study.exact_below = 64 * 96 * epsilon;
  return study;
}

SpectralLadder ring_ladder(const SemilinearStepperPtr& stepper, Dealiasing dealiasing, Index steps) {
  const auto process = std::make_shared<BentRing>(bent_ring());
  const Points x = between(0, turn, 257);
  const auto density = [&](Index nodes) {
    const FourierSolver solver(process, ring(nodes), stepper, dealiasing);
    const Eigen::ArrayXd p0 = process->density(lopsided_ring(), 0, solver.nodes());
    return values(solver, march(solver, p0, {{0, 0.5}, {steps}}).coefficients, x);
  };
  const Eigen::ArrayXd best = density(256);
  SpectralLadder ladder{{16, 32, 64, 128}, {}};
  for (const Index n : ladder.sizes) ladder.errors.push_back((density(n) - best).abs().maxCoeff());
  return ladder;
}

SpectralLadder mixture_ladder() {
  SpectralLadder ladder{{12, 24, 48, 96}, {}};
  for (const Index n : ladder.sizes) ladder.errors.push_back(mixture_error(n, 1));
  return ladder;
}

SpectralLadder double_well_ladder() {
  const auto process =
      std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(), 0.5);
  const Points x = between(-3, 3, 200);
  const auto density = [&](Index functions) {
    const HermiteSolver solver(process, {functions, 0, 0.3});
    const Eigen::ArrayXd p0 = at_points(density::gaussian_1d(-0.5, 0.3), solver.nodes());
    return values(solver, march(solver, p0, {{0, 1}, {1}}).coefficients, x);
  };
  const Eigen::ArrayXd best = density(256);
  SpectralLadder ladder{{24, 48, 96, 192}, {}};
  for (const Index n : ladder.sizes) ladder.errors.push_back((density(n) - best).abs().maxCoeff());
  return ladder;
}

verify::Check beyond_every_power(const SpectralLadder& ladder, double rise, double rounding,
                                 const std::string& source) {
  std::vector<double> gains;
  for (std::size_t i = 1; i < ladder.errors.size() && !(ladder.errors[i] < rounding); ++i) {
    gains.push_back(std::log2(ladder.errors[i - 1] / ladder.errors[i]));
  }
  double smallest = gains.size() < 2 ? 0 : 1;
  for (std::size_t i = 1; i < gains.size(); ++i) {
    const double risen = (gains[i] - gains[i - 1]) / rise;
    if (!std::isnan(smallest) && !(risen >= smallest)) smallest = risen;
  }
  return verify::value_check(1, smallest, 0, source,
                             "the order rises from doubling to doubling; smallest rise over what is asked");
}

Travelling travelling_error(Index nodes) {
  const double sigma = 0.5, t = 1.7;
  const auto process = std::make_shared<BentRing>(0, 1.3, 0, sigma);
  const FourierSolver solver(process, ring(nodes));
  const Eigen::ArrayXd p0 = process->density(lopsided_ring(), 0, solver.nodes());
  const SpectralResult result = march(solver, p0, {{0, t}, {3}});
  Travelling found{};
  found.error = (result.density - process->density(lopsided_ring(), t, solver.nodes())).abs().maxCoeff();
  const Index kept = solver.largest_mode(0);
  for (const WoundGaussian& part : lopsided_ring()) {
    const double at_start = part.deviation * part.deviation, later = at_start + sigma * sigma * t;
    for (Index k = kept + 1; k <= 8 * nodes; ++k) {
      const double square = static_cast<double>(k * k);
      found.bound += part.weight * std::exp(-0.5 * square * later);
      if (k >= nodes - kept) found.bound += part.weight * std::exp(-0.5 * square * at_start);
    }
  }
  found.bound /= std::numbers::pi;
  return found;
}

}  // namespace kolmo::measure

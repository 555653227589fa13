// Energies and the dynamics in them: Hamilton's, Langevin's with and without inertia, annealed and reversed.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "claims/information/rows.hpp"
#include "claims/laws.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sampling/kernels/hamiltonian.hpp"

namespace kolmo::claims::information {
namespace {

using density::GaussianMixture;
using Eigen::Array2d;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Hamilton's flow in ½x² by leapfrogs of h from (1, 0): the largest |½v² + ½x² − ½| over a time of 6, and
/// what leapfrog keeps, v² + (1 − ¼h²)x², after it.
struct Leapfrogged {
  double error, kept;
};
Leapfrogged leapfrogged(double h) {
  const GaussianMixture law = density::gaussian_1d(0, 1);
  Points x = Points::Ones(1, 1), v = Points::Zero(1, 1), score = -x;
  double worst = 0;
  for (int k = 0; k < static_cast<int>(6 / h); ++k) {
    sampling::leapfrog(law, h, 1, x, v, score);
    worst = std::max(worst, std::abs(0.5 * v(0, 0) * v(0, 0) + 0.5 * x(0, 0) * x(0, 0) - 0.5));
  }
  return {worst, v(0, 0) * v(0, 0) + (1 - 0.25 * h * h) * x(0, 0) * x(0, 0)};
}

std::vector<verify::Check> a_38() {
  const Leapfrogged coarse = leapfrogged(0.1), fine = leapfrogged(0.05);
  return {
      verify::value_check(1 - 0.0025, coarse.kept, 1e-13, "v^2 + (1 - h^2/4) x^2", "after 60 steps of 0.1"),
      verify::value_check(4, coarse.error / fine.error, 0.05, "h^2",
                          "error of the energy with h over that with h/2")};
}

GaussianMixture uneven() {
  return density::mixture_1d(Array2d(0.3, 0.7), Array2d(-2, 1.5), Array2d(0.5, 0.8));
}

/// E_T(1) − E_T(0) of a VP at T = 1, where e^{−B/2} = α = 0.0066: ½ − α E x₀ up to α² of second moments. And
/// p ∝ e^{−E/T}: log p falls by ΔE/T.
std::vector<verify::Check> a_40() {
  const GaussianMixture start = uneven(),
                        end = process::marginal(process::VariancePreserving(0.1, 20, 1, 1), start, 1);
  const double alpha = std::exp(-0.5 * 10.05), mean = start.mean()(0),
               second = start.covariance()(0, 0) + mean * mean;
  const density::GibbsDensity warm(std::make_shared<density::DoubleWell>(0.3), 0.5);
  const auto log_p = [&](double x) { return log_density_at(warm, x); };
  return {verify::value_check(0.5 - alpha * mean, log_density_at(end, 0) - log_density_at(end, 1),
                              alpha * alpha * (1 + second), "x^2/2 less alpha E x0",
                              "energy at 1 over that at 0"),
          verify::value_check((0.3 - 1) / 0.5, log_p(0) - log_p(1), 1e-12, "V/T",
                              "log p(0) - log p(1) in a double well")};
}

double reverse_drift(const std::shared_ptr<const process::Process>& forward, const GaussianMixture& start,
                     double x) {
  const auto score = std::make_shared<process::MarginalScore>(forward, start);
  const process::ReverseProcess reverse(forward, score, 1);
  Points out(1, 1);
  reverse.drift(0.4, Points::Constant(1, 1, x), out);
  return out(0, 0);
}

/// Reversed at t = 0.6 the drift is −f + g²s: downhill in E_t where f = 0, less so where f = −½βx.
std::vector<verify::Check> a_41() {
  const GaussianMixture start = uneven();
  const auto exploding = std::make_shared<process::VarianceExploding>(0.1, 5, 1, 1);
  const auto preserving = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const auto downhill = [&](const process::Process& forward) {
    return std::pow(forward.diffusion(0.6), 2) * score_at(process::marginal(forward, start, 0.6), 1.3);
  };
  const double slope = downhill(*preserving), beta = 0.1 + 19.9 * 0.6;
  return {verify::value_check(downhill(*exploding), reverse_drift(exploding, start, 1.3), 1e-12, "g^2 s",
                              "VE at x = 1.3"),
          beside(slope, verify::value_check(0.5 * beta * 1.3 + slope, reverse_drift(preserving, start, 1.3),
                                            1e-12, "-f + g^2 s", "VP at x = 1.3; g^2 s as printed")),
          beside(0, verify::value_check(std::sqrt(beta), preserving->diffusion(0.6), 1e-13, "g",
                                        "what the reverse process adds as noise"))};
}

/// (x, v) of m ẍ = −γẋ − kx + √(2γkT) ξ.
struct Oscillator {
  double m, friction, k, temperature;
  MatrixXd matrix() const { return MatrixXd{{0, 1}, {-k / m, -friction / m}}; }
  MatrixXd stationary() const {
    const MatrixXd noise{{0}, {std::sqrt(2 * friction * temperature) / m}};
    return process::LinearProcess(matrix(), VectorXd::Zero(2), noise)
        .law(VectorXd::Zero(2), MatrixXd::Identity(2, 2), 400)
        .covariance();
  }
  double slow_rate() const { return -matrix().eigenvalues().real().maxCoeff(); }
};

/// At rest N(0, kT/k) beside N(0, kT/m); for small m the slow rate is k/γ + m k²/γ³ + …, the overdamped one.
std::vector<verify::Check> a_42() {
  const MatrixXd rest = Oscillator{0.5, 0.7, 2, 1.3}.stationary();
  const Oscillator light{1e-4, 1.5, 2, 1};
  const double next = 4 / std::pow(1.5, 3), third = 2 * 8 / std::pow(1.5, 5);
  return {verify::value_check(1.3 / 2, rest(0, 0), 1e-12, "kT/k", "variance of the place"),
          verify::value_check(1.3 / 0.5, rest(1, 1), 1e-12, "kT/m", "variance of the velocity"),
          verify::value_check(0, rest(0, 1), 1e-12, "independent"),
          verify::value_check(next, (light.slow_rate() - 2 / 1.5) / 1e-4, 2e-4 * third + 1e-5, "k^2/gamma^3",
                              "slow rate less k/gamma, over m")};
}

/// T from 1 to 4: the variance of a step grows by 4, the amplitude of the noise by 2.
std::vector<verify::Check> a_43() {
  const auto well = std::make_shared<density::DoubleWell>();
  const process::OverdampedLangevin cold(well, 1), hot(well, 4);
  return {verify::value_check(4, hot.noise_variance(0, 0.1) / cold.noise_variance(0, 0.1), 1e-14, "T",
                              "variances"),
          beside(4, verify::value_check(2, hot.diffusion(0) / cold.diffusion(0), 1e-14, "the root of T",
                                        "amplitudes"))};
}

double mean_square(const Grid& grid, const Eigen::ArrayXd& p) {
  return grid.cell_volume() * (p * grid.centres().col(0).square()).sum();
}

/// dX = −X³ dt + √(2/β) dW with β = 3 rests at p³, whose E x² is √(1/3) of 2Γ(¾)/Γ(¼).
verify::Check a_44_frozen() {
  const process::OverdampedLangevin process(std::make_shared<density::QuarticPotential>(), 1.0 / 3);
  const Grid grid({{-3.5, 3.5, 1400}});
  const auto rest = fokker_planck::stationary_state(fokker_planck::chang_cooper(process, grid));
  // Second order in cells of 0.005.
  return verify::value_check(2 * std::tgamma(0.75) / std::tgamma(0.25) / std::sqrt(3.0),
                             mean_square(grid, rest.density), 5e-5, "p^beta", "E x^2 at beta = 3");
}

/// From rest at T = 1 in a tilted double well, quenched to T = 0.02: the mass right of the saddle stays in
/// the worse well, for e^{1/T} times longer than the time of 4 that is given.
verify::Check a_44_quench() {
  const auto well = std::make_shared<density::DoubleWell>(0.3);
  const density::GibbsDensity warm(well, 1);
  const Grid grid({{-3.5, 3.5, 1400}});
  const Points centres = grid.centres();
  Eigen::ArrayXd start(grid.cells());
  for (Index i = 0; i < grid.cells(); ++i) start(i) = std::exp(log_density_at(warm, centres(i, 0)));
  const auto generator = fokker_planck::scharfetter_gummel(process::OverdampedLangevin(well, 0.02), grid);
  const auto end =
      fokker_planck::march(generator, fokker_planck::stepper("implicit_euler"), start, {{0, 4}, {400}});
  double saddle = 0.07;  // 4x³ − 4x + 0.3 = 0
  for (int k = 0; k < 20; ++k)
    saddle -= (4 * std::pow(saddle, 3) - 4 * saddle + 0.3) / (12 * saddle * saddle - 4);
  double worse = 0;
  for (Index i = 0; i < grid.cells(); ++i)
    if (centres(i, 0) > saddle) worse += grid.cell_volume() * end.density(i);
  // The noise spreads what stands at the saddle over √(T/4) = 0.07 either way, evenly but for the slope of p
  // there: 0.07² p′/2 or less.
  return beside(
      0, verify::value_check(warm.probability_above(saddle), worse, 2e-3, "mass right of the saddle at T = 1",
                             "mass that has not found the lower well"));
}

}  // namespace

void add_dynamics(Rows& rows) {
  rows.add("A-38", {"kept_by_leapfrog", "energy"}, a_38);
  rows.add("A-40", {"end_of_preserving", "temperature"}, a_40);
  rows.add("A-41", {"exploding", "preserving", "noise"}, a_41);
  rows.add("A-42", {"place", "velocity", "correlation", "overdamped"}, a_42);
  rows.add("A-43", {"variance", "amplitude"}, a_43);
  rows.add("A-44", "frozen", a_44_frozen);
  rows.add("A-44", "quenched", a_44_quench);
}

}  // namespace kolmo::claims::information

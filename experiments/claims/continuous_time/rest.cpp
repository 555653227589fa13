// What processes settle to.

#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/measure/problems/cubic.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using fokker_planck::Generator;
using verify::Check;
using verify::value_check;

Generator on_cells(const process::Process& process, double reach, Index cells) {
  return fokker_planck::scharfetter_gummel(process, Grid({{-reach, reach, cells}}));
}

Eigen::ArrayXd density_at_rest(const Generator& generator) {
  return fokker_planck::stationary_state(generator).density;
}

/// P(|X| > 1) and E X² at rest of dX = −(X − tanh X) dt + √2 dW (β = 2).
std::vector<Check> not_bounded() {
  const process::OverdampedLangevin process(std::make_shared<density::LogCoshPotential>(), 1);
  const Generator generator = on_cells(process, 10, 2000);
  const Eigen::ArrayXd rest = density_at_rest(generator);
  const double outside = 2 * fokker_planck::probability_above(generator.grid(), rest, 1);
  return {beside(0, value_check(0.5227501319481792, outside, 1e-5,
                                "1/2 + Phi(-2); another program, beside 0 of a process that stays inside")),
          beside(1, value_check(2, fokker_planck::raw_moment(generator.grid(), rest, 0, 2), 1e-4,
                                "E x^2 of (N(1, 1) + N(-1, 1))/2, beside its largest value inside"))};
}

/// The cure: reflected at ±1 nothing is outside, and E x² is that of e^{−V} on [−1, 1].
Check reflected() {
  const process::OverdampedLangevin process(std::make_shared<density::LogCoshPotential>(), 1);
  const Generator generator = on_cells(process, 1, 400);
  const auto weight = [](double x) { return std::exp(-0.5 * x * x) * std::cosh(x); };
  const double square =
      integral([&](double x) { return x * x * weight(x); }, -1, 1, 4) / integral(weight, -1, 1, 4);
  return value_check(square, fokker_planck::raw_moment(generator.grid(), density_at_rest(generator), 0, 2),
                     1e-5, "with reflecting walls: e^-V on [-1, 1]");
}

/// dX = −X dt + √(2T(X)) dW in Itô's sense, T = 1 + ½ cos x.
class WarmerInside final : public process::DiagonalNoise {
 public:
  static double temperature(double x) { return 1 + 0.5 * std::cos(x); }
  std::string name() const override { return "warmer_inside"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-1); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = std::sqrt(2 * temperature(x(i, 0)));
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i)
      out(i, 0) = -0.5 * std::sin(x(i, 0)) / std::sqrt(2 * temperature(x(i, 0)));
  }
};

double second_moment(const std::function<double(double)>& weight) {
  return integral([&](double x) { return x * x * weight(x); }, -8, 8, 32) / integral(weight, -8, 8, 32);
}

/// E x² at rest on a grid, against e^{−∫x/T}/T; e^{−V/T} is what constant T would give.
Check changing_temperature() {
  const Generator generator =
      fokker_planck::chang_cooper(WarmerInside(), Grid({{-8, 8, 1600}}), {.time = 0.0});
  const double observed = fokker_planck::raw_moment(generator.grid(), density_at_rest(generator), 0, 2);
  const auto temperature = WarmerInside::temperature;
  const double right = second_moment([&](double x) {
    return std::exp(-integral([&](double y) { return y / temperature(y); }, 0, x, 4)) / temperature(x);
  });
  const double printed = second_moment([&](double x) { return std::exp(-0.5 * x * x / temperature(x)); });
  return beside(printed,
                value_check(right, observed, 1e-4, "e^(-int V'/T)/T in Ito's sense, beside e^(-V/T)"));
}

Check constant_temperature() {
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 0.5);
  const Generator generator = on_cells(process, 3, 1200);
  return value_check(0.8521361521783342,
                     fokker_planck::raw_moment(generator.grid(), density_at_rest(generator), 0, 2), 1e-6,
                     "E x^2 of e^(-V/T), T = 1/2; another program");
}

/// Cov X at rest of dX = −D X dt + G dW, G Gᵀ = 2D: N(0, I) whatever D is.
Check anisotropic_noise() {
  const Eigen::MatrixXd g{{1.8, 0}, {0.7, 0.5}}, d = 0.5 * g * g.transpose();
  const process::LinearProcess process(-d, Eigen::VectorXd::Zero(2), g);
  const Eigen::MatrixXd rest =
      process.law(Eigen::VectorXd::Zero(2), 3 * Eigen::MatrixXd::Identity(2, 2), 400).covariance();
  return value_check(0, (rest - Eigen::MatrixXd::Identity(2, 2)).norm(), 1e-9,
                     "drift -D grad V with D = G G'/2: e^-V for every constant G");
}

/// Maxima of the density at rest of dX = −X³ dt + √2 dW.
std::vector<Check> one_mode() {
  const process::OverdampedLangevin process(std::make_shared<density::QuarticPotential>(), 1);
  const Generator generator = on_cells(process, 4, 801);
  const Eigen::ArrayXd rest = density_at_rest(generator);
  int maxima = 0;
  for (Index i = 1; i + 1 < rest.size(); ++i)
    maxima += rest(i) > rest(i - 1) && rest(i) > rest(i + 1) ? 1 : 0;
  const Grid& grid = generator.grid();
  return {beside(2, value_check(1, maxima, 0.5, "e^(-x^4/4) has one maximum, beside two at least")),
          value_check(0.6759782400672846, fokker_planck::raw_moment(grid, rest, 0, 2), 1e-5,
                      "E x^2 = 2 Gamma(3/4)/Gamma(1/4); another program"),
          value_check(1, fokker_planck::raw_moment(grid, rest, 0, 4), 1e-4, "E x^4 = 1")};
}

Check quartic_gap() {
  const process::OverdampedLangevin process(std::make_shared<density::QuarticPotential>(), 1);
  const auto gap = fokker_planck::extrapolated_eigenvalues(
      [&](Index cells) { return on_cells(process, 4.5, cells); }, 200, 1, 3);
  return value_check(1.368592520977, gap.value(0), 1e-6, "another program");
}

/// Paths that have left the finite numbers after 10 steps of 0.01 from 30, of 64.
double exploded(const char* scheme) {
  const measure::Cubic cubic;
  const sde::Simulation simulation{.process = cubic,
                                   .scheme = sde::scheme(scheme),
                                   .schedule = Schedule::with_step({0, 0.1}, 0.01),
                                   .particles = 64,
                                   .stream = RandomStream(1, 98),
                                   .divergence = sde::Divergence::counted};
  const sde::SimulationCounts counts =
      sde::simulate(simulation, Points::Constant(64, 1, 30.0), [](Index, int, Index, const ConstBlock&) {});
  return static_cast<double>(counts.diverged[0]);
}

/// E|∇·(pδ)/p|² and E|δ|² of δ = 0.1 Jx under N(0, I): a score off by it has the right densities.
std::vector<Check> invisible_error() {
  const density::GaussianMixture rest =
      density::gaussian(Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity());
  const auto error = [](const ConstBlock& x) {
    Points delta(x.rows(), 2);
    delta.col(0) = -0.1 * x.col(1);
    delta.col(1) = 0.1 * x.col(0);
    return delta;
  };
  const double loss = density::expectation(
      rest, [&](const ConstBlock& x, Values out) { out = error(x).square().rowwise().sum(); });
  // E(1 + r)² = 1 + E r², as E r = 0
  const double with_residual = density::expectation(rest, [&](const ConstBlock& x, Values out) {
    Points score(x.rows(), 2);
    rest.score(x, score);
    out = (1 + (error(x) * score).rowwise().sum()).square();
  });
  return {
      beside(0, value_check(0.02, loss, 1e-10, "E|delta|^2, beside the 0 of the equation that it leaves")),
      value_check(0, with_residual - 1, 1e-10, "E (div(p delta)/p)^2 = 0: the equation sees nothing")};
}

}  // namespace

void add_rest(Rows& rows) {
  rows.add("C5-24", {"outside", "second_moment"}, not_bounded);
  rows.add("C5-24", "reflected", reflected);
  rows.add("C5-59", {"score_loss", "equation_loss"}, invisible_error);
  rows.add("C5-70", "constant_temperature", constant_temperature);
  rows.add("C5-70", "changing_temperature", changing_temperature);
  rows.add("C5-70", "anisotropic", anisotropic_noise);
  rows.add("C5-98", {"maxima", "second_moment", "fourth_moment"}, one_mode);
  rows.add("C5-98", "gap", quartic_gap);
  rows.add("C5-98", "euler_explodes",
           [] { return value_check(64, exploded("euler_maruyama"), 0.5, "30 - 270 in the first step"); });
  rows.add("C5-98", "tamed_does_not",
           [] { return value_check(0, exploded("tamed_euler"), 0.5, "a step of tamed Euler is at most 1"); });
}

}  // namespace kolmo::claims::continuous_time

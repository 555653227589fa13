// Langevin dynamics and its steps.

#include <cmath>

#include "claims/chains.hpp"
#include "claims/score_based/rows.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/steppers.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::claims::score_based {
namespace {

using sampling::AffineChain;

process::OverdampedLangevin in_double_well() { return {std::make_shared<density::DoubleWell>(), 1}; }

/// χ²(p_t ‖ π) on a grid at t = 2 and 3, from a start near one well: −d log χ²/dt.
double chi_squared_rate() {
  const auto generator = fokker_planck::scharfetter_gummel(in_double_well(), Grid({{-3, 3, 600}}));
  const Eigen::ArrayXd pi = fokker_planck::stationary_state(generator).density;
  const Eigen::ArrayXd x = generator.grid().centres().col(0);
  Eigen::ArrayXd p(x.size());
  for (Index i = 0; i < x.size(); ++i) p(i) = std::exp(-8 * (x(i) - 0.8) * (x(i) - 0.8));
  p /= p.matrix().lpNorm<1>() * generator.grid().cell_volume();
  double chi[3] = {};
  fokker_planck::march(generator, fokker_planck::stepper("crank_nicolson_rannacher"), p,
                       {{0, 2, 3}, {800, 400}}, [&](Index index, double, const Eigen::ArrayXd& density) {
                         chi[index] = ((density - pi).square() / pi).matrix().lpNorm<1>();
                       });
  return std::log(chi[1] / chi[2]);
}

/// Var X_t of dX = aX dt + √2 dW from a point.
double variance_of_linear(double a, double t) {
  const process::LinearProcess process(Eigen::MatrixXd::Constant(1, 1, a), Eigen::VectorXd::Zero(1),
                                       Eigen::MatrixXd::Constant(1, 1, std::sqrt(2.0)));
  return process.law(Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Constant(1, 1, 1e-12), t).covariance()(0, 0);
}

/// Where e^{−U} can be normalised, χ² decays at twice the gap of the operator; where it cannot (U = 0), the
/// variance has no end.
std::vector<verify::Check> s_05() {
  return {
      // The gap of c_stationary.json; 600 cells and steps of 1/400 are good to 1e−4 of it.
      verify::value_check(2 * 0.7486816723499441, chi_squared_rate(), 5e-4, "c_stationary.json: 2 lambda_1"),
      beside(1, verify::value_check(2, variance_of_linear(0, 200) / variance_of_linear(0, 100), 1e-9,
                                    "U = 0: the variance is 2t"))};
}

/// The variance that ULA keeps on N(0, ¼), the order of its bias, and the largest stable step.
std::vector<verify::Check> s_06() {
  const auto bias = [](double h) {
    return unadjusted_langevin(0.25, h).stationary_covariance()(0, 0) - 0.25;
  };
  return {verify::value_check(0.3125, bias(0.1) + 0.25, 1e-12, "i_langevin.json: s^2/(1 - h/2s^2)"),
          verify::value_check(2, bias(2e-4) / bias(1e-4), 1e-3, "order 1"),
          verify::value_check(1, unadjusted_langevin(0.25, 0.5).spectral_radius(), 1e-12, "h = 2 s^2")};
}

/// |s|² at which a step's drift ε²|s|² is its mean square noise 2εd.
verify::Check s_07() {
  const double h = 0.1;
  const AffineChain chain = unadjusted_langevin(1, h, 3);
  const double drift = std::pow(chain.scale(0, 0) - 1, 2);  // of |x|² = |s|² = 1
  return verify::value_check(2 * 3 / h, chain.noise.squaredNorm() / drift, 1e-10, "2 d/epsilon");
}

/// E|noise|²/E|drift|² of a step on N(0, I_d): the claim says that it grows with d, so 64-fold from 1 to 64.
verify::Check s_08() {
  const double h = 0.1;
  const auto ratio = [=](Index d) {
    const AffineChain chain = unadjusted_langevin(1, h, d);
    const Eigen::MatrixXd drift = chain.scale - Eigen::MatrixXd::Identity(d, d);
    return chain.noise.squaredNorm() / drift.squaredNorm();
  };
  return beside(64,
                verify::value_check(1, ratio(64) / ratio(1), 1e-10, "2/(epsilon I_1) in every dimension"));
}

/// E X_1 on N(0, 1) from 1, in 1/ε steps: the drift's share of one step vanishes, that of all steps does not.
std::vector<verify::Check> s_10() {
  const auto mean = [](double h) {
    return std::pow(unadjusted_langevin(1, h).scale(0, 0), std::round(1 / h));
  };
  const AffineChain fine = unadjusted_langevin(1, 1e-4);
  // (1 − h)^{1/h} = e^{−1}(1 − h/2 + …).
  return {beside(1, verify::value_check(std::exp(-1.0), mean(1e-4), 1e-4, "OU: e^-T")),
          verify::value_check(2, (std::exp(-1.0) - mean(2e-3)) / (std::exp(-1.0) - mean(1e-3)), 0.01,
                              "of order 1 in epsilon"),
          verify::value_check(std::sqrt(0.5e-4), (1 - fine.scale(0, 0)) / fine.noise(0, 0), 1e-10,
                              "one step: drift over noise at |s| = 1 is sqrt(h/2), the condition met")};
}

}  // namespace

void add_langevin(Rows& rows, const Settings&) {
  rows.add("S-05", {"chi_squared_rate", "no_normaliser"}, s_05);
  rows.add("S-06", {"variance", "order", "stability"}, s_06);
  rows.add("S-07", "threshold", s_07);
  rows.add("S-08", "ratio_in_64_dimensions", s_08);
  rows.add("S-10", {"mean_after_unit_time", "order", "one_step"}, s_10);
}

}  // namespace kolmo::claims::score_based

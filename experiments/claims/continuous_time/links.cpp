// Path measures, work, backward equations: what stands beside time reversal.

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/fokker_planck/analysis/feynman_kac.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/paths/gaussian_work.hpp"
#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/transport/entropic/schrodinger_bridge.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

/// KL between the bridge from N(1, ¼) to `end` and VP with β = 1 over [0, 1], started there as well.
double bridge_entropy(const density::GaussianMixture& end) {
  const Grid grid({{-7, 7, 350}});
  const auto on_grid = [&](const density::GaussianMixture& law) {
    return fokker_planck::initial_density(law, grid).density;
  };
  const transport::SchrodingerBridge bridge(transport::linear_reference(grid, steady_vp(1)),
                                            on_grid(density::gaussian_1d(1, 0.5)), on_grid(end));
  return bridge.relative_entropy();
}

/// The same between Gaussian couplings: of the bridge to N(0, 1), covariance c, and of the reference.
double gaussian_bridge_entropy() {
  const double c = 0.20108217782155358, decay = std::exp(-0.5);
  Eigen::Matrix2d bridge, reference;
  bridge << 0.25, c, c, 1;
  reference << 0.25, 0.25 * decay, 0.25 * decay, 0.25 * decay * decay + 1 - decay * decay;
  const Eigen::Matrix2d inverse = reference.inverse();
  const Eigen::Vector2d gap(0, decay);
  return 0.5 * ((inverse * bridge).trace() - 2 + gap.dot(inverse * gap) +
                std::log(reference.determinant() / bridge.determinant()));
}

/// E e^{−W} of a well that is stiffened from 1 to 4 and dragged by 1.
Check work() {
  const paths::HarmonicSwitching switching{{{1, 0}, {1.5, 0.3}, {2.5, 0.6}, {4, 1}}, 0.2};
  return value_check(0.5, paths::exponential_work_moment(switching), 1e-12,
                     "Jarzynski: E e^-W = sqrt(k_0/k_1) at any speed");
}

/// Y_0 of −dY = −0.1 Y dt − Z dW, Y_1 = X_1², X = 0.7 + W, and Z_0: the pair is adapted forwards.
std::vector<Check> backward_pair() {
  const Grid grid({{-8.05, 8.05, 161}});
  const fokker_planck::Generator generator = fokker_planck::scharfetter_gummel(process::Brownian(1, 1), grid);
  const Eigen::ArrayXd places = grid.centres().col(0);
  const Eigen::ArrayXd value =
      fokker_planck::feynman_kac(generator, Eigen::ArrayXd::Constant(161, 0.1), places.square(), 1, 200);
  const Index at = 87;  // the cell about 0.7
  return {value_check(1.3482077528735796, value(at), 1e-5, "Y_0; another program"),
          value_check(1.2667723852503432, (value(at + 1) - value(at - 1)) / 0.2, 1e-4,
                      "Z_0 = u_x; another program")};
}

/// (−log p_h(y|x) − ½log(2πg²h) − S)/h of OU (θ = g = 1) from 0.6 along a line of speed 0.8, S the action
/// without its divergence, at the midpoint: what the divergence must add.
double divergence_term(double h, paths::ActionKind kind) {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const double x = 0.6, y = 0.6 + 0.8 * h;
  const process::Kernel kernel = *process.kernel(0, h);
  const double log_density = -0.5 * std::pow(y - kernel.scale * x, 2) / kernel.variance -
                             0.5 * std::log(2 * std::numbers::pi * kernel.variance);
  Points path(3, 1);
  path << x, 0.5 * (x + y), y;
  const paths::PathAction action{process, kind, paths::ActionRule::midpoint, 0, h, Eigen::ArrayXd::Ones(1)};
  return (-log_density - 0.5 * std::log(2 * std::numbers::pi * h) - paths::action_of(action, path)) / h;
}

Check divergence_sign() {
  return beside(0.5, value_check(-0.5, divergence_term(1e-3, paths::ActionKind::freidlin_wentzell), 1e-3,
                                 "+div f/2 = -1/2 of -log p_h beyond (dx/dt - f)^2/2g^2, beside -div f/2"));
}

Check action_order() {
  std::vector<std::pair<double, double>> errors;
  for (const double h : {0.1, 0.05, 0.025, 0.0125, 0.00625})
    errors.emplace_back(h, h * divergence_term(h, paths::ActionKind::onsager_machlup));
  return order_of(2, errors, "defect of a step with +div f/2; with -div f/2 it is of order 1");
}

/// (E[X_{t−h} | X_t = x] − x)/h as h → 0 by Bayes, for VP with β = 1 from the two wells at t = ½, x = 0.3.
double backward_drift(double h) {
  const double t = 0.5, x = 0.3;
  const density::GaussianMixture before = process::marginal(*steady_vp(1), two_wells(), t - h);
  const process::Kernel kernel = *steady_vp(1)->kernel(t - h, t);
  const double deviation = std::sqrt(kernel.variance);
  const auto moment = [&](bool moved) {
    return integral(
        [&](double y) {
          return (moved ? y - x : 1) * std::exp(-0.5 * std::pow((x - kernel.scale * y) / deviation, 2) +
                                                log_density_at_line(before, y).value);
        },
        x - 9 * deviation, x + 9 * deviation, 8);
  };
  return moment(true) / moment(false) / h;
}

std::vector<Check> exercises() {
  const auto process = steady_vp(1);
  const auto score = std::make_shared<process::MarginalScore>(process, two_wells());
  const process::ReverseProcess reverse(process, score, 1);
  const process::ProbabilityFlow flow(process, score);
  Points velocity(1, 1);
  flow.velocity(0.5, Points::Constant(1, 1, 0.3), velocity);
  const double at = log_density_at_line(process::marginal(*process, two_wells(), 0.5), 0.3).score;
  return {value_check(std::exp(-0.35), process->kernel(0, 0.7)->scale, 1e-14, "e^(-beta t/2)"),
          value_check(1 - std::exp(-0.7), process->kernel(0, 0.7)->variance, 1e-14, "1 - e^(-beta t)"),
          value_check(drift_at(reverse, 0.5, 0.3), 2 * backward_drift(5e-5) - backward_drift(1e-4), 1e-5,
                      "-f + g^2 s, beside Bayes's posterior of the place before"),
          value_check(-0.5 * (0.3 + at), velocity(0, 0), 1e-13, "-beta (x + s)/2")};
}

}  // namespace

void add_links(Rows& rows) {
  rows.add("C5-35", "marginal_of_the_reference", [] {
    return value_check(0, bridge_entropy(process::marginal(*steady_vp(1), density::gaussian_1d(1, 0.5), 1)),
                       1e-8, "the bridge to p_T is the process: KL = 0");
  });
  rows.add("C5-35", "another_end", [] {
    return beside(0, value_check(gaussian_bridge_entropy(), bridge_entropy(density::gaussian_1d(0, 1)), 1e-6,
                                 "the bridge to N(0, 1) is another: KL of Gaussian couplings"));
  });
  rows.add("C5-35", "work", work);
  rows.add("C5-35", {"backward_value", "backward_slope"}, backward_pair);
  rows.add("C5-63", "divergence", divergence_sign);
  rows.add("C5-63", "order", action_order);
  rows.add("C5-96", {"factor", "variance", "bayes", "flow"}, exercises);
}

}  // namespace kolmo::claims::continuous_time

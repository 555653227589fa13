// Ladders of noise: modes that merge, ratios, sizes of scores, embeddings of levels.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/sampling/annealing/noise_ladder.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"

namespace kolmo::claims::generative {
namespace {

using sampling::LadderSpacing;

density::GaussianMixture blurred(const density::GaussianMixture& law, double sigma) {
  return law.blurred(Eigen::VectorXd::Zero(law.dimension()), 1, sigma * sigma);
}

/// ½N(±5, 1) under N(0, σ²): the curvature at 0, and the σ at which two modes become one.
std::vector<verify::Check> c4_26() {
  const auto bend = [](double sigma) { return divergence_at(blurred(two_modes(5, 1), sigma), 0); };
  return {verify::value_check(23.51730222527203, bend(0.1), 1e-10, "k_misc.json: sigma = 0.1, two modes"),
          verify::value_check(-0.001479289940828403, bend(5), 1e-12, "k_misc.json: sigma = 5, one mode"),
          verify::value_check(std::sqrt(24.0), zero_between(bend, 1, 10), 1e-9, "25 = 1 + sigma^2")};
}

/// The largest and the least ratio of neighbours on a geometric ladder, differences on a linear one, and the
/// start of the ladder that is made from data.
std::vector<verify::Check> c4_27() {
  const std::vector<double> geometric = sampling::noise_ladder(LadderSpacing::geometric, 50, 0.01, 10);
  const std::vector<double> linear = sampling::noise_ladder(LadderSpacing::linear, 50, 0.01, 10);
  const std::vector<double> quadratic = sampling::noise_ladder(LadderSpacing::quadratic, 50, 0.01, 10);
  double least = 1e300, most = 0, uneven = 0, uneven_roots = 0;
  for (std::size_t i = 1; i < geometric.size(); ++i) {
    least = std::min(least, geometric[i - 1] / geometric[i]);
    most = std::max(most, geometric[i - 1] / geometric[i]);
    uneven = std::max(uneven, std::abs(linear[i - 1] - linear[i] - 49.99 / 9));
    uneven_roots = std::max(uneven_roots, std::abs(std::sqrt(quadratic[i - 1]) - std::sqrt(quadratic[i]) -
                                                   (std::sqrt(50.0) - 0.1) / 9));
  }
  const Points data = (Points(3, 2) << 0, 0, 3, 4, 1, 1).finished();
  return {verify::value_check(std::pow(5000, 1.0 / 9), least, 1e-12, "(sigma_1/sigma_L)^(1/(L-1))"),
          verify::value_check(std::pow(5000, 1.0 / 9), most, 1e-12, "the same at every level"),
          verify::value_check(0, uneven, 1e-12, "linear: equal differences"),
          verify::value_check(0, uneven_roots, 1e-12, "quadratic: equal differences of roots"),
          verify::value_check(5, sampling::noise_ladder(data, 0.1).front(), 1e-14,
                              "from data: the largest distance")};
}

/// σ²E|s|²/d: at most 1, and 1 for large σ.
std::vector<verify::Check> c4_29() {
  const auto share = [](double sigma) {
    return sigma * sigma * density::fisher_information(blurred(two_modes(5, 1), sigma)).trace();
  };
  // At σ = 100 the law is N(0, 26 + σ²) but for terms of order (5/σ)⁴.
  return {verify::value_check(1e4 / (1e4 + 26), share(100), 1e-4,
                              "sigma^2/(Var + sigma^2): N(0, sigma^2) in the limit"),
          truth(share(0.1) <= 1 && share(1) <= 1 && share(5) <= 1,
                "E|s|^2 <= d/sigma^2: weights sigma^2 balance"),
          verify::value_check(0, share(0.01), 1e-3, "far below the data's own noise the share vanishes")};
}

/// Powers of σ, from σ = 50 and 100 on data at ±5: of s at a fixed place, and of its root mean square.
std::vector<verify::Check> c4_30() {
  const auto fixed = [](double sigma) { return std::abs(score_at(blurred(two_modes(5, 1), sigma), 3)); };
  const auto rms = [](double sigma) {
    return std::sqrt(density::fisher_information(blurred(two_modes(5, 1), sigma)).trace());
  };
  // The data's variance 26 beside σ² = 2500 changes the powers by 2 %.
  return {
      beside(-1,
             verify::value_check(-2, std::log2(fixed(100) / fixed(50)), 0.04, "at a fixed place: 1/sigma^2")),
      beside(-2, verify::value_check(-1, std::log2(rms(100) / rms(50)), 0.02, "root mean square: 1/sigma"))};
}

/// The phase by which sin σ moves between neighbouring levels of the ladder 50 … 0.01: beyond π it cannot say
/// which level it stands for; log σ never moves that far.
std::vector<verify::Check> c4_31() {
  const std::vector<double> ladder = sampling::noise_ladder(LadderSpacing::geometric, 50, 0.01, 10);
  double phase = 0, phase_of_log = 0;
  for (std::size_t i = 1; i < ladder.size(); ++i) {
    phase = std::max(phase, ladder[i - 1] - ladder[i]);
    phase_of_log = std::max(phase_of_log, std::log(ladder[i - 1] / ladder[i]));
  }
  const double first = 7.5, second = first + 2 * std::numbers::pi;
  return {truth(phase > std::numbers::pi, "sin(sigma) wraps between levels, the condition broken", false),
          verify::value_check(
              0, std::hypot(std::sin(first) - std::sin(second), std::cos(first) - std::cos(second)), 1e-14,
              "sigma = 7.5 and 7.5 + 2 pi have one embedding"),
          verify::value_check(std::log(5000.0) / 9, phase_of_log, 1e-12, "log sigma moves by 0.946 < pi")};
}

/// Two points of equal norm keep it on the way; of norms 1 and 3 at a right angle the middle has |a + b|/√2;
/// opposite ones have no arc.
std::vector<verify::Check> c4_38() {
  const Eigen::Vector2d a(1, 0), b(0, 1), far(0, 3), opposite(-1, 0);
  return {verify::value_check(1, sampling::slerp(a, b, 0.3).norm(), 1e-14, "equal norms"),
          beside(1, verify::value_check(std::sqrt(5.0), sampling::slerp(a, far, 0.5).norm(), 1e-12,
                                        "norms 1 and 3: sqrt(10)/sqrt(2), the condition broken")),
          beside(1, verify::value_check(0, sampling::slerp(a, opposite, 0.5).norm(), 1e-12,
                                        "opposite points: through 0, the condition broken"))};
}

}  // namespace

void add_ladders(Rows& rows, const Settings&) {
  rows.add("C4-26", {"two_modes", "one_mode", "critical_sigma"}, c4_26);
  rows.add("C4-27", {"least_ratio", "largest_ratio", "linear", "quadratic", "from_data"}, c4_27);
  rows.add("C4-29", {"large_noise", "bound", "small_noise"}, c4_29);
  rows.add("C4-30", {"fixed_place", "root_mean_square"}, c4_30);
  rows.add("C4-31", {"phase", "alias", "phase_of_log"}, c4_31);
  rows.add("C4-38", {"equal_norms", "other_norms", "opposite"}, c4_38);
}

}  // namespace kolmo::claims::generative

// Scores: what they need, and what they say of a law.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"

namespace kolmo::claims::generative {
namespace {

/// The score of N(0, 1) is −x.
verify::Check c4_01() {
  return verify::value_check(-1.7, score_at(density::gaussian_1d(0, 1), 1.7), 1e-15, "-x");
}

/// Ising's chain of nine spins on a 3 × 3 square, −E = ½ Σ s_i s_j over neighbours + 0.1 Σ s_i.
double minus_energy(unsigned state) {
  const auto spin = [=](int i) { return (state >> i & 1u) != 0 ? 1.0 : -1.0; };
  double total = 0;
  for (int i = 0; i < 9; ++i) {
    total += 0.1 * spin(i);
    if (i % 3 < 2) total += 0.5 * spin(i) * spin(i + 1);
    if (i < 6) total += 0.5 * spin(i) * spin(i + 3);
  }
  return total;
}

/// P(s_4 = 1 | the others = 1) from all 512 states, and from the difference of two energies, without Z; the
/// gradient of the relaxed energy of real s needs none either.
std::vector<verify::Check> c4_02() {
  double up = 0, both = 0, z = 0;
  for (unsigned state = 0; state < 512; ++state) {
    const double weight = std::exp(minus_energy(state));
    z += weight;
    if ((state | 1u << 4) != 511) continue;
    both += weight;
    if (state == 511) up += weight;
  }
  const double local = 1 / (1 + std::exp(-2 * (0.5 * 4 + 0.1)));
  return {
      verify::value_check(up / z / (both / z), local, 1e-14, "both probabilities by enumeration: Z cancels"),
      verify::value_check(2 * (0.5 * 4 + 0.1), minus_energy(511) - minus_energy(511 ^ 1u << 4), 1e-13,
                          "2 (J sum of neighbours + h): four terms, not 2^9")};
}

/// Fisher's information of the place bounds the variance; of a scale it is another number than E s².
std::vector<verify::Check> c4_05() {
  const density::GaussianMixture law = two_modes(2, 1);
  const double information = density::fisher_information(law)(0, 0), variance = law.covariance()(0, 0);
  const double place = mean_on_line(law, [&](double x) { return std::pow(score_at(law, x), 2); });
  // The score of σ for N(0, σ²) at σ = 1 is x² − 1.
  const double scale =
      mean_on_line(density::gaussian_1d(0, 1), [](double x) { return std::pow(x * x - 1, 2); });
  return {verify::value_check(information, place, 1e-9, "E (d log p(x - m)/dm)^2"),
          truth(variance >= 1 / information, "Var >= 1/I for a location"),
          beside(1, verify::value_check(2, scale, 1e-10,
                                        "2/sigma^2 for a scale, where E s^2 = 1: the condition broken"))};
}

/// ε = −σs and x₀ = (x + σ²s)/α, and back.
std::vector<verify::Check> c4_06() {
  const double alpha = 0.8, sigma = 0.6;
  const Points x = (Points(2, 2) << 0.3, -1.1, 2.0, 0.7).finished();
  Points value = (Points(2, 2) << -0.4, 0.9, 0.2, -1.3).finished();
  const Points s = value;
  score::convert(score::Output::score, score::Output::noise, alpha, sigma, x, value);
  const double noise = (value + sigma * s).matrix().norm();
  score::convert(score::Output::noise, score::Output::denoised, alpha, sigma, x, value);
  const double denoised = (value - (x + sigma * sigma * s) / alpha).matrix().norm();
  score::convert(score::Output::denoised, score::Output::score, alpha, sigma, x, value);
  return {verify::value_check(0, noise, 1e-14, "-sigma s"),
          verify::value_check(0, denoised, 1e-14, "(x + sigma^2 s)/alpha"),
          verify::value_check(0, (value - s).matrix().norm(), 1e-14, "round trip")};
}

/// Δlog p = Δp/p − |∇p|²/p², the right side by differences of p.
verify::Check c4_09() {
  const density::GaussianMixture law = measure::three_components();
  const Eigen::Vector2d x(0.4, 0.3);
  const auto p = [&](const Eigen::Vector2d& y) { return std::exp(log_density_at(law, y)); };
  const double h = 1e-3;
  double second = 0, square = 0;
  for (Index i = 0; i < 2; ++i) {
    const Eigen::Vector2d step = h * Eigen::Vector2d::Unit(i);
    second += (p(x + step) - 2 * p(x) + p(x - step)) / (h * h);
    square += std::pow((p(x + step) - p(x - step)) / (2 * h), 2);
  }
  return verify::value_check(second / p(x) - square / (p(x) * p(x)), divergence_at(law, x), 1e-3,
                             "second differences of p, O(h^2)");
}

/// −∇ of ½xᵀAx + bᵀx by differences: the symmetric part of A counts alone.
std::vector<verify::Check> c4_46() {
  const Eigen::Vector2d b(0.3, -0.2), x(1.1, 0.6);
  const auto first = [&](const Eigen::Matrix2d& a) {
    const auto minus_energy = [&](const Eigen::Vector2d& y) { return -(0.5 * y.dot(a * y) + b.dot(y)); };
    const double h = 1e-3;
    const Eigen::Vector2d step(h, 0);
    return (minus_energy(x + step) - minus_energy(x - step)) / (2 * h);
  };
  const Eigen::Matrix2d symmetric{{2, 0.5}, {0.5, 1}}, skew{{2, 1.5}, {-0.5, 1}};
  return {verify::value_check(-(symmetric * x + b)(0), first(symmetric), 1e-9, "-(Ax + b), A symmetric"),
          beside(-(skew * x + b)(0),
                 verify::value_check(-(0.5 * (skew + skew.transpose()) * x + b)(0), first(skew), 1e-9,
                                     "-(A + A^T)x/2 - b, the condition broken"))};
}

}  // namespace

void add_scores(Rows& rows, const Settings&) {
  rows.add("C4-01", "standard_normal", c4_01);
  rows.add("C4-02", {"conditional", "energy_difference"}, c4_02);
  rows.add("C4-05", {"location", "bound", "scale"}, c4_05);
  rows.add("C4-06", {"noise", "denoised", "round_trip"}, c4_06);
  rows.add("C4-09", "differences_of_p", c4_09);
  rows.add("C4-46", {"symmetric", "not_symmetric"}, c4_46);
}

}  // namespace kolmo::claims::generative

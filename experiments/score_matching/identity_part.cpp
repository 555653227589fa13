// Objectives against each other and against closed forms, without sampling.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "score_matching/known_scores.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

struct LinearRow {
  double sigma, objective, best;
  Eigen::Matrix3d k;
};

/// J_DSM of a K and of the best one (j_dsm.json, dsm_linear_gaussian).
std::vector<LinearRow> linear_rows() {
  return {{0.1, 157.10103004254785, 147.7102666979395,
           Eigen::Matrix3d{{2.0409191213851825, -2.5556650313141818, 0.41809884672577885},
                           {-0.5677696061279298, -0.45264929211044586, -0.2155971630897659},
                           {-2.019986129147251, -0.23193237764418947, -0.8652130762749417}}},
          {0.5, 11.595935741181611, 4.427143608627039,
           Eigen::Matrix3d{{-1.4734028069252734, -0.2726604735037074, 1.3638284432277585},
                           {0.37002794653164933, 0.29253350998280586, -0.0619607351424988},
                           {-1.2195475545226733, 0.15191748033912833, -0.0860286700162345}}},
          {2.0, 11.342064108263335, 0.06721958255557436,
           Eigen::Matrix3d{{0.2804448075475953, -0.37801080606098525, -1.2719411093809494},
                           {-1.3003349549732552, 0.32261485867868644, -0.6686078765945586},
                           {0.6618186401549919, 0.23789703158397615, -0.2129735690075176}}}};
}

/// E denoising_loss of s = −Kx, by quadrature over the points and the noise: polynomials of degree 2.
double denoising_by_quadrature(const Eigen::MatrixXd& k, double sigma) {
  const LinearField field(-k);
  return mean_by_quadrature(
      covariance_of_three(),
      [&](const ConstBlock& x, const ConstBlock& z, const ConstBlock&, Values out) {
        denoising_loss(field, x, z, sigma, out);
      },
      2);
}

/// J_H + σ²‖K‖² + d/2σ², as claim S-15 has it.
double without_half(const LinearRow& row) {
  const double v = row.sigma * row.sigma;
  return hyvarinen_of_linear(row.k, covariance_of_three()) + v * row.k.squaredNorm() + 3 / (2 * v);
}

void add_linear_checks(frame::Plan& plan) {
  for (const LinearRow& row : linear_rows()) {
    const std::string at = "/sigma=" + number_text(row.sigma);
    // Sums of terms up to d/2σ²: 1e−12 of the value is some hundred roundings.
    const double tolerance = 1e-12 * row.objective, best_tolerance = 1e-12 * std::max(1.0, row.best);
    plan.checks.push_back({"linear/closed" + at, [=] {
                             return verify::value_check(
                                 row.objective, denoising_of_linear(row.k, covariance_of_three(), row.sigma),
                                 tolerance, "j_dsm.json", "J_H + s^2|K|^2/2 + d/2s^2");
                           }});
    plan.checks.push_back({"linear/quadrature" + at, [=] {
                             return verify::value_check(row.objective,
                                                        denoising_by_quadrature(row.k, row.sigma), tolerance,
                                                        "j_dsm.json", "E of the loss itself")
                                 .shows("S-15", without_half(row));
                           }});
    plan.checks.push_back({"linear/best" + at, [=] {
                             const Eigen::MatrixXd k = best_linear(covariance_of_three(), row.sigma);
                             return verify::value_check(row.best, denoising_by_quadrature(k, row.sigma),
                                                        best_tolerance, "j_dsm.json", "at (S + s^2)^-1");
                           }});
  }
}

/// The minimum over K of E½|Kx|² − vᵀKv (or its sliced form) on N(0, I₄), along K = κI by symmetry: the
/// vertex of the parabola through three values, probes with the norm² `length`.
double best_scale(bool sliced, bool unit) {
  const Index d = 4;
  const auto at = [&](double kappa) {
    const LinearField field(-kappa * Eigen::MatrixXd::Identity(d, d));
    return mean_by_quadrature(
        Eigen::MatrixXd::Identity(d, d),
        [&](const ConstBlock& x, const ConstBlock&, const ConstBlock& z, Values out) {
          // Two nodes a coordinate are ±1: Rademacher's probes, whose norm is √d.
          const Points v = z / (unit ? std::sqrt(static_cast<double>(d)) : 1);
          sliced ? sliced_loss(field, x, v, out) : hutchinson_loss(field, x, v, out);
        },
        2);
  };
  const double low = at(0), middle = at(1), high = at(2);
  return 1 + 0.5 * (low - high) / (low - 2 * middle + high);
}

void add_sliced_checks(frame::Plan& plan) {
  plan.checks.push_back({"sliced/reduced/unit_covariance", [] {
                           return verify::value_check(1, best_scale(false, false), 1e-10, "E v v^T = I");
                         }});
  plan.checks.push_back({"sliced/reduced/unit_length", [] {
                           return verify::value_check(0.25, best_scale(false, true), 1e-10,
                                                      "1/d for E v v^T = I/d")
                               .shows("C4-22", 1);
                         }});
  plan.checks.push_back({"sliced/plain/unit_length", [] {
                           return verify::value_check(1, best_scale(true, true), 1e-10,
                                                      "both terms have the factor 1/d");
                         }});
}

/// The linear score of j_dsm.json.
LinearField linear_in_plane() { return LinearField(-Eigen::Matrix2d{{0.7, 0.2}, {-0.1, 0.5}}); }

using MixtureLoss = std::function<void(const ConstBlock& x, Values out)>;
double mean_on_mixture(double sigma, const MixtureLoss& loss) {
  return density::expectation(*blurred_mixture(sigma), loss, 1e-12);
}

/// E denoising_loss on the mixture itself, component by component: polynomials of degree 2 for a linear
/// score.
double denoising_on_mixture(double sigma) {
  const LinearField field = linear_in_plane();
  const density::GaussianMixture data = measure::three_components();
  double mean = 0;
  for (Index k = 0; k < data.components(); ++k) {
    const double of_component = mean_by_quadrature(
        data.covariance(k),
        [&](const ConstBlock& x, const ConstBlock& z, const ConstBlock&, Values out) {
          const Points place = x.rowwise() + data.means().row(k);
          denoising_loss(field, place, z, sigma, out);
        },
        2);
    mean += data.weights()(k) * of_component;
  }
  return mean;
}

struct MixtureRow {
  double sigma, half_fisher_gap, explicit_linear, minimum;
};

/// The loss on the mixture, and its least value of all scores.
void add_denoising_checks(const MixtureRow& row, frame::Plan& plan) {
  const std::string at = "/sigma=" + number_text(row.sigma);
  const double sigma = row.sigma;
  plan.checks.push_back({"mixture/denoising" + at, [=] {
                           return verify::value_check(row.explicit_linear + row.minimum,
                                                      denoising_on_mixture(sigma), 1e-10, "j_dsm.json",
                                                      "explicit matching and the least of all scores");
                         }});
  plan.checks.push_back({"mixture/denoising_minimum" + at, [=] {
                           const double fisher = density::fisher_information(*blurred_mixture(sigma)).trace();
                           return verify::value_check(row.minimum, 0.5 * (2 / (sigma * sigma) - fisher),
                                                      1e-10, "j_dsm.json", "(d/s^2 - I)/2")
                               .shows("S-13");
                         }});
}

void add_mixture_checks(frame::Plan& plan) {
  for (const MixtureRow& row :
       {MixtureRow{0.3, -2.092172576196722, 1.811135076196728, 9.018938534914389},
        MixtureRow{1.0, -0.4605150299259979, 0.5389275299259975, 0.5394849700740021}}) {
    const std::string at = "/sigma=" + number_text(row.sigma);
    const double sigma = row.sigma;
    const auto explicit_mean = [=] {
      const LinearField field = linear_in_plane();
      const auto score = score_of(blurred_mixture(sigma));
      return mean_on_mixture(sigma,
                             [&](const ConstBlock& x, Values out) { explicit_loss(field, *score, x, out); });
    };
    plan.checks.push_back(
        {"mixture/explicit" + at,
         [=] { return verify::value_check(row.explicit_linear, explicit_mean(), 1e-10, "j_dsm.json"); }});
    // ½E|s − ∇log p|² = J_H + ½I: three integrals, each to 1e−12 of its terms.
    plan.checks.push_back(
        {"mixture/hyvarinen" + at, [=] {
           const LinearField field = linear_in_plane();
           const double hyvarinen = mean_on_mixture(
               sigma, [&](const ConstBlock& x, Values out) { hyvarinen_loss(field, x, out); });
           const double half = 0.5 * density::fisher_information(*blurred_mixture(sigma)).trace();
           return verify::value_check(explicit_mean(), hyvarinen + half, 1e-10, "Hyvarinen 2005, theorem 1",
                                      "J_H + I/2")
               .shows("S-12");
         }});
    plan.checks.push_back({"mixture/hyvarinen_at_score" + at, [=] {
                             const auto score = score_of(blurred_mixture(sigma));
                             return verify::value_check(
                                 row.half_fisher_gap,
                                 mean_on_mixture(sigma, [&](const ConstBlock& x,
                                                            Values out) { hyvarinen_loss(*score, x, out); }),
                                 1e-10, "j_dsm.json", "-I/2");
                           }});
    add_denoising_checks(row, plan);
  }
}

}  // namespace

frame::Plan identity_plan() {
  frame::Plan plan{"Objectives and their identities",
                   "Means of the losses by quadrature against closed forms, on a Gaussian and on a mixture."};
  plan.in_parallel = true;
  add_linear_checks(plan);
  add_sliced_checks(plan);
  add_mixture_checks(plan);
  return plan;
}

}  // namespace kolmo::score_matching

// Fokker and Planck's equation at a point, term by term.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/vortex.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using verify::Check;
using verify::value_check;

/// At t = 0.1 and x = 0.3 of VP from the two wells, all divided by p: f, ∇·f, ½g², s, s′ and ∂_t p.
struct Terms {
  double drift, slope, diffusion, score, score_slope, rate;
  double second() const { return score * score + score_slope; }  ///< Δp/p
};

constexpr double when = 0.1, where = 0.3;

Terms terms() {
  const LogDensityAt at = log_density_at_line(process::marginal(*vp(), two_wells(), when), where);
  return {drift_at(*vp(), when, where),
          drift_slope_at(*vp(), when, where),
          0.5 * vp()->schedule().beta(when),
          at.score,
          at.laplacian,
          log_density_rate(*vp(), two_wells(), when, where)};
}

/// −∇·(fp)/p.
double transported(const Terms& a) { return -a.slope - a.drift * a.score; }

Check equation() {
  const Terms a = terms();
  return value_check(transported(a) + a.diffusion * a.second(), a.rate, 1e-6, "p_t = -(f p)' + g^2 p''/2");
}

Check rewriting() {
  const Terms a = terms();
  // −∇·[p(f − ½g²s)], and with the further −½g²Δp that is printed
  const double flow = -(a.slope - a.diffusion * a.score_slope) - (a.drift - a.diffusion * a.score) * a.score;
  return beside(flow - a.diffusion * a.second(),
                value_check(flow, a.rate, 1e-6, "-(p v)' alone, beside it less g^2 p''/2"));
}

/// What is printed is −(fp)′: diffusion cancels.
Check cancellation() {
  const Terms a = terms();
  const double flow = -(a.slope - a.diffusion * a.score_slope) - (a.drift - a.diffusion * a.score) * a.score;
  return value_check(transported(a), flow - a.diffusion * a.second(), 1e-10, "as printed: -(f p)'");
}

/// ∂_τ p of the reverse process at τ = T − t.
Check reverse_equation() {
  const Terms a = terms();
  const process::ReverseProcess reverse(vp(), std::make_shared<process::MarginalScore>(vp(), two_wells()), 1);
  const double drift = drift_at(reverse, 1 - when, where), slope = drift_slope_at(reverse, 1 - when, where);
  return value_check(-a.rate, -slope - drift * a.score + a.diffusion * a.second(), 1e-6,
                     "p_tau = -([-f + g^2 s] p)' + g^2 p''/2");
}

/// −∂_t p, beside f p′ + ½g²p″.
Check backward_equation() {
  const Terms a = terms();
  return beside(a.drift * a.score + a.diffusion * a.second(),
                value_check(a.slope + a.drift * a.score - a.diffusion * a.second(), -a.rate, 1e-6,
                            "(f p)' - g^2 p''/2, beside Kolmogorov's backward operator on p"));
}

/// ∫u p with u(t, x) = E[X_1² | X_t = x] at two times: what the backward equation is for.
Check duality() {
  const auto pairing = [](double t) {
    const process::Kernel kernel = *vp()->kernel(t, 1);
    return density::expectation(
        process::marginal(*vp(), two_wells(), t),
        [&](const ConstBlock& x, Values out) { out = (kernel.scale * x.col(0)).square() + kernel.variance; });
  };
  return value_check(pairing(0.05), pairing(0.6), 1e-10, "the integral of u p does not depend on t");
}

/// Residual of the equation in the plane, at (0.4, −0.3) and t = 0.1: ∂_t log p from differences.
Check plane_equation() {
  Points means(2, 2);
  means << -1.5, 0, 1.5, 0.5;
  const Eigen::MatrixXd first{{0.5, 0.1}, {0.1, 0.3}}, second{{0.3, -0.1}, {-0.1, 0.6}};
  const GaussianMixture data(Eigen::Array2d(0.4, 0.6), means, density::Covariances::full({first, second}));
  Points x(1, 2);
  x << 0.4, -0.3;
  const auto log_density = [&](double t) {
    Eigen::ArrayXd value(1);
    process::marginal(*vp(2), data, t).log_density(x, value);
    return value(0);
  };
  Points score(1, 2), drift(1, 2);
  Eigen::ArrayXd laplacian(1), slope(1);
  process::marginal(*vp(2), data, when).score_and_laplacian(x, score, laplacian);
  vp(2)->drift(when, x, drift);
  vp(2)->drift_divergence(when, x, slope);
  const double second_order = score.matrix().squaredNorm() + laplacian(0);
  return value_check(
      -slope(0) - (drift * score).matrix().sum() + 0.5 * vp()->schedule().beta(when) * second_order,
      difference(log_density, when, 1e-4), 1e-6, "in the plane");
}

/// Covariance at rest of dX = −X dt + G dW by Euler's chain, extrapolated to h = 0, beside ½G.
std::vector<Check> anisotropic() {
  const Eigen::MatrixXd g{{2, 0}, {1, 1}};
  const process::LinearProcess process(-Eigen::MatrixXd::Identity(2, 2), Eigen::VectorXd::Zero(2), g);
  const auto rest = [&](double h) {
    return measure::stationary_law(sde::scheme("euler_maruyama"), process, h).value().covariance;
  };
  const Eigen::MatrixXd found = 2 * rest(5e-4) - rest(1e-3), right = 0.5 * g * g.transpose();
  return {beside(1, value_check(right(0, 0), found(0, 0), 1e-5, "(G G')/2, beside G/2")),
          beside(0.25, value_check(right(1, 0), found(1, 0), 1e-5, "(G G')/2, beside the mean of G/2"))};
}

/// (f − ½g²s) at (1, 0) of the vortex of rate 3 at rest in N(0, I), and what of ∂_t p is left there.
std::vector<Check> rotating() {
  const process::Vortex vortex(3);
  const GaussianMixture rest = density::gaussian(Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity());
  Points x(1, 2), drift(1, 2), score(1, 2);
  x << 1, 0;
  Eigen::ArrayXd divergence(1), laplacian(1);
  vortex.drift(0, x, drift);
  vortex.drift_divergence(0, x, divergence);
  rest.score_and_laplacian(x, score, laplacian);
  const double rate =
      -divergence(0) - (drift * score).matrix().sum() + score.matrix().squaredNorm() + laplacian(0);
  return {beside(0, value_check(3, (drift - score).matrix().norm(), 1e-13,
                                "|J|/p = omega |x|, beside 0; another program")),
          value_check(0, rate, 1e-13, "N(0, I) is at rest")};
}

void add_equation(Rows& rows) {
  rows.add("C5-50", "at_a_point", equation);
  rows.add("C5-51", {"diagonal", "off_the_diagonal"}, anisotropic);
  rows.add("C5-54", "composed", [] {
    const process::Kernel first = *vp()->kernel(0, 0.2), second = *vp()->kernel(0.2, 0.5);
    return value_check(vp()->kernel(0, 0.5)->variance,
                       second.scale * second.scale * first.variance + second.variance, 1e-14,
                       "Chapman and Kolmogorov: from 0 to 0.2, from 0.2 to 0.5");
  });
  rows.add("C5-54", "in_the_plane", plane_equation);
  rows.add("C5-55", "residual", rewriting);
  rows.add("C5-55", "what_is_left", cancellation);
  rows.add("C5-56", "residual", backward_equation);
  rows.add("C5-56", "duality", duality);
  rows.add("C5-60", {"flux", "at_rest"}, rotating);
  rows.add("C5-62", "at_a_point", reverse_equation);
}

}  // namespace

void add_fokker_planck(Rows& rows) { add_equation(rows); }

}  // namespace kolmo::claims::continuous_time

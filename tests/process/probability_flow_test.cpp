// The probability flow of every kind of noise: ∇·(p v) = −L*p, whatever p is.
#include "kolmo/process/derived/probability_flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/score/score_jacobian.hpp"

namespace kolmo::process {
namespace {

/// dX = (y − x³, −x y) dt + G dW with every entry of G bent.
class BentNoise final : public MatrixNoise {
 public:
  std::string name() const override { return "bent"; }
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 3; }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  void drift(double, const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(1) - x.col(0).cube();
    out.col(1) = -x.col(0) * x.col(1);
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    out = -3 * x.col(0).square() - x.col(0);
  }
  /// Columns (1 + 0.3 x y, 0.2 y²), (0.4 x, 0.9), (0.1, 0.5 x²).
  void diffusion_matrix(double, const ConstBlock& x, Block out) const override {
    const auto a = x.col(0), b = x.col(1);
    out.col(0) = 1 + 0.3 * a * b;
    out.col(1) = 0.2 * b.square();
    out.col(2) = 0.4 * a;
    out.col(3).setConstant(0.9);
    out.col(4).setConstant(0.1);
    out.col(5) = 0.5 * a.square();
  }
  void diffusion_matrix_derivative(double, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    const auto a = x.col(0), b = x.col(1), p = v.col(0), q = v.col(1);
    out.col(0) = 0.3 * (p * b + a * q);
    out.col(1) = 0.4 * b * q;
    out.col(2) = 0.4 * p;
    out.col(3).setZero();
    out.col(4).setZero();
    out.col(5) = a * p;
  }
};

/// dX_j = −X_j dt + g_j(X_j) dW_j.
class OwnNoise final : public Process {
 public:
  std::string name() const override { return "own"; }
  Index dimension() const override { return 2; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setConstant(-2); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out.col(0) = 1 + 0.5 * x.col(0).square();
    out.col(1) = 0.7 + 0.2 * x.col(1);
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(0);
    out.col(1).setConstant(0.2);
  }
};

/// A mixture that stands still, as a score.
class Standing : public ScoreField {
 public:
  explicit Standing(const density::GaussianMixture& law) : law_(law) {}
  Index dimension() const override { return law_.dimension(); }
  void score(double, const ConstBlock& x, Block out) const override { law_.score(x, out); }
  void score_and_divergence(double, const ConstBlock& x, Block score, Values divergence) const override {
    law_.score_and_laplacian(x, score, divergence);
  }

 protected:
  density::GaussianMixture law_;
};

class StandingWithJacobian final : public Standing, public ScoreJacobian {
 public:
  using Standing::Standing;
  void score_and_jacobian(double t, const ConstBlock& x, Block score, Block jacobian) const override {
    this->score(t, x, score);
    density::ComponentTable table;
    table.assign(law_.log_weights(), law_.means(), law_.covariances(), Eigen::VectorXd::Zero(x.cols()), 1, 0);
    score_jacobian(table, x, jacobian);
  }
};

density::GaussianMixture two_tilted() {
  Eigen::Matrix2d a, b;
  a << 0.5, 0.2, 0.2, 0.4;
  b << 0.3, -0.1, -0.1, 0.6;
  Points means(2, 2);
  means << -0.5, 0.2, 0.7, -0.3;
  return {Eigen::Array2d(0.4, 0.6), means, density::Covariances::full({a, b})};
}

/// −∇·(f p) + ½ Σ ∂_j ∂_k (D_jk p) at x by differences of fourth order.
double forward_operator(const Process& process, const density::GaussianMixture& law,
                        const Eigen::Vector2d& x) {
  const double h = 0.01;
  const Index m = process.noise_dimension();
  const auto at = [&](double dx, double dy, Index j, Index k) {
    Points place(1, 2), g(1, 2 * m);
    place << x(0) + dx, x(1) + dy;
    Eigen::ArrayXd log_p(1);
    law.log_density(place, log_p);
    process.diffusion_matrix(0, place, g);
    double spread = 0;
    for (Index l = 0; l < m; ++l) spread += g(0, 2 * l + j) * g(0, 2 * l + k);
    return std::exp(log_p(0)) * spread;
  };
  const auto flux = [&](double dx, double dy, Index j) {
    Points place(1, 2), f(1, 2);
    place << x(0) + dx, x(1) + dy;
    Eigen::ArrayXd log_p(1);
    law.log_density(place, log_p);
    process.drift(0, place, f);
    return std::exp(log_p(0)) * f(0, j);
  };
  const auto first = [&](const std::function<double(double)>& u) {
    return (8 * (u(h) - u(-h)) - (u(2 * h) - u(-2 * h))) / (12 * h);
  };
  double total = 0;
  for (Index j = 0; j < 2; ++j) {
    total -= first([&](double s) { return j == 0 ? flux(s, 0, j) : flux(0, s, j); });
    for (Index k = 0; k < 2; ++k)
      total += 0.5 * first([&](double s) {
                 return first([&](double r) {
                   const double dx = (j == 0 ? s : 0) + (k == 0 ? r : 0),
                                dy = (j == 1 ? s : 0) + (k == 1 ? r : 0);
                   return at(dx, dy, j, k);
                 });
               });
  }
  return total;
}

/// The largest |p (∇·v + v·s) + L*p| at four places, as a share of the largest |L*p|.
double defect(const std::shared_ptr<const Process>& process) {
  const density::GaussianMixture law = two_tilted();
  const ProbabilityFlow flow(process, std::make_shared<StandingWithJacobian>(law), Eigen::Vector2d(1, 1));
  Points x(4, 2), v(4, 2), s(4, 2), alone(4, 2);
  x << 0.3, -0.4, -0.8, 0.5, 1.1, 0.2, 0, 0.9;
  Eigen::ArrayXd divergence(4), log_p(4);
  flow.velocity_and_divergence(0, x, v, divergence);
  flow.velocity(0, x, alone);
  EXPECT_TRUE((v == alone).all());
  law.score(x, s);
  law.log_density(x, log_p);
  double largest = 0, size = 0;
  for (Index i = 0; i < 4; ++i) {
    const double expected = forward_operator(*process, law, x.row(i).matrix().transpose());
    const double observed = std::exp(log_p(i)) * (divergence(i) + (v.row(i) * s.row(i)).sum());
    largest = std::max(largest, std::abs(observed + expected));
    size = std::max(size, std::abs(expected));
  }
  return largest / size;
}

// Differences of fourth order over 0.01: their error is h⁴/30 times sixth derivatives of lengths of ½, 1e−6
// at most.
TEST(ProbabilityFlow, OfEveryKindOfNoiseKeepsTheForwardEquation) {
  Eigen::Matrix2d a;
  a << -1, 2, -0.5, -0.7;
  Eigen::Matrix<double, 2, 3> g;
  g << 0.8, 0.1, 0.3, -0.2, 0.9, 0.1;
  EXPECT_LT(defect(std::make_shared<LinearProcess>(a, Eigen::Vector2d(0.1, 0.2), g)), 2e-6);
  EXPECT_LT(defect(std::make_shared<OwnNoise>()), 2e-6);
  EXPECT_LT(defect(std::make_shared<BentNoise>()), 2e-6);
  EXPECT_LT(defect(std::make_shared<LinearProcess>(a, Eigen::Vector2d(0.1, 0.2),
                                                   0.8 * Eigen::Matrix2d::Identity())),
            2e-6);
}

TEST(ProbabilityFlow, SaysWhatItsDivergenceNeeds) {
  const auto bent = std::make_shared<BentNoise>();
  const auto law = std::make_shared<StandingWithJacobian>(two_tilted());
  Points x = Points::Zero(1, 2), v(1, 2);
  Eigen::ArrayXd divergence(1);
  const ProbabilityFlow without_scale(bent, law);
  without_scale.velocity(0, x, v);
  EXPECT_THROW(without_scale.velocity_and_divergence(0, x, v, divergence), Undefined);
  const ProbabilityFlow without_jacobian(bent, std::make_shared<Standing>(two_tilted()),
                                         Eigen::Vector2d(1, 1));
  EXPECT_THROW(without_jacobian.velocity_and_divergence(0, x, v, divergence), Undefined);
  EXPECT_THROW(ProbabilityFlow(bent, law, Eigen::VectorXd::Ones(3)), InvalidArgument);
  EXPECT_THROW(ProbabilityFlow(bent, law, Eigen::Vector2d(1, 0)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process

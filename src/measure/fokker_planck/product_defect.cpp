// Products of trigonometric polynomials against their Galerkin projection.

#include <cmath>
#include <complex>

#include "kolmo/measure/fokker_planck/spectral_orders.hpp"

namespace kolmo::measure {
namespace {

using Complex = std::complex<double>;
using fokker_planck::Dealiasing;
using fokker_planck::FourierSolver;

/// f = Σ_{|k| ≤ 6} f_k e^{ikx}, g² = 2 + cos 3x + ½ cos 6x.
class Polynomial final : public process::DiagonalNoise {
 public:
  static Complex coefficient(Index k) {
    if (std::abs(k) > 6) return 0;
    const double size = 1 / (1 + static_cast<double>(std::abs(k)));
    return {size, k > 0 ? 0.5 * size : k < 0 ? -0.5 * size : 0};
  }
  static double square(Index k) { return k == 0 ? 2 : std::abs(k) == 3 ? 0.5 : std::abs(k) == 6 ? 0.25 : 0; }
  std::string name() const override { return "polynomial"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      Complex f = 0;
      for (Index k = -6; k <= 6; ++k) f += coefficient(k) * std::polar(1.0, static_cast<double>(k) * x(i, 0));
      out(i, 0) = f.real();
    }
  }
  void drift_divergence(double, const ConstBlock&, Values) const override {}
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    out = (2 + (3 * x).cos() + 0.5 * (6 * x).cos()).sqrt();
  }
  void diffusion_derivative(double, const ConstBlock&, Block) const override {}
};

/// Of p, at the first centre x₀: p_k e^{ikx₀}.
Complex mode(Index k) {
  const double square = 0.7 * static_cast<double>(k * k);
  return std::polar(1.0, k > 0 ? square : -square);
}

}  // namespace

double product_defect(Dealiasing dealiasing, Index nodes) {
  const FourierSolver solver(std::make_shared<Polynomial>(), ring(nodes),
                             fokker_planck::semilinear_stepper("etdrk4"), dealiasing);
  const Index top = solver.largest_mode(0);
  Eigen::ArrayXd c = Eigen::ArrayXd::Zero(solver.size());
  for (Index k = 0; k <= top; ++k) c.segment(2 * k, 2) << mode(k).real(), mode(k).imag();
  const Eigen::ArrayXd rate = solver.rate(0, c);
  const double x0 = solver.nodes()(0, 0);
  double worst = 0, largest = 0;
  for (Index k = 0; k <= top; ++k) {
    const double kappa = static_cast<double>(k);
    Complex exact = 0;
    for (Index l = std::max(-top, k - top); l <= top; ++l) {
      const auto shift = std::polar(1.0, static_cast<double>(k - l) * x0);
      const Complex product = -Complex(0, kappa) * Polynomial::coefficient(k - l) -
                              0.5 * kappa * kappa * Polynomial::square(k - l);
      exact += product * shift * mode(l);
    }
    worst = std::max(worst, std::abs(exact - Complex(rate(2 * k), rate(2 * k + 1))));
    largest = std::max(largest, std::abs(exact));
  }
  return worst / largest;
}

}  // namespace kolmo::measure

#pragma once
// The stationary law of overdamped Langevin dynamics in 1-D.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "kolmo/density/density.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// p(x) = e^{−V(x)/T} / Z in 1-D, with Z, moments and the distribution function by Gauss–Legendre quadrature
/// on equal cells (10 points each), checked against half as many cells.
class GibbsDensity final : public Density {
 public:
  struct Interval {
    double lower, upper;  ///< lower < upper
  };

  /// potential of dimension 1, temperature T > 0. Without an interval, one is found outside which (V − min
  /// V)/T > 60, whatever the unit of length (the search looks from 2⁻²⁰⁰ to 2²⁰⁰, at steps of 0.8 % of the
  /// distance from 0 or from the deepest well). Throws InvalidArgument where an argument is wrong or where V
  /// has not risen by 30 T at the ends of a given interval; NumericalFailure where e^{−V/T} cannot be
  /// normalised or is not resolved.
  GibbsDensity(std::shared_ptr<const Potential> potential, double temperature,
               std::optional<Interval> interval = std::nullopt);

  Index dimension() const override { return 1; }
  void log_density(const ConstBlock& x, Values out) const override;
  void score(const ConstBlock& x, Block out) const override;
  void score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const override;
  void hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override;
  /// By the quantile of one uniform number (step 0, draw 0).
  void sample(const RandomStream& stream, Index first, Block out) const override;

  double temperature() const { return temperature_; }
  const Potential& potential() const { return *potential_; }
  Interval interval() const { return interval_; }
  /// log Z, Z = ∫ e^{−V/T}.
  double log_normalisation() const { return log_normalisation_; }
  /// E f(X).
  double expectation(const std::function<double(double)>& f) const;
  /// E X^n, n ≥ 0.
  double raw_moment(int n) const;
  /// −∫ p log p, in nats.
  double entropy() const;
  /// P(X ≤ x).
  double cdf(double x) const;
  /// P(X > a).
  double probability_above(double a) const;
  /// The x with P(X ≤ x) = p, 0 < p < 1 (else InvalidArgument).
  double quantile(double p) const;

 private:
  void tabulate();
  void require_resolved(double least, double z) const;
  double cell_width() const;
  /// ∫_a^b p for an interval no longer than a cell.
  double mass(double a, double b) const;

  std::shared_ptr<const Potential> potential_;
  double temperature_;
  Interval interval_;
  double log_normalisation_ = 0;
  Eigen::ArrayXd nodes_, node_masses_, node_log_densities_;  ///< quadrature nodes, w_i p(x_i), log p(x_i)
  std::vector<double> mass_below_;  ///< P(X ≤ left face of cell i), one more than cells
};

}  // namespace kolmo::density

#pragma once
// Kernels that keep their shape: ψ_t(r) = F(r/s(t)).

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kolmo/green_flow/green_kernel.hpp"

namespace kolmo::green_flow {

/// A distribution function F of z = r/s > 0 in d dimensions, F(0) = 0, F(∞) = 1.
struct RadialProfile {
  std::string name;
  std::function<double(Index d, double z)> distribution;  ///< F
  std::function<double(Index d, double u)> quantile;      ///< F⁻¹
  /// ℓ(z) = log(F′(z)/z^{d−1}) and f(z) = −ℓ′(z)/z; f may be null.
  std::function<void(Index d, const ConstValues& z, Eigen::ArrayXd& shape, Eigen::ArrayXd* fall)> shape;
  Index bounded_up_to = 0;          ///< φ is bounded at its source for d up to this; 0: for every d
  double finite_moments_below = 0;  ///< 0: all moments are finite
};

/// tanh z; 1 − e^{−z}; gaussian, the law of |N(0, I)|; cauchy, that of the multivariate Cauchy law. The first
/// two have φ ∝ r^{1−d} near a source: bounded on the line alone.
const std::vector<RadialProfile>& radial_profiles();

/// The profile of this name. Throws InvalidArgument with the names there are.
const RadialProfile& find_profile(std::string_view name);

/// s(t) > 0 and its derivative.
struct Spread {
  std::function<double(double t)> value = [](double t) { return t; };
  std::function<double(double t)> derivative = [](double) { return 1.0; };
};

/// φ_t(r) = F′(r/s)/(s S_d r^{d−1}), rate = ṡ/s: any source alone gives the same velocity, mixtures do not.
/// With the Gaussian profile the flow is f = −ṡ s ∇log p_t, the variance-exploding one with g² = 2 s ṡ.
class ProfileKernel final : public GreenKernel {
 public:
  ProfileKernel(Index dimension, const RadialProfile& profile, Spread spread = {});
  const std::string& name() const override { return profile_.name; }
  Index dimension() const override { return dimension_; }
  void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const override;
  double radial_distribution(double t, double r) const override;
  double radius(double t, double u) const override;
  std::string singular() const override;
  double finite_moments_below() const override;

 private:
  double spread(double t) const;
  Index dimension_;
  RadialProfile profile_;
  Spread spread_;
};

}  // namespace kolmo::green_flow

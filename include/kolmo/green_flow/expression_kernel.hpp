#pragma once
// A kernel from a radial distribution function that a user writes.

#include <map>

#include "kolmo/density/expression.hpp"
#include "kolmo/green_flow/green_kernel.hpp"

namespace kolmo::green_flow {

/// ψ_t(r) as a text in r and t ("1 - exp(-(r/t)^2)"), any units: φ and ϕ from its derivatives
/// (green_kernel.hpp).
///
/// Digits: φ is a derivative as it was written, and where a text cancels far from a source (1 − tanh² for
/// sech²) so does φ; radial_profiles() have closed forms. At r = 0 the value at 10⁻⁸ of the median distance
/// stands.
class ExpressionKernel final : public GreenKernel {
 public:
  /// `from` < `to`: the times at which ψ is looked at. Throws InvalidArgument, with the text, the time and
  /// the distance, where ψ does not rise from 0 to 1 in r, or does not gather at r = 0 as t falls.
  ExpressionKernel(Index dimension, const std::string& text, const std::map<std::string, double>& parameters,
                   double from, double to);
  const std::string& name() const override { return text_; }
  Index dimension() const override { return dimension_; }
  void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const override;
  double radial_distribution(double t, double r) const override;
  double radius(double t, double u) const override;
  std::string singular() const override { return singular_; }
  double finite_moments_below() const override { return finite_moments_below_; }

 private:
  void examine(double t) const;
  [[noreturn]] void refuse(double t, double r, double psi, const std::string& what) const;

  Index dimension_;
  std::string text_, singular_;
  double finite_moments_below_ = 0;
  density::Expression psi_;
  density::ExpressionProgram first_, second_;  ///< (ψ_r, ψ_t); and with ψ_rr, ψ_rt
};

}  // namespace kolmo::green_flow

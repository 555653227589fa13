#pragma once
// Coordinates in which diagonal noise is a unit matrix.

#include <array>
#include <memory>
#include <vector>

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::process {

/// dX_j = f_j dt + g_j(X_j) dW_j seen in y_j = ∫ dx_j/|g_j(x_j)| from the lower side of a box:
///     dY_j = (f_j/g_j − ½ g_j′) dt + dW_j,
/// whose metric dy² = Σ dx_j²/g_j² is flat (Lamperti 1964, J. Math. Anal. Appl. 9, 171). Functionals of paths
/// that ask for a metric, such as Onsager and Machlup's, have no curvature there:
///     ∇·F = Σ_j ∂f_j/∂x_j − f_j g_j′/g_j − ½ g_j g_j″.
///
/// Points outside of the box have no coordinate: drift and divergence are NaN there, both ways.
class LampertiTransform final : public Process, public ConstantCoefficients {
 public:
  enum class Drift {
    whole,    ///< f/g − ½g′, the process itself
    leading,  ///< f/g alone: what the other term, of the order of the noise squared, is beside as it vanishes
  };
  /// The noise must be diagonal (or scalar) and the same at all times, asked at time 0; box: d pairs lower <
  /// upper, finite. Throws InvalidArgument, with the place, where a g_j is 0, not finite or of both signs in
  /// the box, or its integral does not come to rest at twelve digits.
  LampertiTransform(std::shared_ptr<const Process> process, const std::vector<std::array<double, 2>>& box,
                    Drift drift = Drift::whole);

  std::string name() const override { return process_->name() + "/unit_noise"; }
  Index dimension() const override { return process_->dimension(); }
  void drift(double t, const ConstBlock& y, Block out) const override;
  /// g″ by differences of g′ of order 4 over 10⁻³ of an eighth of the box. Undefined where the process lacks
  /// ∇·f or g′.
  void drift_divergence(double t, const ConstBlock& y, Values out) const override;
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
  std::optional<bool> constant_coefficients() const override {
    return process::constant_coefficients(*process_);
  }

  /// y of x and x of y, to a few ulp of the box; NaN outside of it. rows×d.
  Points to_unit(const ConstBlock& x) const;
  Points from_unit(const ConstBlock& y) const;
  /// How long the box is in each y_j.
  const Eigen::ArrayXd& length() const { return length_; }

 private:
  /// Panels of one coordinate: their ends, and y there.
  struct Axis {
    std::vector<double> x, y;
  };
  /// |g_j| at places of coordinate j.
  Eigen::ArrayXd noise_along(Index j, const Eigen::ArrayXd& x) const;
  /// ∫ dx/|g_j| from each `from` to each `to`.
  Eigen::ArrayXd integrals(Index j, const Eigen::ArrayXd& from, const Eigen::ArrayXd& to) const;
  void add_panels(Index j, double lower, double upper, int depth, Axis& axis) const;

  std::shared_ptr<const Process> process_;
  std::vector<std::array<double, 2>> box_;
  Drift drift_;
  Eigen::ArrayXd middle_, length_;
  std::vector<Axis> axes_;
};

}  // namespace kolmo::process

#pragma once
// One axis with cells of unequal width.

#include <functional>

#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {

/// Cells between the faces X(i/n), i = 0 … n, of a smooth rising map X: [0, 1] → [lower, upper]. Every solver
/// sees the unit interval with n equal cells, and on it the density of ξ = X⁻¹(x), q_i = n w_i p_i, w_i the
/// width of cell i: Σ q/n = Σ p w is the mass. A value.
class GradedLine {
 public:
  /// Throws InvalidArgument unless there are at least 3 faces, finite and rising.
  explicit GradedLine(std::vector<double> faces);
  /// From X. Order 2 in 1/n needs X twice continuously differentiable with X′ > 0.
  GradedLine(const std::function<double(double)>& map, Index cells);

  Index cells() const { return static_cast<Index>(faces_.size()) - 1; }
  double face(Index i) const { return faces_[static_cast<std::size_t>(i)]; }
  double centre(Index i) const { return (face(i) + face(i + 1)) / 2; }
  double width(Index i) const { return face(i + 1) - face(i); }

  /// The unit interval on which densities are marched.
  Grid unit() const { return Grid({{0, 1, cells()}}); }
  /// The cell centres, n×1.
  Points centres() const;
  /// q from p, and p from q; both have one value a cell.
  Eigen::ArrayXd to_unit(const Eigen::ArrayXd& p) const;
  Eigen::ArrayXd from_unit(const Eigen::ArrayXd& q) const;

 private:
  std::vector<double> faces_;
};

/// The widths grow by the factor `ratio` > 0 from the first cell to the last: X = lower + (upper − lower)
/// (ratio^ξ − 1)/(ratio − 1), uniform for ratio = 1.
GradedLine geometric_line(double lower, double upper, Index cells, double ratio);

/// Fine around `focus` in (lower, upper): X = lower + (focus − lower) (1 + sinh(s (ξ − ξ₀))/sinh(s ξ₀)), with
/// ξ₀ such that X(1) = upper; s = `strength` > 0 (Vinokur 1983; Thompson, Warsi, Mastin 1985).
GradedLine focused_line(double lower, double upper, Index cells, double focus, double strength);

/// The fitted flux between cells of unequal width: up = D/(d w_i) B(δ), d the distance of the centres, δ the
/// difference of V/T where the process is a gradient flow, −d f̃/D otherwise. Keeps e^{−V/T} at the centres
/// exactly, p ≥ 0 and the mass; order 2 on smooth maps. The generator acts on q. Throws as
/// scharfetter_gummel does.
Generator scharfetter_gummel(const process::Process& process, const GradedLine& line,
                             const Setting& setting = {});

}  // namespace kolmo::fokker_planck

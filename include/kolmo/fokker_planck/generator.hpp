#pragma once
// The discrete Fokker–Planck operator: rates of exchange through the faces of a grid.

#include <Eigen/SparseCore>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/fokker_planck/boundary.hpp"

namespace kolmo::fokker_planck {

/// What the faces of the lines along one axis let through, in 1/time. An inner face f lets
/// F_f = up(f) p_f − down(f) p_{f+1} pass from cell f to cell f + 1 (a flux divided by the cell width);
/// (cells along the axis − 1) × lines. One column where all lines share their rates; else column l belongs to
/// the line through cell l of the other axes, the lower of which runs fastest.
struct FaceRates {
  Eigen::ArrayXXd up, down;
  Eigen::ArrayXXd log_ratio;  ///< log(down/up) = −log(p_{f+1}/p_f) in equilibrium; finite where up underflows
  /// What the first (row 0) and the last cell (row 1) of a line lose through an absorbing wall, 0 through one
  /// that nothing passes; columns as above. Empty where no side of the axis absorbs.
  Eigen::ArrayXXd leaks = {};
  /// The face that closes a periodic axis: rates from the last cell to the first (row 0) and back (row 1).
  /// Empty where the axis is not periodic.
  Eigen::ArrayXXd wrap = {};
  bool shared() const { return up.cols() == 1; }
  /// Nothing passes the sides.
  bool closed() const { return leaks.size() == 0 && wrap.size() == 0; }
};

/// dp/dt = L p with (L p)_i = Σ over axes of F_{i−½} − F_{i+½}; constant in time. Σp is conserved but for
/// what leaks through absorbing walls. L's off-diagonal entries are ≥ 0 unless a discretisation has negative
/// rates. A value.
class Generator {
 public:
  /// rates[k] belongs to axis k, 1 to 3 axes. Throws InvalidArgument on wrong shapes and rates that are not
  /// finite.
  Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation);
  const Grid& grid() const { return grid_; }
  const FaceRates& rates(Index axis) const { return rates_[static_cast<std::size_t>(axis)]; }
  const std::string& discretisation() const { return discretisation_; }

  /// Nothing passes any side.
  bool closed() const;
  /// Where a rate is negative nothing keeps p ≥ 0 (central differences at cell Péclet numbers above 2).
  bool has_negative_rates() const { return has_negative_rates_; }

  /// out = L p, both with grid().cells() entries.
  void apply(const double* p, double* out) const;
  /// out = Lᵀ u: the backward operator.
  void apply_transposed(const double* u, double* out) const;
  /// L itself.
  Eigen::SparseMatrix<double> sparse() const;

  /// What leaves through a side (0 lower, 1 upper) of an axis: probability per time, given densities.
  double outflow(const double* p, Index axis, Index side) const;

 private:
  template <class Visit>
  void for_each_face(Visit visit) const;
  template <class Visit>
  void for_each_leak(Visit visit) const;

  Grid grid_;
  std::vector<FaceRates> rates_;
  std::string discretisation_;
  bool has_negative_rates_ = false;
};

}  // namespace kolmo::fokker_planck

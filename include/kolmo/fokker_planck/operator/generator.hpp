#pragma once
// The discrete Fokker–Planck operator: rates of exchange through the faces of a grid.

#include <Eigen/SparseCore>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/fokker_planck/operator/boundary.hpp"

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
  /// What rounding alone may leave of log_ratio where it leaves least: 0 where that is a few ulp of itself;
  /// of differences of a potential a few ulp of the smallest |V|/T.
  double log_ratio_rounding = 0;
  bool shared() const { return up.cols() == 1; }
  /// Nothing passes the sides.
  bool closed() const { return leaks.size() == 0 && wrap.size() == 0; }
};

/// D's entries off the diagonal at the centres of all cells, cells × d(d − 1)/2: a column a pair k < l, in
/// the order 01, 02, 12.
struct MixedDiffusion {
  Eigen::ArrayXXd entries;
};

/// dp/dt = L p with (L p)_i = Σ over axes of F_{i−½} − F_{i+½}; constant in time. Σp is conserved but for
/// what leaks through absorbing walls. L's off-diagonal entries are ≥ 0 unless a discretisation has negative
/// rates. A value.
///
/// With mixed derivatives 2 D_kl ∂_k∂_l p, the flux along k through the face of cells a and b has −D_kl ∂_l p
/// as well, ∂_l p the mean of the two differences towards the corners that the diagonal sgn(D_kl) joins
/// (In 't Hout, Welfert 2009, eq. 1.5, β = ±1): c = D_kl/(h_k h_l) exchanged along that diagonal of each
/// corner and −|c|/2 along its four faces. Order 2 where p vanishes at walls. A diagonal that leaves through
/// a wall which nothing passes is mirrored there, as paths are (the backward equation has ∂_k u = 0, and not
/// D ∇u · n = 0): order 2 too, and mass is carried along the wall. Off-diagonal entries are ≥ 0 if every face
/// rate along k is at least Σ_l |D_kl|/(h_k h_l): strong anisotropy loses it.
class Generator {
 public:
  /// rates[k] belongs to axis k, 1 to 3 axes. Throws InvalidArgument on wrong shapes and rates that are not
  /// finite.
  Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation);
  /// With mixed derivatives: D's entries off the diagonal (d×d, symmetric; the diagonal is in the rates
  /// already).
  Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation,
            const Eigen::MatrixXd& mixed_diffusion);
  /// Where they depend on the place. What a cell sends is by its own D_kl: 2 ∂_k∂_l(D_kl p).
  Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation,
            MixedDiffusion mixed_diffusion);
  const Grid& grid() const { return grid_; }
  const FaceRates& rates(Index axis) const { return rates_[static_cast<std::size_t>(axis)]; }
  const std::string& discretisation() const { return discretisation_; }

  /// Nothing passes any side.
  bool closed() const;
  /// There are mixed derivatives.
  bool mixed() const { return mixed_; }
  /// Where a rate is negative nothing keeps p ≥ 0 (central differences at cell Péclet numbers above 2, mixed
  /// derivatives of strong anisotropy).
  bool has_negative_rates() const { return has_negative_rates_; }

  /// out = L p, both with grid().cells() entries.
  void apply(const double* p, double* out) const;
  /// The mixed derivatives' part of it; 0 where there are none.
  void apply_mixed(const double* p, double* out) const;
  /// out = Lᵀ u: the backward operator.
  void apply_transposed(const double* u, double* out) const;
  /// L itself.
  Eigen::SparseMatrix<double> sparse() const;

  /// What a density p sends up through every face, probability per time: one array an axis, laid out as its
  /// rates with a column for every line; a periodic axis has its closing face as one row more. What corners
  /// exchange by mixed derivatives goes half along either way round.
  std::vector<Eigen::ArrayXXd> currents(const double* p) const;

  /// What leaves through a side (0 lower, 1 upper) of an axis: probability per time, given densities.
  double outflow(const double* p, Index axis, Index side) const;

 private:
  template <class Visit>
  void for_each_exchange(Visit visit) const;
  template <class Visit>
  void for_each_face_along(Index axis, Visit visit) const;
  template <class Visit>
  void for_each_corner(Visit visit) const;
  template <class Visit>
  void for_each_corner_exchange(Visit visit) const;
  template <class Visit>
  void for_each_wall_corner(Visit visit) const;
  template <class Visit>
  void for_each_wall_exchange(Visit visit) const;
  template <class Visit>
  void for_each_leak(Visit visit) const;

  Grid grid_;
  std::vector<FaceRates> rates_;
  std::string discretisation_;
  /// D_kl/(h_k h_l) that a cell sends.
  double corner_rate(Index k, Index l, Index cell) const {
    return corner_fields_.size() == 0 ? corner_rates_(k, l) : corner_fields_(cell, k + l - 1);
  }
  void note_negative_rates();

  Eigen::MatrixXd corner_rates_;   ///< D_kl/(h_k h_l); d×d. Where it depends on the place its largest size
  Eigen::ArrayXXd corner_fields_;  ///< of every cell, a column a pair; empty where it is the same everywhere
  bool mixed_ = false, has_negative_rates_ = false;
};

}  // namespace kolmo::fokker_planck

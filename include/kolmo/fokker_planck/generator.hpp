#pragma once
// The discrete Fokker–Planck operator: rates of exchange through the faces of a grid.

#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::fokker_planck {

/// B(x) = x/(eˣ − 1), B(0) = 1: relative error of a few ulp for every finite x; 0 where it underflows.
double bernoulli(double x);

/// What the interior faces of the lines along one axis let through: F_f = up(f) p_f − down(f) p_{f+1} is the
/// flux from cell f to cell f + 1 divided by the cell width. (cells along the axis − 1) × lines, in 1/time,
/// both ≥ 0. One column where all lines share their rates; else column l belongs to the line through cell l
/// of the other axis.
struct FaceRates {
  Eigen::ArrayXXd up, down;
  Eigen::ArrayXXd log_ratio;  ///< log(down/up) = −log(p_{f+1}/p_f) in equilibrium; finite where up underflows
  bool shared() const { return up.cols() == 1; }
};

/// dp/dt = L p with (L p)_i = Σ over axes of F_{i−½} − F_{i+½}; no flux through the boundary. Constant in
/// time; conserves Σp, and L's off-diagonal entries are ≥ 0. A value.
class Generator {
 public:
  /// rates[k] belongs to axis k. Throws InvalidArgument on wrong shapes, negative or non-finite rates.
  Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation);
  const Grid& grid() const { return grid_; }
  const FaceRates& rates(Index axis) const { return rates_[static_cast<std::size_t>(axis)]; }
  const std::string& discretisation() const { return discretisation_; }
  /// out = L p, both with grid().cells() entries.
  void apply(const double* p, double* out) const;

 private:
  Grid grid_;
  std::vector<FaceRates> rates_;
  std::string discretisation_;
};

/// The exponentially fitted flux J = (D/h) [B(δ) p_i − B(−δ) p_{i+1}], D = g²/2, with
/// δ = (V_{i+1} − V_i)/T where the process is a gradient flow (Scharfetter, Gummel 1969: keeps e^{−V/T}
/// exactly), δ = −h f/D with the drift at the middle of the face otherwise (Chang, Cooper 1970: keeps it to
/// O(h²)). Order 2 as h → 0. 1-D and 2-D; lines share one set of rates where the process is separable. The
/// process must have constant coefficients (VP and VE: pass process.on_clock() and march in clock time) and
/// scalar noise: throws InvalidArgument otherwise, and for a grid that does not fit into memory.
Generator scharfetter_gummel(const process::Process& process, const Grid& grid);

/// The same flux with the face drift always.
Generator chang_cooper(const process::Process& process, const Grid& grid);

/// A way to build a generator, as data.
struct Discretisation {
  Claim claim;
  Generator (*build)(const process::Process&, const Grid&);
};

/// Every discretisation there is.
const std::vector<Discretisation>& discretisations();
/// The one of that name; throws InvalidArgument listing the names.
const Discretisation& discretisation(const std::string& name);

}  // namespace kolmo::fokker_planck

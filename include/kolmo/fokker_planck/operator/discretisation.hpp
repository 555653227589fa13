#pragma once
// Ways to turn a process and a grid into a generator.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::fokker_planck {

/// B(x) = x/(eˣ − 1), B(0) = 1: relative error of a few ulp for every finite x; 0 where it underflows.
double bernoulli(double x);

/// Where and when a process is discretised.
struct Setting {
  Boundaries boundaries = {};
  /// The coefficients at this time. Without one they must be constant (VP and VE: pass on_clock(process) and
  /// march in clock time).
  std::optional<double> time = {};
};

/// A two-point flux J = (D/h) [w(δ) p_i − w(−δ) p_{i+1}], D = g²/2, with δ = −h f̃/D at the face, f̃ = f − ∂D;
/// or δ = (V_{i+1} − V_i)/T where the process is a gradient flow and the discretisation keeps e^{−V/T}.
/// Absorbing walls lie half a cell from the outermost centres: what leaks is (2D/h²) w(δ_½) p. Noise is
/// scalar or diagonal; 1 to 3 axes; lines share one set of rates where the process is separable.
struct Discretisation {
  Claim claim;
  std::function<Generator(const process::Process&, const Grid&, const Setting&)> build_at;
  bool keeps_gibbs = false;  ///< e^{−V/T} at the centres is stationary where the process is a gradient flow

  /// Takes constant-matrix noise as well (full_matrix.hpp).
  /// Throws InvalidArgument where the process's dimension is not the grid's, its noise is neither scalar,
  /// diagonal nor constant or vanishes, its coefficients depend on time and none is given, or they are not
  /// finite on the grid, and for a grid that does not fit into memory.
  Generator build(const process::Process& process, const Grid& grid, const Setting& setting = {}) const;
};

/// w = B, with the potential where there is one (Scharfetter, Gummel 1969): order 2, p ≥ 0 at every cell
/// Péclet number, keeps e^{−V/T} exactly.
Generator scharfetter_gummel(const process::Process& process, const Grid& grid, const Setting& setting = {});
/// w = B, with the drift at the face always (Chang, Cooper 1970): keeps e^{−V/T} to O(h²).
Generator chang_cooper(const process::Process& process, const Grid& grid, const Setting& setting = {});

/// w = (1 + b⁸)^⅛ − b, b = δ/2, with the drift at the face always: central differences where the cell Péclet
/// number P = |δ| is below about 1.5, upwinding where it is above 3, p ≥ 0 at all of them (Spalding 1972's
/// hybrid max(1 − b, −2b, 0), whose corner at P = 2 is rounded so that no rate vanishes). A fitted flux
/// diffuses by D P²/12 too much, this one by D P⁸/2048: 8 % and 0.05 % at P = 1. Takes constant-matrix noise
/// as well.
Generator smooth_hybrid(const process::Process& process, const Grid& grid, const Setting& setting = {});

/// The largest |h f̃/D| of a generator's faces, from its rates' ratios: |log_ratio| of a fitted flux.
double largest_cell_peclet(const process::Process& process, const Grid& grid, const Setting& setting = {});

/// Every discretisation there is: scharfetter_gummel, chang_cooper, sqra, upwind, central,
/// smooth_hybrid.
const std::vector<Discretisation>& discretisations();
/// The one of that name; throws InvalidArgument listing the names.
const Discretisation& discretisation(const std::string& name);

}  // namespace kolmo::fokker_planck

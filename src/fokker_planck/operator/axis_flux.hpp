#pragma once
// The two-point fluxes along one axis of a grid.

#include "kolmo/process/structure/gradient_flow.hpp"
#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {

/// δ and D at `count` places of every line (count×lines), and what of each δ may be rounding alone: what is
/// lost where V is large elsewhere says nothing of an entry.
struct Exponents {
  Eigen::ArrayXXd delta, diffusivity, rounding;
};

/// δ = −step f̃/D at places(axis, count, offset).
Exponents from_drift(const process::Process& process, const Grid& grid, Index axis, double t, Index count,
                     double offset, double step);

/// One axis of a generator.
class AxisFlux {
 public:
  AxisFlux(const TwoPointFlux& flux, const process::Process& process, const Grid& grid,
           const Setting& setting, Index axis);

  FaceRates rates() const;

 private:
  double cells() const { return static_cast<double>(n_); }
  double rate(const Exponents& e, Index k, double sign) const;
  bool shared(const Exponents& e) const;

  /// δ over [from, to] in cell widths from the lower end, D and f̃ at `at`, for `count` neighbouring faces.
  Exponents exponents(Index count, double at, double from, double to, double step) const;

  /// What each line loses from its outermost centre to an absorbing wall, half a cell away, and whether all
  /// lose the same but for rounding; empty where the side does not absorb.
  struct Leaks {
    Eigen::ArrayXd rate;
    bool shared = true;
  };
  Leaks leaks(Index side) const;

  /// Between the cells, fitted to the vanishing of the noise at closed sides.
  Exponents inner() const;
  void add_wrap(const Exponents& ends, FaceRates& rates) const;

  const TwoPointFlux& flux_;
  const process::Process& process_;
  const Grid& grid_;
  const Setting& setting_;
  Index axis_, n_;
  double h_;
  std::optional<process::GradientStructure> structure_;
};

}  // namespace kolmo::fokker_planck

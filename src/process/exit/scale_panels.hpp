#pragma once
// Scale and speed of a one-dimensional process on panels that resolve them.

#include <vector>

#include "kolmo/process/process.hpp"
#include "process/exit/legendre_series.hpp"

namespace kolmo::process {

/// x = from + step (1 + s) with s in [−1, 1], on the way from a wall inwards: step < 0 from an upper wall.
/// Derivatives and integrals are those along the way.
struct ScalePanel {
  double from, step;
  LegendreSeries slope;  ///< Φ′ = ∓2f/g²
  LegendreSeries speed;  ///< 2/g²
  LegendreSeries inner;  ///< (2/g²) e^{−(Φ − Φ(from))}
  double start;          ///< Φ(from) − Φ(wall)
  double rise;           ///< of Φ over the panel
  double rest;           ///< of slope or speed, beside what is asked for: 1 is resolved
  bool resolved;         ///< false: as short as numbers allow, at a jump or a singular place

  double half() const { return step < 0 ? -step : step; }
  double to() const { return from + 2 * step; }
  double x_of(double s) const { return from + step * (1 + s); }
  double place(double x) const { return (x - from) / step - 1; }
  double phi(double s) const { return half() * slope.integral(s); }  ///< Φ − Φ(from)
  double mass(double s) const { return half() * inner.integral(s); }
};

/// Panels from the wall to the far end. A panel is halved until the Legendre series of Φ′ and 2/g² end below
/// 1e−13 and Φ changes by less than 6 on it: at a jump or a kink until it is 2^−48 of where it began, so that
/// whatever it hides counts for nothing (a panel that short at an end, where a coefficient is not finite, is
/// left out, and its neighbour is not resolved); where halving no longer helps, as rounding is all that is
/// left, no further.
///
/// Towards infinity lengths double, until e^{−Φ} is 0, what is left of ∫(2/g²)e^{−Φ} is below 1e−14, or a
/// coefficient is no number any more (a natural boundary such as x = 0 of √x): there the panels end.
class ScalePanels {
 public:
  /// From `wall` to `far`, which may be infinite. Throws NumericalFailure, with the place, where a
  /// coefficient is not finite between two finite ends, grows without bound inside, or where ∫(2/g²)e^{−Φ}
  /// diverges towards infinity.
  ScalePanels(const Process& process, double wall, double far);

  const std::vector<ScalePanel>& all() const { return panels_; }
  /// The panel of x; the last one beyond the end.
  std::size_t find(double x) const;
  double end() const { return panels_.back().to(); }

 private:
  struct Stall {
    double rest = 0;
    int generations = 0;
  };
  void halve(double from, double to, double shortest, Stall stall);
  bool make(double from, double to, ScalePanel& panel) const;
  void append(const ScalePanel& panel);
  void to_infinity(double wall, double sign);
  void require_bounded(double wall) const;
  [[noreturn]] static void fail(double x, const std::string& what);

  const Process& process_;
  double wall_, far_;
  bool open_, ended_ = false, dropped_ = false;
  std::vector<ScalePanel> panels_;
};

}  // namespace kolmo::process

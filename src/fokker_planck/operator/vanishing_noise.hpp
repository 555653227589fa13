#pragma once
// Faces near a wall at which the noise vanishes.

#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {

/// At a wall that nothing passes, with y the distance from it: where D(y) = D₁ y + O(y²), D₁ > 0, and the
/// drift f₁ at the wall leads inside, densities behave as y^(a−1), a = f₁/D₁ (of Cox, Ingersoll and Ross
/// 2km/s²; a < 1 is below Feller's condition, and the density has a pole). One a for every line along the
/// axis, 0 where it is not so.
struct WallExponents {
  WallExponents(const process::Process& process, const Grid& grid, Index axis, Index side, double time);
  Index side;
  Eigen::ArrayXd a;
};

/// What a cell at an absorbing wall loses where the noise vanishes at it, 1/time, one entry a line. Where D =
/// D₁ y + O(y²) densities of what is absorbed stay finite, and −J = (D p)' − f p is (D₁ − f₁) p there, f₁ the
/// drift towards the inside: the rate is (D₁ − f₁)₊/h, none for a ≥ 1, where paths do not reach the wall.
/// Where D vanishes as y² or faster the noise does not lead there, and the rate is (−f₁)₊/h. NaN where the
/// noise does not vanish, or otherwise.
Eigen::ArrayXd leaks_at_vanishing_noise(const process::Process& process, const Grid& grid, Index axis,
                                        Index side, double time);

/// Makes exponents δ and diffusivities D of all inner faces (faces × lines) exact for the power law: for D =
/// D₁ y, f = a D₁ the cell averages of y^(a−1) are stationary, and what passes between two cells with the
/// averages p_i and p_{i+1} is the exact u_i − u_{i+1} = J ∫ dy/(D y^(a−1)) between their centres of mass
/// c_i, u = p/y^(a−1). With averages m_i of y^(a−1) this is
///   δ ← −log(m_{i+1}/m_i) + (c_{i+1} − c_i)(δ + (a − 1) h/y),
///   D ← D h/(y m_i ∫ y^(−a) dy B(−log(m_{i+1}/m_i))),
/// which leaves both but for O(h²/y²): order 2 in the averages for every a > 0. What is read off them at the
/// centres of cells (a moment) has an error of order 1 + a where a < 1, as y^(a−1) has its mass elsewhere in
/// the first cell.
void fit_to_vanishing_noise(const WallExponents& wall, Eigen::ArrayXXd& delta, Eigen::ArrayXXd& diffusivity);

}  // namespace kolmo::fokker_planck

#pragma once
// Escape over a barrier: Eyring–Kramers formulas beside what the grid says.

#include "kolmo/density/potential.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"

namespace kolmo::fokker_planck {

/// |μ|/(2π) √(det H(minimum)/|det H(saddle)|) e^{−(V(saddle) − V(minimum))/T}, in 1/time, for dX = −∇V dt +
/// √(2T) dW; H the Hessian (by differences of the gradient over 2⁻¹⁰ of the way from minimum to saddle; ΔV
/// itself in 1-D), μ its one negative eigenvalue at the saddle. The leading term as T → 0 of 1/E τ, τ the
/// time from the minimum to a neighbourhood of the next one behind the saddle; relative error O(T). In 1-D
/// Kramers' rate. Throws InvalidArgument unless T > 0, the points have the potential's dimension, H is
/// positive at the minimum and has one negative eigenvalue at the saddle. Source: Eyring 1935; Kramers 1940;
/// Bovier, Eckhoff, Gayrard, Klein 2004.
double eyring_kramers_rate(const density::Potential& potential, double temperature,
                           const Eigen::VectorXd& minimum, const Eigen::VectorXd& saddle);

/// The spectral gap of two wells: the sum of both rates over the saddle.
double eyring_kramers_gap(const density::Potential& potential, double temperature,
                          const Eigen::VectorXd& left, const Eigen::VectorXd& saddle,
                          const Eigen::VectorXd& right);

/// What the transitions between two sets are like in equilibrium, by transition path theory (E,
/// Vanden-Eijnden 2006) on the grid's Markov chain.
struct Transitions {
  double flux;           ///< ν: how many paths a unit time enter `to` that were last in `from`
  double forward_rate;   ///< ν/Σ π (1 − q) v: of paths that were last in `from`
  double backward_rate;  ///< ν/Σ π q v
  double relaxation_rate() const { return forward_rate + backward_rate; }  ///< as T → 0 the spectral gap
};

/// q is the committor; the generator must have detailed balance and no absorbing sides (InvalidArgument, also
/// as committor throws it). Relative errors of a few ulp times the number of cells, whatever the barrier.
Transitions transitions(const Generator& generator, const Target& from, const Target& to);

}  // namespace kolmo::fokker_planck

#pragma once
// The master equation of a graph as a flow of free energy, step by step.

#include "kolmo/fokker_planck/graph/graph_diffusion.hpp"

namespace kolmo::fokker_planck {

/// (a − b)/(log a − log b), a at a = b, 0 where one is 0; a, b ≥ 0.
double logarithmic_mean(double a, double b);

/// Steps of minimising movements. With densities ρ_i = p_i/π_i and the exchange κ_ij = π_i k_ij the master
/// equation is dp/dt = −L(p) ∇F, F = Σ p log(p/π), (L(p) u)_i = Σ_j κ_ij θ(ρ_i, ρ_j) (u_i − u_j), θ the
/// logarithmic mean: the gradient flow of F in the transport distance whose metric is L (Maas 2011; Mielke
/// 2011; Chow, Huang, Li and Zhou 2012). A step minimises F(q) + (q − p)ᵀ L(p)⁺ (q − p)/(2τ), that distance
/// with its metric at the start of the step (Li, Lu and Wang 2020): q = π e^u with π e^u + τ L(p) u = p, the
/// one root of a strictly convex function's gradient, by Newton's method. It keeps mass and p > 0 and never
/// raises F, for every τ; order 1 in τ.
struct GraphStep {
  Eigen::ArrayXd density;
  Index iterations;
};

/// To about ε τ w of the largest weight w. InvalidArgument unless p > 0 everywhere (a metric that vanishes
/// lets no mass in) and τ > 0; NumericalFailure where Newton's steps do not come below 1e-11 of u in 1000
/// (about one for each e by which p/π falls somewhere).
GraphStep graph_jko_step(const GraphDiffusion& graph, const Eigen::ArrayXd& p, double tau);

}  // namespace kolmo::fokker_planck

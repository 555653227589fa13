#pragma once
// The marginals of linear problems from the numbers of the configuration: no process, no density, no clock of
// the library has a part in them.

#include <map>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::four_roads {

/// A linear process and a mixture as the configuration states them.
struct StatedLinear {
  std::string type;                     ///< as in process.type
  double theta = 0, sigma = 0;          ///< ornstein_uhlenbeck; sigma also of brownian
  double beta_min = 0, beta_max = 0;    ///< variance_preserving, sub_variance_preserving, quadratic
  double sigma_min = 0, sigma_max = 0;  ///< variance_exploding, polynomial
  double rho = 0;                       ///< polynomial
  double final_time = 1;                ///< T, where a schedule ends
  Eigen::VectorXd centre;               ///< what an Ornstein–Uhlenbeck process goes back to; else 0
  std::vector<double> weights;          ///< of the components
  std::vector<Eigen::VectorXd> means;
  std::vector<Eigen::MatrixXd> covariances;

  bool empty() const { return weights.empty(); }
};

/// The numbers of [problem.NAME], whose process is linear and has a name. `data`: the points of an initial
/// law that is read from a file.
StatedLinear stated_linear(const io::Configuration& configuration, const std::string& name,
                           const Points& data);

/// E X, E X², E X⁴, P(X > 0) in 1-D; means and covariances in 2-D, by the names of the table of quantities,
/// at time t. A component N(μ, C) becomes N(m + a (μ − m), a² C + v I) with
///     Ornstein–Uhlenbeck   a = e^{−θt}, v = σ² (1 − e^{−2θt})/2θ
/// and u = t/T, m = 0,
///     variance preserving  a = e^{−B/2}, v = 1 − e^{−B}, B = T (β_min u + (β_max − β_min) u²/2)
///     sub-VP               the same a, v = (1 − e^{−B})²
///     quadratic            as VP, B = T (p² u + p q u² + q² u³/3), p = √β_min, q = √β_max − p
///     cosine               a = cos(½π (u + s)/(1 + s))/cos(½π s/(1 + s)), s = 0.008, v = 1 − a²
///     variance exploding   a = 1, v = σ_min² ((σ_max/σ_min)^{2u} − 1)
///     polynomial           a = 1, v = (r + (R − r) u)^{2ρ} − σ_min², r = σ_min^{1/ρ}, R = σ_max^{1/ρ}
///     Brownian motion      a = 1, v = σ² t.
/// Source: Song et al. 2021, appendix B (eq. 29); Nichol and Dhariwal 2021, eq. 17; Karras et al. 2022, eq.
/// 5; Uhlenbeck and Ornstein 1930. tests hold them against data/reference (a_marginals.json, b_ou.json).
std::map<std::string, double> linear_moments(const StatedLinear& stated, double t);

/// √(Σ E X_j²) at time t: the length by which rounding in those moments is measured.
double linear_size(const StatedLinear& stated, double t);

}  // namespace kolmo::four_roads

#pragma once
// Processes and laws that several rows look at, and what is asked of them.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/function_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::claims::continuous_time {

/// VP with β = 0.1 + 19.9 t on [0, 1].
std::shared_ptr<const process::VariancePreserving> vp(Index dimension = 1);
/// VP with β = 1, which is Ornstein and Uhlenbeck's process with θ = ½ and σ = 1, up to the given time.
std::shared_ptr<const process::VariancePreserving> steady_vp(double final_time);
/// 0.3 N(−2, ¼) + 0.7 N(2, ¼).
density::GaussianMixture two_wells();

/// f(t, x), ∇·f and v = f − ½g²s on the line.
double drift_at(const process::Process& process, double t, double x);
double drift_slope_at(const process::Process& process, double t, double x);
double flow_velocity_at(const process::Process& process, const density::GaussianMixture& start, double t,
                        double x);

/// dX = f(t, X) dt + g(t) dW on the line.
using LineDrift = std::function<double(double t, double x)>;
std::shared_ptr<const process::Process> line_process(LineDrift drift, std::function<double(double t)> noise);

/// Mean and variance at `end` of a process whose drift is linear in x, from N(mean, variance) at 0, by
/// `steps` steps of Heun's scheme in the drift (of order 2 with the noise's exact variance).
struct MeanAndVariance {
  double mean, variance;
};
MeanAndVariance carried(const process::Process& process, MeanAndVariance start, double end,
                        Index steps = 4000);

/// log p, its first and its second derivative at a place on the line.
struct LogDensityAt {
  double value, score, laplacian;
};
LogDensityAt log_density_at_line(const density::Density& law, double x);

/// The derivative by differences of order 4 over δ, by default 10⁻³: off by δ⁴/30 of the fifth derivative.
double difference(const std::function<double(double)>& value, double t, double delta = 1e-3);
/// ∂_t log p_t(x) by such differences, p_0 = start.
double log_density_rate(const process::Process& process, const density::GaussianMixture& start, double t,
                        double x);
/// ∫_a^b f on `cells` equal cells, 20 Gauss–Legendre points each.
double integral(const std::function<double(double)>& f, double a, double b, Index cells = 1);

/// KL(p‖N(0, variance)) and I(p‖N(0, variance)) of a mixture on the line.
double divergence_from_normal(const density::GaussianMixture& law, double variance);
double relative_information(const density::GaussianMixture& law, double variance);

/// The check of the order that errors (h, e) without noise show.
verify::Check order_of(double claimed, const std::vector<std::pair<double, double>>& errors,
                       const std::string& source);

}  // namespace kolmo::claims::continuous_time

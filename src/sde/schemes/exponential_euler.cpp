#include "kolmo/sde/schemes/exponential_euler.hpp"

#include <cmath>

#include "exponential_functions.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "noise_terms.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void scale_column(double factor, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] *= factor;
}

/// Column j of every group of d columns times √φ₁(2a_j h).
void decay_noise(const Eigen::ArrayXd& rates, double h, Block g) {
  for (Index c = 0; c < g.cols(); ++c) {
    scale_column(std::sqrt(phi_1(2 * rates(c % rates.size()) * h)), g.col(c).data(), g.rows());
  }
}

}  // namespace

const Claim& ExponentialEuler::claim() const {
  static const Claim claim =
      euler_claim("exponential_euler", "Jentzen and Kloeden 2009, Proc. R. Soc. A 465; Lord and Tambue 2013",
                  "any noise, with a linear part of the drift");
  return claim;
}

double ExponentialEuler::first_half_share(const process::Process& process, Index k, double begin,
                                          double middle, double end) const {
  if (process.noise_kind() != process::NoiseKind::scalar) {
    return SdeScheme::first_half_share(process, k, begin, middle, end);
  }
  return decaying_share((*linear_rates(process))(k), middle - begin, process.noise_variance(begin, middle),
                        end - middle, process.noise_variance(middle, end));
}

Index ExponentialEuler::workspace_blocks(const process::Process& process) const {
  return 1 + noise_blocks(process);
}

void ExponentialEuler::step(const process::Process& process, double t, double h, Block x,
                            Increment& increment, Workspace& workspace) const {
  const Eigen::ArrayXd& rates = *linear_rates(process);
  const bool scalar = process.noise_kind() == process::NoiseKind::scalar;
  Block f = workspace.block(0, x.rows());
  process.drift(t, x, f);
  for (Index j = 0; j < x.cols(); ++j) scale_column(phi_1(rates(j) * h), f.col(j).data(), x.rows());
  if (!scalar) {
    const Noise noise = noise_at(process, t, x, workspace, 1);
    decay_noise(rates, h, noise.values);
    add_scaled(h, f, x);
    add_noise(std::sqrt(h), noise, increment.materialise(), x);
    return;
  }
  const double variance = process.noise_variance(t, t + h);
  const auto factor = [&](Index j) { return std::sqrt(variance * phi_1(2 * rates(j) * h)); };
  if ((rates == rates(0)).all()) {
    increment.add_with_drift(h, f, factor(0), x);
    return;
  }
  const ConstBlock z = increment.materialise();
  for (Index j = 0; j < x.cols(); ++j) {
    add_two_scaled(h, f.middleCols(j, 1), factor(j), z.middleCols(j, 1), x.middleCols(j, 1));
  }
}

}  // namespace kolmo::sde

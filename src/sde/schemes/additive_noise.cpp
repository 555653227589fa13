#include "additive_noise.hpp"

#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

AdditiveNoise::AdditiveNoise(const process::Process& process, double t, const ConstBlock& x,
                             Workspace& workspace, Index place)
    : identity_(process.noise_kind() == process::NoiseKind::scalar),
      dimension_(x.cols()),
      noises_(process.noise_dimension()),
      matrix_(workspace.blocks(place, noise_blocks(process), 2)) {
  if (!identity_) process.diffusion_matrix(t, x.topRows(1), matrix_.topRows(1));
}

// Rows are 1024 numbers of the workspace; the second of them holds what is evaluated.
void AdditiveNoise::combine(const process::Process& process, const ConstBlock& x,
                            std::span<const double> times, std::span<const double> weights) {
  matrix_.row(0).setZero();
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (weights[i] == 0) continue;
    process.diffusion_matrix(times[i], x.topRows(1), matrix_.bottomRows(1));
    matrix_.row(0) += weights[i] * matrix_.row(1);
  }
}

template <class Visit>
void AdditiveNoise::for_each_entry(Visit visit) const {
  for (Index j = 0; j < dimension_; ++j) {
    for (Index k = 0; k < noises_; ++k) {
      const double entry = identity_ ? static_cast<double>(j == k) : matrix_(0, k * dimension_ + j);
      if (entry != 0) visit(j, k, entry);
    }
  }
}

void AdditiveNoise::add(double a, const ConstBlock& v, Block out) const {
  for_each_entry([&](Index j, Index k, double entry) {
    add_scaled(a * entry, v.middleCols(k, 1), out.middleCols(j, 1));
  });
}

void AdditiveNoise::add(double a, const ConstBlock& v, double b, const ConstBlock& w, Block out) const {
  for_each_entry([&](Index j, Index k, double entry) {
    add_two_scaled(a * entry, v.middleCols(k, 1), b * entry, w.middleCols(k, 1), out.middleCols(j, 1));
  });
}

}  // namespace kolmo::sde

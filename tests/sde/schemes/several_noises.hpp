#pragma once
// Any number of Brownian motions in the plane.

#include "sde/matrix_processes.hpp"

namespace kolmo::sde::test {

/// G_jk = 0.4 + 0.3 δ_jk + 0.3 sin(p·x + 2t + 2j + k), p = (1 + k, 2 − j − k), j, k = 0, 1, …: no two columns
/// commute.
class SeveralNoises final : public PlaneDrift {
 public:
  explicit SeveralNoises(Index m) : m_(m) {}
  std::string name() const override { return "several_noises_" + std::to_string(m_); }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  Index noise_dimension() const override { return m_; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    for (Index k = 0; k < m_; ++k) {
      for (Index j = 0; j < 2; ++j) {
        const auto a = static_cast<double>(1 + k), b = static_cast<double>(2 - j - k);
        const auto phase = static_cast<double>(2 * j + k);
        const double mean = 0.4 + 0.3 * static_cast<double>(j == k);
        for (Index i = 0; i < x.rows(); ++i) {
          out(i, 2 * k + j) = mean + 0.3 * std::sin(a * x(i, 0) + b * x(i, 1) + 2 * t + phase);
        }
      }
    }
  }

 private:
  Index m_;
};

}  // namespace kolmo::sde::test

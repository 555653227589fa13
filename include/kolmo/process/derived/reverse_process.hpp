#pragma once
// Time reversal.

#include <memory>

#include "kolmo/process/process.hpp"
#include "kolmo/process/score/score_field.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::process {

/// The reverse of a process with scalar noise, in the time s = T − t:
///   dX = [−f(t, X) + ½(1 + η²) g²(t) ∇log p_t(X)] ds + η g(t) dW at t = T − s,
/// whose marginal at s is p_{T−s} for every η ≥ 0 when it starts from p_T. η = 1: Anderson 1982; η = 0: the
/// probability flow backwards.
class ReverseProcess final : public Process, public ConstantCoefficients {
 public:
  /// process and score not null and of one dimension, scalar noise, final_time > 0, eta ≥ 0 (else
  /// InvalidArgument).
  ReverseProcess(std::shared_ptr<const Process> process, std::shared_ptr<const ScoreField> score,
                 double final_time, double eta = 1);
  std::string name() const override { return "reverse_" + process_->name(); }
  Index dimension() const override { return process_->dimension(); }
  std::optional<bool> constant_coefficients() const override { return false; }
  void drift(double s, const ConstBlock& x, Block out) const override;
  void drift_divergence(double s, const ConstBlock& x, Values out) const override;
  double diffusion(double s) const override;
  double noise_variance(double s1, double s2) const override;

 private:
  std::shared_ptr<const Process> process_;
  std::shared_ptr<const ScoreField> score_;
  double final_time_, eta_;
};

}  // namespace kolmo::process

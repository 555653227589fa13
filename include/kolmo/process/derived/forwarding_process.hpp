#pragma once
// The base of processes that change another one in part.

#include <memory>

#include "kolmo/process/capability.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::process {

/// Drift and noise, with their divergence and derivatives, are those of another process; a class that derives
/// from it overrides what it changes and no more.
///
/// Capabilities are handed out from inside where the derived class says in `source_of` that it leaves the
/// part they speak of; by default no part is, as with drift or noise changed they would be wrong and nothing
/// would say so. Where one still holds in another form (the potential of a scaled drift), the derived class
/// has that capability itself. Whether coefficients are constant is passed on: a change that brings time in
/// says so.
class ForwardingProcess : public Process, public PassesOn, public ConstantCoefficients {
 public:
  const Process* source_of(Part) const override { return nullptr; }

  std::string name() const override { return process_->name(); }
  Index dimension() const override { return process_->dimension(); }
  std::optional<bool> constant_coefficients() const override {
    return process::constant_coefficients(*process_);
  }

  void drift(double t, const ConstBlock& x, Block out) const override { process_->drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_->drift_divergence(t, x, out);
  }

  NoiseKind noise_kind() const override { return process_->noise_kind(); }
  Index noise_dimension() const override { return process_->noise_dimension(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_diagonal(t, x, out);
  }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_derivative(t, x, out);
  }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_matrix(t, x, out);
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    process_->diffusion_matrix_derivative(t, x, v, out);
  }
  double diffusion(double t) const override { return process_->diffusion(t); }
  double noise_variance(double s, double t) const override { return process_->noise_variance(s, t); }

 protected:
  /// InvalidArgument, naming `what` derives from it, where process is null.
  ForwardingProcess(std::shared_ptr<const Process> process, const char* what) : process_(std::move(process)) {
    if (!process_) throw InvalidArgument(std::string(what) + ": process must not be null");
  }
  const std::shared_ptr<const Process>& inner() const { return process_; }

 private:
  std::shared_ptr<const Process> process_;
};

}  // namespace kolmo::process

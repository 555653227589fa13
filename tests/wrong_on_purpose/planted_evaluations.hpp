#pragma once
// One number of a step off by a factor: an evaluation of drift or noise, or the normal numbers themselves.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "wrong_on_purpose/planted_schemes.hpp"

namespace kolmo::wrong_on_purpose {

/// What of a step is multiplied by 1 + δ.
struct Target {
  enum class Kind {
    drift,       ///< evaluation `which` of the drift (or of the gradient of a potential)
    all_drifts,  ///< every one: where an equation is solved, one evaluation alone corrects itself
    noise,       ///< evaluation `which` of the noise
    normals,     ///< z
    areas,       ///< u
    time_areas   ///< v
  };
  Kind kind;
  int which = 0;
  std::string name() const {
    const char* kinds[] = {"drift ", "all drifts", "noise ", "z", "u", "v"};
    const bool counted = kind == Kind::drift || kind == Kind::noise;
    std::string text(kinds[static_cast<int>(kind)]);
    if (counted) text.append(std::to_string(which));
    return text;
  }
};

/// A process for one step of one thread, which counts its evaluations and has one of them off.
class PerturbedProcess final : public process::Process,
                               public process::DriftJacobian,
                               public process::LinearDrift,
                               public process::GradientFlow,
                               public process::ExactKernel,
                               public process::KineticLangevin {
 public:
  PerturbedProcess(const process::Process& process, Target target, double delta)
      : process_(process), target_(std::move(target)), factor_(1 + delta) {}
  int drifts() const { return drifts_; }
  int noises() const { return noises_; }
  bool solves_an_equation() const { return jacobians_ > 0; }

  std::string name() const override { return process_.name(); }
  Index dimension() const override { return process_.dimension(); }
  Index noise_dimension() const override { return process_.noise_dimension(); }
  process::NoiseKind noise_kind() const override { return process_.noise_kind(); }
  bool has_drift_jacobian() const override { return process::has_drift_jacobian(process_); }
  const Eigen::ArrayXd* linear_rates() const override { return process::linear_rates(process_); }
  std::optional<process::GradientStructure> gradient_structure() const override {
    return process::gradient_structure(process_);
  }

  void drift(double t, const ConstBlock& x, Block out) const override {
    process_.drift(t, x, out);
    out *= drift_factor();
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    ++jacobians_;
    process_.drift_divergence(t, x, out);
    if (target_.kind == Target::Kind::all_drifts) out *= factor_;
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    ++jacobians_;
    process::drift_jacobian(process_, t, x, out);
    if (target_.kind == Target::Kind::all_drifts) out *= factor_;
  }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override {
    process_.diffusion_diagonal(t, x, out);
    out *= noise_factor();
  }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    process_.diffusion_derivative(t, x, out);
    out *= noise_factor();
  }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    process_.diffusion_matrix(t, x, out);
    out *= noise_factor();
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    process_.diffusion_matrix_derivative(t, x, v, out);
    out *= noise_factor();
  }
  double diffusion(double t) const override { return process_.diffusion(t) * noise_factor(); }
  double noise_variance(double s, double t) const override {
    const double factor = noise_factor();
    return process_.noise_variance(s, t) * factor * factor;
  }
  std::optional<process::KernelView> kernel_view(double s, double t) const override {
    std::optional<process::KernelView> kernel = process::kernel_view(process_, s, t);
    if (!kernel || s == t) return kernel;
    kernel->scale *= drift_factor();
    kernel->variance *= noise_factor();
    return kernel;
  }
  std::optional<process::KineticStructure> kinetic_structure() const override {
    std::optional<process::KineticStructure> structure = process::kinetic_structure(process_);
    if (!structure) return structure;
    structure->potential = std::make_shared<PerturbedPotential>(structure->potential, *this);
    structure->temperature *= noise_factor();
    return structure;
  }

 private:
  class PerturbedPotential final : public density::Potential {
   public:
    PerturbedPotential(std::shared_ptr<const density::Potential> potential, const PerturbedProcess& counter)
        : potential_(std::move(potential)), counter_(counter) {}
    std::string name() const override { return potential_->name(); }
    Index dimension() const override { return potential_->dimension(); }
    void value(const ConstBlock& x, Values out) const override { potential_->value(x, out); }
    void gradient(const ConstBlock& x, Block out) const override {
      potential_->gradient(x, out);
      out *= counter_.drift_factor();
    }
    void laplacian(const ConstBlock& x, Values out) const override { potential_->laplacian(x, out); }

   private:
    std::shared_ptr<const density::Potential> potential_;
    const PerturbedProcess& counter_;
  };

  double drift_factor() const {
    const int place = drifts_++;
    const bool off = target_.kind == Target::Kind::all_drifts ||
                     (target_.kind == Target::Kind::drift && target_.which == place);
    return off ? factor_ : 1;
  }
  double noise_factor() const {
    const int place = noises_++;
    return target_.kind == Target::Kind::noise && target_.which == place ? factor_ : 1;
  }

  const process::Process& process_;
  Target target_;
  double factor_;
  mutable int drifts_ = 0, noises_ = 0, jacobians_ = 0;
};

/// The right scheme with one number of every step multiplied by 1 + δ.
class PlantedEvaluation final : public DecoratedScheme {
 public:
  PlantedEvaluation(const SdeScheme& scheme, Target target, double delta)
      : DecoratedScheme(scheme), target_(std::move(target)), delta_(delta) {
    claim_.name.append("/").append(target_.name()).append(delta < 0.05 ? " 1 % off" : " 10 % off");
  }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    const PerturbedProcess perturbed(process, target_, delta_);
    if (target_.kind != Target::Kind::normals && target_.kind != Target::Kind::areas &&
        target_.kind != Target::Kind::time_areas) {
      DecoratedScheme::step(perturbed, t, h, x, increment, workspace);
      return;
    }
    const sde::PathDetail detail = path_detail(process);
    Points z = increment.materialise(), u = z, v = z, levy;
    sde::IncrementBlocks blocks{Block(z)};
    if (detail != sde::PathDetail::increment) {
      u = increment.materialise_area();
      blocks.area_normals.emplace(u);
    }
    if (detail == sde::PathDetail::levy_area && z.cols() > 1) {
      levy = increment.materialise_levy_areas();
      blocks.levy_areas.emplace(levy);
    }
    if (detail == sde::PathDetail::space_time_time_area) {
      v = increment.materialise_time_area();
      blocks.time_area_normals.emplace(v);
    }
    (target_.kind == Target::Kind::normals ? z : target_.kind == Target::Kind::areas ? u : v) *= 1 + delta_;
    sde::Increment scaled(blocks);
    DecoratedScheme::step(process, t, h, x, scaled, workspace);
  }

 private:
  Target target_;
  double delta_;
};

/// One step from 0.4 at t = 0.3 on given normal numbers.
inline Points trial(const sde::SdeScheme& scheme, const process::Process& process) {
  Points x = Points::Constant(1, process.dimension(), 0.4);
  Points z = Points::Constant(1, process.noise_dimension(), 0.7), u = -z, v = z, levy = Points::Zero(1, 8);
  sde::Workspace workspace(process.dimension(), scheme.workspace_blocks(process));
  sde::Increment increment(sde::IncrementBlocks{.normals = Block(z),
                                                .area_normals = Block(u),
                                                .levy_areas = Block(levy),
                                                .time_area_normals = Block(v)});
  scheme.step(process, 0.3, 0.01, x, increment, workspace);
  return x;
}

/// Every number of a step of the scheme on the process that can be off, from what one step evaluates. What
/// enters with weight 0 cannot, nor can the normal numbers of a scheme that rounds them to three points.
inline std::vector<Target> targets(const sde::SdeScheme& scheme, const process::Process& process) {
  const PerturbedProcess counter(process, {Target::Kind::drift, -1}, 0);
  const Points right = trial(scheme, counter);
  std::vector<Target> candidates;
  if (counter.solves_an_equation()) {
    candidates.push_back({Target::Kind::all_drifts});
  } else {
    for (int k = 0; k < counter.drifts(); ++k) candidates.push_back({Target::Kind::drift, k});
  }
  for (int k = 0; k < counter.noises(); ++k) candidates.push_back({Target::Kind::noise, k});
  candidates.push_back({Target::Kind::normals});
  if (scheme.path_detail(process) != sde::PathDetail::increment) candidates.push_back({Target::Kind::areas});
  if (scheme.path_detail(process) == sde::PathDetail::space_time_time_area)
    candidates.push_back({Target::Kind::time_areas});
  std::vector<Target> all;
  for (const Target& target : candidates) {
    const Points wrong = trial(PlantedEvaluation(scheme, target, 0.1), process);
    if ((wrong != right).any()) all.push_back(target);
  }
  return all;
}

}  // namespace kolmo::wrong_on_purpose

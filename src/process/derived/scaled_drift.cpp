#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

class ScaledPotential final : public density::Potential {
 public:
  ScaledPotential(std::shared_ptr<const density::Potential> potential, double factor)
      : potential_(std::move(potential)), factor_(factor) {}
  std::string name() const override { return potential_->name(); }
  Index dimension() const override { return potential_->dimension(); }
  void value(const ConstBlock& x, Values out) const override {
    potential_->value(x, out);
    out *= factor_;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    potential_->gradient(x, out);
    out *= factor_;
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    potential_->laplacian(x, out);
    out *= factor_;
  }

 private:
  std::shared_ptr<const density::Potential> potential_;
  double factor_;
};

}  // namespace

ScaledDrift::ScaledDrift(std::shared_ptr<const Process> process, double factor)
    : ForwardingProcess(std::move(process), "ScaledDrift"), factor_(factor) {
  require(std::isfinite(factor) && factor > 0, "factor", factor, "must be finite and > 0");
  if (const Eigen::ArrayXd* rates = process::linear_rates(*inner())) rates_ = factor * *rates;
}

void ScaledDrift::drift(double t, const ConstBlock& x, Block out) const {
  inner()->drift(t, x, out);
  out *= factor_;
}

void ScaledDrift::drift_divergence(double t, const ConstBlock& x, Values out) const {
  inner()->drift_divergence(t, x, out);
  out *= factor_;
}

void ScaledDrift::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  process::drift_jacobian(*inner(), t, x, out);
  out *= factor_;
}

std::optional<GradientStructure> ScaledDrift::gradient_structure() const {
  const std::optional<GradientStructure> structure = process::gradient_structure(*inner());
  if (!structure) return std::nullopt;
  return GradientStructure{std::make_shared<ScaledPotential>(structure->potential, factor_),
                           structure->temperature};
}

}  // namespace kolmo::process

#include "kolmo/sampling/targets/langevin.hpp"

#include <numbers>

namespace kolmo::sampling {
namespace {

class MinusLog final : public density::Potential {
 public:
  explicit MinusLog(const Target& target) : target_(&target) {}
  std::string name() const override { return "minus_log_density"; }
  Index dimension() const override { return target_->dimension(); }
  void value(const ConstBlock& x, Values out) const override {
    target_->log_density(x, out);
    out = -out;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    target_->score(x, out);
    out = -out;
  }
  void laplacian(const ConstBlock&, Values) const override {
    throw InvalidArgument("the Laplacian of a target's log density: is not known");
  }

 private:
  const Target* target_;
};

}  // namespace

double TargetLangevin::diffusion(double) const { return std::numbers::sqrt2; }

std::optional<process::GradientStructure> TargetLangevin::gradient_structure() const {
  return process::GradientStructure{std::make_shared<MinusLog>(*target_), 1};
}

}  // namespace kolmo::sampling

#include "kolmo/density/log_density.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/density.hpp"

namespace kolmo::density {
namespace {

class OfPotential final : public LogDensity {
 public:
  OfPotential(std::shared_ptr<const Potential> potential, double temperature)
      : potential_(std::move(potential)), factor_(-1 / temperature) {}
  Index dimension() const override { return potential_->dimension(); }
  void log_density(const ConstBlock& x, Values out) const override {
    potential_->value(x, out);
    out *= factor_;
  }
  void score(const ConstBlock& x, Block out) const override {
    potential_->gradient(x, out);
    out *= factor_;
  }

 private:
  std::shared_ptr<const Potential> potential_;
  double factor_;
};

class MinusLog final : public Potential {
 public:
  explicit MinusLog(std::shared_ptr<const LogDensity> density) : density_(std::move(density)) {}
  std::string name() const override { return "minus_log_density"; }
  Index dimension() const override { return density_->dimension(); }
  void value(const ConstBlock& x, Values out) const override {
    density_->log_density(x, out);
    out = -out;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    density_->score(x, out);
    out = -out;
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    const auto* smooth = dynamic_cast<const Density*>(density_.get());
    if (smooth == nullptr) throw InvalidArgument("the Laplacian of a target's log density: is not known");
    Points score(x.rows(), x.cols());
    smooth->score_and_laplacian(x, score, out);
    out = -out;
  }

 private:
  std::shared_ptr<const LogDensity> density_;
};

}  // namespace

std::shared_ptr<const LogDensity> gibbs(std::shared_ptr<const Potential> potential, double temperature) {
  if (!potential) throw InvalidArgument("potential of a target: is null");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
  return std::make_shared<OfPotential>(std::move(potential), temperature);
}

std::shared_ptr<const Potential> minus_log(std::shared_ptr<const LogDensity> density) {
  if (!density) throw InvalidArgument("log density of a potential: is null");
  return std::make_shared<MinusLog>(std::move(density));
}

}  // namespace kolmo::density

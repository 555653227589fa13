#include "kolmo/process/score/log_density_field.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

class AtTime final : public density::LogDensity {
 public:
  AtTime(std::shared_ptr<const LogDensityField> field, double t) : field_(std::move(field)), t_(t) {}
  Index dimension() const override { return field_->dimension(); }
  void log_density(const ConstBlock& x, Values out) const override { field_->log_density(t_, x, out); }
  void score(const ConstBlock& x, Block out) const override { field_->score(t_, x, out); }

 private:
  std::shared_ptr<const LogDensityField> field_;
  double t_;
};

}  // namespace

std::shared_ptr<const density::LogDensity> at_time(std::shared_ptr<const LogDensityField> field, double t) {
  if (!field) throw InvalidArgument("field of a log density at a time: is null");
  require(std::isfinite(t), "time of a log density", t, "must be finite");
  return std::make_shared<AtTime>(std::move(field), t);
}

}  // namespace kolmo::process

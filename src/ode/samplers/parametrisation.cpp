#include "kolmo/ode/samplers/parametrisation.hpp"

#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::ode {
namespace {

class PredictedScore final : public process::ScoreField {
 public:
  PredictedScore(std::shared_ptr<const LogSnrClock> clock, PredictionField field, bool denoised)
      : clock_(std::move(clock)), field_(std::move(field)), denoised_(denoised) {
    if (!clock_) throw InvalidArgument("clock: is null, must be a clock");
    if (!field_) throw InvalidArgument("prediction: is an empty function, must predict noise or data");
  }
  Index dimension() const override { return clock_->process().dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    const ClockNode node = clock_->at(t);
    field_(t, x, out);
    if (!denoised_) {
      out /= -node.sigma;
      return;
    }
    const double precision = 1 / (node.sigma * node.sigma);
    for (Index j = 0; j < x.cols(); ++j) {
      const double centre = clock_->centre()[j];
      out.col(j) = precision * (centre + node.alpha * (out.col(j) - centre) - x.col(j));
    }
  }
  void score_and_divergence(double, const ConstBlock&, Block, Values) const override {
    throw process::Undefined("the divergence of a predicted score is not defined");
  }

 private:
  std::shared_ptr<const LogSnrClock> clock_;
  PredictionField field_;
  bool denoised_;
};

}  // namespace

std::unique_ptr<process::ScoreField> score_from_noise(std::shared_ptr<const LogSnrClock> clock,
                                                      PredictionField noise) {
  return std::make_unique<PredictedScore>(std::move(clock), std::move(noise), false);
}

std::unique_ptr<process::ScoreField> score_from_denoised(std::shared_ptr<const LogSnrClock> clock,
                                                         PredictionField denoised) {
  return std::make_unique<PredictedScore>(std::move(clock), std::move(denoised), true);
}

}  // namespace kolmo::ode

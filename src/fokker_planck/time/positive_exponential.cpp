// e^{Δt L} of a line as a matrix whose entries are sums of what is not negative.

#include <algorithm>
#include <cmath>
#include <limits>

#include "absorbing_side.hpp"
#include "fokker_planck/operator/transition_matrix.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"

namespace kolmo::fokker_planck {
namespace {

class PositivePropagator : public Propagator {
 public:
  PositivePropagator(const Generator& generator, double dt) : matrix_(generator, dt), now_(matrix_.size()) {}

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    std::copy(p, p + now_.size(), now_.data());
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      matrix_.apply(now_);
      if (!now_.isFinite().all()) {
        report.first_not_finite = step;
        break;
      }
      if (now_.minCoeff() < report.minimum) report.minimum = now_.minCoeff(), report.minimum_step = step;
    }
    std::copy(now_.data(), now_.data() + now_.size(), p);
    return report;
  }

 private:
  TransitionMatrix matrix_;
  Eigen::ArrayXd now_;
};

Claim positive_claim() {
  Claim claim;
  claim.name = "exponential_positive";
  claim.source = "Moler, Van Loan 2003, method 3";
  claim.orders.set(Sense::time, Context::line, std::numeric_limits<double>::infinity());
  claim.needs = "a constant generator in one dimension without negative rates that nothing leaves";
  return claim;
}

}  // namespace

PositiveExponential::PositiveExponential() : claim_(positive_claim()) {}

bool PositiveExponential::takes(const Generator& generator) const {
  return generator.grid().dimension() == 1 && !generator.has_negative_rates() && walls_of(generator).empty();
}

std::unique_ptr<Propagator> PositiveExponential::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  if (!takes(generator)) throw InvalidArgument("generator: exponential_positive needs " + claim_.needs);
  return std::make_unique<PositivePropagator>(generator, dt);
}

}  // namespace kolmo::fokker_planck

#include "guidance_and_inverse_problems/linear_moments.hpp"

#include "kolmo/ode/flow.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

/// The two moments as the coordinates of a flow.
class MomentFlow final : public process::VelocityField {
 public:
  explicit MomentFlow(const process::Process& process) : process_(process) {}
  Index dimension() const override { return 2; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    Points places(3, 1), drift(3, 1);
    places.col(0) = Eigen::Array3d(-1, 0, 1);
    process_.drift(t, places, drift);
    const double rate = 0.5 * (drift(2, 0) - drift(0, 0)), g = process_.diffusion(t);
    out.col(0) = rate * x.col(0) + drift(1, 0);
    out.col(1) = 2 * rate * x.col(1) + g * g;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setConstant(std::numeric_limits<double>::quiet_NaN());
  }

 private:
  const process::Process& process_;
};

}  // namespace

process::GuidedGaussian linear_moments(const process::Process& process, const process::GuidedGaussian& start,
                                       double end) {
  ode::FlowPlan plan;
  plan.times = {0, end};
  plan.stepper = "dormand_prince_853";
  plan.relative_tolerance = 1e-12;
  plan.absolute_tolerance = 1e-13;
  Points first(1, 2);
  first << start.mean, start.variance;
  process::GuidedGaussian last = start;
  ode::flow(MomentFlow(process), plan, first,
            [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
              if (snapshot == 1) last = {x(0, 0), x(0, 1)};
            });
  return last;
}

}  // namespace kolmo::guidance_and_inverse_problems

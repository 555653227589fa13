#include "kolmo/measure/fokker_planck/time_dependent_orders.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/started_stepper.hpp"
#include "kolmo/fokker_planck/time/uniformisation.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::measure {
namespace {

using fokker_planck::Discretisation;
using fokker_planck::GeneratorAt;
using fokker_planck::TimeStepper;

constexpr double vp_end = 0.3, sub_start = 0.2, sub_end = 0.4;

Grid line() { return Grid({{-5, 5, 80}}); }

density::GaussianMixture start() {
  return density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(-1.5, 1), Eigen::Array2d(0.6, 0.5));
}

GeneratorAt generators(std::shared_ptr<const process::Process> process, const Discretisation& scheme) {
  return [process = std::move(process), scheme](double t) { return scheme.build(*process, line(), {{}, t}); };
}

/// The order where every step is a first one.
double order_of_first_steps(const TimeStepper& stepper) {
  const bool started = dynamic_cast<const fokker_planck::StartedStepper*>(&stepper) != nullptr;
  return started ? 1 : stepper.claim().order(Sense::time, Context::line).value();
}

verify::OrderStudy study_of(const std::string& kind, const std::string& what, const GeneratorAt& generator,
                            const Discretisation& scheme, const TimeStepper& stepper,
                            const Eigen::ArrayXd& p0, double from, double to, const Eigen::ArrayXd& exact,
                            Index finest_steps) {
  const Claim& claim = stepper.claim();
  verify::OrderStudy study = grid_study({kind + "_" + pair_name(claim.name, scheme.claim.name), what,
                                         claim.name, claim.source, "time step", "s"});
  for (const Index parts : {16, 8, 4, 2, 1}) {
    const Index steps = finest_steps / parts;
    const Eigen::ArrayXd p = fokker_planck::march(generator, stepper, p0, {{from, to}, {steps}}).density;
    study.add((to - from) / static_cast<double>(steps), verify::error_norms(line(), p, exact).l1);
  }
  return study;
}

/// The exponential midpoint rule in `steps` steps.
Eigen::ArrayXd midpoint_flow(const GeneratorAt& generator, Eigen::ArrayXd p, Index steps) {
  const double dt = (sub_end - sub_start) / static_cast<double>(steps);
  for (Index k = 0; k < steps; ++k) {
    p = fokker_planck::exact_flow(generator(sub_start + (static_cast<double>(k) + 0.5) * dt), p, dt);
  }
  return p;
}

}  // namespace

verify::OrderStudy own_time_study(const Discretisation& scheme, const TimeStepper& stepper,
                                  Index finest_steps) {
  const auto vp = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const Eigen::ArrayXd p0 = at_centres(start(), line());
  const Eigen::ArrayXd exact =
      fokker_planck::exact_flow(scheme.build(*on_clock(*vp), line()), p0, vp->clock(vp_end));
  verify::OrderStudy study =
      study_of("own_time", "L1 distance to the exponential on the clock", generators(vp, scheme), scheme,
               stepper, p0, 0, vp_end, exact, finest_steps);
  study.claimed = order_of_first_steps(stepper);
  // 1e−12 ‖p‖₂ a step, in L1.
  if (std::isinf(study.claimed)) {
    study.exact_below =
        1e-12 * static_cast<double>(finest_steps) * line().cell_volume() * 9 * p0.matrix().norm();
  }
  return study;
}

verify::OrderStudy changing_study(const Discretisation& scheme, const TimeStepper& stepper,
                                  Index finest_steps) {
  const auto process = std::make_shared<process::SubVariancePreserving>(0.1, 20, 1, 1);
  const GeneratorAt generator = generators(process, scheme);
  const Eigen::ArrayXd p0 = at_centres(process::marginal(*process, start(), sub_start), line());
  const Eigen::ArrayXd coarse = midpoint_flow(generator, p0, 4 * finest_steps);
  const Eigen::ArrayXd fine = midpoint_flow(generator, p0, 8 * finest_steps);
  verify::OrderStudy study =
      study_of("sub_vp", "L1 distance to the extrapolated exponential midpoint rule", generator, scheme,
               stepper, p0, sub_start, sub_end, fine + (fine - coarse) / 3, finest_steps);
  study.claimed = std::min(2.0, order_of_first_steps(stepper));
  return study;
}

}  // namespace kolmo::measure

#include "frame/problem/model_flow.hpp"

#include <cmath>
#include <utility>

#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"

namespace kolmo::frame {
namespace {

constexpr double first_noise = 1e-3;  ///< σ at t = 0, of sigma_min
constexpr double margin = 1.5;        ///< above the first noise; churn steps back by up to √2

}  // namespace

ModelFlow::ModelFlow(std::shared_ptr<const score::ScoreModel> given) : model(std::move(given)) {
  const score::ModelSpec& spec = model->spec();
  const double first = first_noise * spec.sigma_min;
  process = std::make_shared<process::VarianceExploding>(first, std::hypot(spec.sigma_max, first), 1,
                                                         spec.dimension());
  score = score::learned_score(model, process);
  const double from = spec.sigma_max / margin;
  clock = std::make_shared<const ode::LogSnrClock>(
      process, process->clock_inverse(spec.sigma_min * spec.sigma_min), process->clock_inverse(from * from));
}

Points ModelFlow::starts(Index n, const RandomStream& stream) const {
  const score::ModelSpec& spec = model->spec();
  const double from = spec.sigma_max / margin;
  Points x(n, spec.dimension());
  stream.normals(0, 0, x);
  x *= std::sqrt(spec.variance + from * from);
  x.rowwise() += spec.centre.transpose();
  return x;
}

ModelCarried ModelFlow::carried(const Points& from, const ModelPlan& how) const {
  ode::FlowPlan plan;
  plan.times = {clock->t_max(), clock->t_min()};
  if (how.to_noise) std::swap(plan.times[0], plan.times[1]);
  plan.stepper = how.stepper;
  plan.relative_tolerance = how.tolerance;
  plan.absolute_tolerance = how.tolerance * model->spec().sigma_min;
  plan.log_density = how.log_density;
  plan.trace = how.trace;
  ModelCarried carried{Points(from.rows(), from.cols()), Eigen::ArrayXd::Zero(from.rows())};
  ode::flow(process::ProbabilityFlow(process, score), plan, from,
            [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
              if (snapshot != 1) return;
              carried.places.middleRows(first, x.rows()) = x;
              if (change != nullptr) carried.log_density_change.segment(first, x.rows()) = *change;
            });
  return carried;
}

}  // namespace kolmo::frame

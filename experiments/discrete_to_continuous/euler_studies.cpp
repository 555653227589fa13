// Steps of DDPM beside those of Euler and Maruyama.

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>

#include "discrete_to_continuous/euler_kernel.hpp"
#include "discrete_to_continuous/parts.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using process::DdpmChain;
using process::Kernel;
using process::LinearSchedule;
using process::SchedulePoint;

const char* const claim =
    "C5-66: DDPM \"is exactly\" Euler–Maruyama of VP; C5-02: sqrt(1 - b) = 1 - b/2 - b^2/8 - …";

Study study(const DdpmSettings& ddpm, const std::string& name, const std::string& long_name, double order,
            std::function<double(double)> error, double constant) {
  Study result;
  result.name = name;
  result.long_name = long_name;
  result.order = order;
  for (const double h : steps_of(ddpm.steps))
    if (1 / h > ddpm.beta_max) result.h.push_back(h);
  result.error = std::move(error);
  result.fit_up_to = 1 / static_cast<double>(ddpm.fit_from_steps);
  result.constant = {constant};
  result.source = claim;
  return result;
}

/// One step of DDPM and of Euler–Maruyama from the node at t, with N steps on [0, 1].
struct OneStep {
  Kernel chain, euler;
};

OneStep one_step(const DdpmSettings& ddpm, SchedulePoint point, double h, double t) {
  const Index steps = number_of_steps(h), i = node(t, steps);
  return {DdpmChain(ddpm.schedule(), steps, point, 1).kernel(i, i + 1),
          euler_kernel(ddpm.process(), steps, i, i + 1)};
}

void add_one_step(const DdpmSettings& ddpm, double t, Noiseless& plan) {
  const double beta = ddpm.schedule().beta(t), slope = ddpm.beta_max - ddpm.beta_min;
  const std::string from = " in one step from t = " + time_text(t);
  plan.studies.push_back(study(
      ddpm, named("one_step_factor_left", t),
      "DDPM less Euler–Maruyama, both reading beta on the left: factor" + from, 2,
      [=](double h) {
        const OneStep step = one_step(ddpm, SchedulePoint::left, h, t);
        return std::abs(step.chain.scale - step.euler.scale);
      },
      beta * beta / 8));
  plan.studies.push_back(study(
      ddpm, named("one_step_factor_right", t),
      "DDPM with beta on the right less Euler–Maruyama: factor" + from, 2,
      [=](double h) {
        const OneStep step = one_step(ddpm, SchedulePoint::right, h, t);
        return std::abs(step.chain.scale - step.euler.scale);
      },
      slope / 2 + beta * beta / 8));
  if (slope == 0) return;  // the variances are equal
  plan.studies.push_back(study(
      ddpm, named("one_step_variance_right", t),
      "DDPM with beta on the right less Euler–Maruyama: variance" + from, 2,
      [=](double h) {
        const OneStep step = one_step(ddpm, SchedulePoint::right, h, t);
        return std::abs(step.chain.variance - step.euler.variance);
      },
      slope));
}

/// ∫₀ᵗ β(s)² e^{−(B(t) − B(s))} ds.
double discounted_square_integral(const LinearSchedule& schedule, double t) {
  return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(
      [&](double s) { return schedule.beta(s) * schedule.beta(s) * std::exp(-schedule.integral(s, t)); }, 0.0,
      t, 10, 1e-12);
}

/// The whole chain: log(1 − βΔ/2) = −βΔ/2 − β²Δ²/8 where ½ log(1 − βΔ) = −βΔ/2 − β²Δ²/4.
void add_chain(const DdpmSettings& ddpm, double t, Noiseless& plan) {
  const LinearSchedule schedule = ddpm.schedule();
  const Kernel exact = *ddpm.process().kernel(0, t);
  const double first = schedule.beta(0), last = schedule.beta(t);
  const double square = t / 3 * (first * first + first * last + last * last);
  const std::string when = " at t = " + time_text(t);
  const auto euler = [=](double h) {
    const Index steps = number_of_steps(h);
    return euler_kernel(ddpm.process(), steps, 0, node(t, steps));
  };
  plan.studies.push_back(study(
      ddpm, named("mean", t), "error of the mean factor of the Euler–Maruyama chain" + when, 1,
      [=](double h) { return std::abs(euler(h).scale - exact.scale); },
      exact.scale * std::abs((last - first) / 4 - square / 8)));
  plan.studies.push_back(study(
      ddpm, named("ddpm_less_euler", t),
      "mean factor of Euler–Maruyama less that of DDPM, both with beta on the left" + when, 1,
      [=](double h) {
        const Index steps = number_of_steps(h);
        return std::abs(
            DdpmChain(ddpm.schedule(), steps, SchedulePoint::left, 1).kernel(0, node(t, steps)).scale -
            euler(h).scale);
      },
      exact.scale * square / 8));
  plan.studies.push_back(study(
      ddpm, named("unit_variance", t), "variance of the Euler–Maruyama chain from N(0, 1), less 1," + when, 1,
      [=](double h) {
        const Kernel kernel = euler(h);
        return std::abs(kernel.scale * kernel.scale + kernel.variance - 1);
      },
      discounted_square_integral(schedule, t) / 4));
}

}  // namespace

Noiseless euler_plan(const Settings& settings) {
  const DdpmSettings& ddpm = settings.ddpm;
  Noiseless plan;
  for (const double t : ddpm.times) {
    if (t < 1) add_one_step(ddpm, t, plan);
    add_chain(ddpm, t, plan);
  }
  const Index steps = ddpm.steps.back();
  plan.facts.push_back({"ddpm_keeps_unit_variance", 0,
                        [=] {
                          const DdpmChain chain(ddpm.schedule(), steps, ddpm.point, 1);
                          double variance = 1, largest = 0;
                          for (Index i = 1; i <= steps; ++i) {
                            const Kernel one = chain.kernel(i - 1, i);
                            variance = one.scale * one.scale * variance + one.variance;
                            largest = std::max(largest, std::abs(variance - 1));
                          }
                          return largest;
                        },
                        5e-16 * static_cast<double>(steps),
                        "C5-66, S-25: VP preserves variance 1; DDPM does, Euler–Maruyama does not"});
  plan.facts.push_back({"same_noise_where_beta_is_read_alike", 0,
                        [=] {
                          double largest = 0;
                          for (const double t : ddpm.times) {
                            if (t == 1) continue;
                            const double h = 1 / static_cast<double>(steps);
                            const OneStep step = one_step(ddpm, SchedulePoint::left, h, t);
                            largest =
                                std::max(largest, std::abs(step.chain.variance / step.euler.variance - 1));
                          }
                          return largest;
                        },
                        1e-15 * static_cast<double>(steps), "C5-66: sqrt(beta_i) = g(t) sqrt(dt)"});
  return plan;
}

}  // namespace kolmo::discrete_to_continuous

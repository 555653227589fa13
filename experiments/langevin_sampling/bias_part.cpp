// The bias of kernels on targets that are not Gaussian, by matrices on a grid.

#include <cmath>

#include "kolmo/sampling/exact/line_kernel.hpp"
#include "kolmo/sampling/exact/phase_kernel.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

/// Bias of a mean in the stationary law of step h.
using Bias = std::function<double(const MarkovKernel& kernel, double h)>;

/// E cos X under the tanh score. The narrowest noise that makes a law is √(2h) wide, of Leimkuhler and
/// Matthews' chain √(h/2): three nodes in it.
double cosine_bias(const MarkovKernel& kernel, double h) {
  const double noise = std::sqrt(kernel.has_postprocessor() ? h / 2 : 2 * h);
  const LineKernel line(kernel, *tanh_target(), with_step(h), {10, std::min(0.25, noise / 3)});
  return line.observed(line.stationary()).mean([](double x) { return std::cos(x); }) - tanh_cosine();
}

double kinetic_cosine_bias(const MarkovKernel& kernel, double h) {
  return PhaseKernel(kernel, *tanh_target(), with_step(h), {8, 0.3}, {7, 0.4})
             .stationary_position()
             .mean([](double x) { return std::cos(x); }) -
         tanh_cosine();
}

double quartic_bias(const MarkovKernel& kernel, double h) {
  return LineKernel(kernel, *quartic_target(), with_step(h), {5, std::sqrt(2 * h) / 3.5})
             .stationary()
             .mean([](double x) { return x * x; }) -
         quartic_square();
}

verify::OrderStudy study_of(const MarkovKernel& kernel, const Bias& bias, const std::vector<double>& steps,
                            const std::string& what) {
  verify::OrderStudy study{"order_" + kernel.claim().name, kernel.claim().name + ": " + what};
  study.claimed = kernel.claim().order(Sense::stationary).value();
  study.source = kernel.claim().source;
  study.scheme = kernel.claim().name;
  study.h_long_name = "step";
  if (kernel.has_momenta()) study.next_term = 2;  // symmetric words: even powers of h alone
  for (const double h : steps) study.add(h, bias(kernel, h));
  return study;
}

}  // namespace

frame::Plan bias_plan() {
  frame::Plan plan{
      "The bias of the step",
      "E cos X under s = -x + tanh x, and E X^2 under s = -x^3: the law that steps h leave unchanged, from "
      "transition matrices without sampling."};
  plan.in_parallel = true;
  const auto add = [&](const char* name, const Bias& bias, const std::vector<double>& steps,
                       const char* what) {
    const MarkovKernel& kernel = sampling::kernel(name);
    plan.studies.push_back(
        {"order_" + kernel.claim().name, [=, &kernel] { return study_of(kernel, bias, steps, what); }});
  };
  add("ula", cosine_bias, {0.2, 0.1, 0.05, 0.025}, "bias of E cos X");
  add("leimkuhler_matthews", cosine_bias, {0.25, 0.125, 0.0625, 0.03125}, "bias of E cos X");
  add("baoab", kinetic_cosine_bias, {0.5, 0.35, 0.25, 0.175, 0.125}, "bias of E cos X");
  add("aboba", kinetic_cosine_bias, {0.5, 0.35, 0.25, 0.175, 0.125}, "bias of E cos X");
  add("tamed_ula", quartic_bias, {0.02, 0.01, 0.005, 0.0025}, "bias of E X^2");
  const auto value = [&](const char* id, const char* name, double (*bias)(const MarkovKernel&, double),
                         double h, double expected) {
    plan.checks.push_back({id, [=] {
                             // The reference has four digits at the least.
                             return verify::value_check(expected, bias(sampling::kernel(name), h), 5e-7,
                                                        "another program's transition matrix",
                                                        "bias of E cos X");
                           }});
  };
  value("ula/h=0.4", "ula", cosine_bias, 0.4, -0.015989);
  value("ula/h=0.1", "ula", cosine_bias, 0.1, -0.003586);
  value("ula/h=0.025", "ula", cosine_bias, 0.025, -0.000877);
  value("leimkuhler_matthews/h=0.5", "leimkuhler_matthews", cosine_bias, 0.5, 1.771e-3);
  value("baoab/h=0.5", "baoab", kinetic_cosine_bias, 0.5, 8.156e-4);
  return plan;
}

}  // namespace kolmo::langevin_sampling

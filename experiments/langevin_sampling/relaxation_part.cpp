// Mixing against the spectral gap of the Fokker–Planck operator: one number from two modules.

#include <cmath>

#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/sampling/exact/line_kernel.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

/// The first nonzero eigenvalue of the Fokker–Planck operator, on grids of 500 to 2000 cells.
double gap() {
  const process::OverdampedLangevin process(std::make_shared<density::LogCoshPotential>(), 1);
  const auto build = [&](Index cells) {
    return fokker_planck::scharfetter_gummel(process, Grid({{-12, 12, cells}}));
  };
  return fokker_planck::extrapolated_eigenvalues(build, 500, 1, 3).value(0);
}

/// −ln λ₂/h of ULA's transition matrix.
double rate(double h) {
  return -std::log(LineKernel(kernel("ula"), *tanh_target(), with_step(h), {10, std::sqrt(2 * h) / 3})
                       .second_eigenvalue()) /
         h;
}

}  // namespace

frame::Plan relaxation_plan() {
  frame::Plan plan{
      "Mixing and the gap of Fokker and Planck",
      "The slowest mode of ULA's chain on s = -x + tanh x decays at the rate that the grid's operator has."};
  const auto exact = frame::lazy([] { return gap(); });
  plan.checks.push_back({"gap", [=] {
                           return verify::value_check(0.48506798541, exact->get(), 1e-8, "sinc collocation",
                                                      "first eigenvalue of the Fokker-Planck operator");
                         }});
  plan.checks.push_back({"ula/h=0.2", [] {
                           return verify::value_check(0.51884, rate(0.2), 5e-6,
                                                      "another program's transition matrix",
                                                      "-ln(lambda_2)/h");
                         }});
  plan.studies.push_back(
      {"order_of_rate", [=] {
         verify::OrderStudy study{"order_of_rate", "difference of -ln(lambda_2)/h and the gap"};
         study.source = "backward error of Euler and Maruyama: order 1";
         study.h_long_name = "step";
         for (const double h : {0.2, 0.1, 0.05, 0.025}) study.add(h, rate(h) - exact->get());
         return study;
       }});
  return plan;
}

}  // namespace kolmo::langevin_sampling

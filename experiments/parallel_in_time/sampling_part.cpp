// Sixteen slices of a sampler: errors against the serial fine run, iteration by iteration.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "parallel_in_time/parts.hpp"

namespace kolmo::parallel_in_time {
namespace {

using Method = decltype(&ode::parareal);

struct MethodName {
  const char* name;
  Method method;
};
constexpr MethodName methods[] = {{"parareal", ode::parareal}, {"multiple_shooting", ode::multiple_shooting}};

/// Largest distance of the ends from the serial fine run, in iterations 0, 1, ….
std::vector<double> distances(const Sizes& sizes, const char* coarse, Method method) {
  const SlicedSampling sampling(sizes);
  const Points serial = sampling.serial();
  std::vector<double> found;
  method(sampling.coarse(coarse, sampling.score), sampling.fine(sampling.score), sizes.slices, sampling.start,
         {.tolerance = 0}, [&](Index, const std::vector<Points>& ends) {
           found.push_back((ends.back() - serial).abs().maxCoeff());
         });
  return found;
}

/// The first distances of Parareal with 16 slices of 16 fine steps, by another program of the same formulas
/// (NumPy), to three digits.
const std::map<std::string, std::vector<double>>& known_distances() {
  static const std::map<std::string, std::vector<double>> known = {
      {"parareal_ddim", {1.29, 1.25, 5.98e-1, 2.18e-2, 3.68e-3, 4.65e-5, 1.98e-6}},
      {"parareal_dpm_2", {9.63e-2, 9.78e-3, 1.28e-3, 1.29e-4, 3.66e-6, 2.25e-8}}};
  return known;
}

/// The largest |found/known − 1|; infinite where iterations are missing.
double deviation(const std::vector<double>& found, const std::vector<double>& known) {
  double largest = found.size() < known.size() ? HUGE_VAL : 0;
  for (std::size_t k = 0; k < std::min(found.size(), known.size()); ++k)
    largest = std::max(largest, std::abs(found[k] / known[k] - 1));
  return largest;
}

void write(const std::string& name, const std::vector<double>& errors, io::Group& part) {
  io::Group& group = part.group(name);
  // Rounding below 1e-16 is not an error that a curve could show.
  Eigen::ArrayXd iterations(static_cast<Index>(errors.size())), values(iterations.size());
  Index kept = 0;
  for (std::size_t k = 0; k < errors.size() && errors[k] > 0; ++k, ++kept) {
    iterations[kept] = static_cast<double>(k);
    values[kept] = errors[k];
  }
  group.scale("iteration", Eigen::ArrayXd(iterations.head(kept)), {"iteration", "1"});
  group.variable("error", {"iteration"}, Eigen::ArrayXd(values.head(kept)),
                 {"largest distance from the serial run", "1"});
}

}  // namespace

frame::Plan sampling_plan(const Sizes& sizes) {
  frame::Plan plan{
      "Slices of a sampler",
      "Two wells under VP from t = 1 to 0.05 in slices of uniform lambda; fine: DPM-Solver-3, coarse: "
      "one step of DDIM or DPM-Solver-2 a slice."};
  for (const char* coarse : coarse_samplers) {
    for (const MethodName& one : methods) {
      const std::string name = std::string(one.name) + "_" + coarse;
      const auto found = frame::lazy([=, method = one.method] { return distances(sizes, coarse, method); });
      plan.checks.push_back({"serial_" + name, [=] {
                               return verify::value_check(
                                   0, found->get().back(), 1e-13, "Lions, Maday and Turinici (2001)",
                                   "distance from the serial run after as many iterations as slices");
                             }});
      const auto known = known_distances().find(name);
      if (known != known_distances().end() && sizes.slices == 16 && sizes.fine_steps == 16 &&
          sizes.starts == 200) {
        // The last of three digits, and 1e-15 of rounding at each of 256 steps beside 2e-8.
        plan.checks.push_back({"iterates_" + name, [=] {
                                 return verify::value_check(
                                     0, deviation(found->get(), known->second), 0.01,
                                     "an independent program, to three digits",
                                     "largest relative deviation of the distances of iterations 0, 1, ...");
                               }});
      }
      // Far earlier: from 16 slices on both methods are there to 1e-5 in half as many. A run that stands
      // still ends.
      if (sizes.slices >= 16) {
        plan.checks.push_back({"half_way_" + name, [=] {
                                 const std::vector<double>& errors = found->get();
                                 const auto half = static_cast<std::size_t>(sizes.slices / 2);
                                 return verify::value_check(
                                     0, errors[std::min(half, errors.size() - 1)], 1e-5,
                                     "superlinear convergence (Gander and Vandewalle 2007)",
                                     "distance after half as many iterations as slices");
                               }});
      }
      plan.tables.push_back([=](io::Group& part) { write(name, found->get(), part); });
    }
  }
  return plan;
}

}  // namespace kolmo::parallel_in_time

// Diffusions of generative models: their noise follows a schedule that ends at `final_time`.

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "process_types.hpp"

namespace kolmo::problem {
namespace {

/// The numbers of a schedule and the place that an error of theirs is located at.
struct Schedule {
  double low = 0, high = 0, final_time = 1;
  std::string key;
  Index dimension = 1;
  std::string range;  ///< "from 0.1 to 20 at t = 1"
};

double final_time_of(const io::TableReader& keys, const Problem& problem) {
  return read_number(keys, "process.final_time", problem.names, 1);
}

Schedule schedule(const io::TableReader& keys, const Problem& problem, const std::string& name, double low,
                  double high) {
  Schedule s;
  s.low = read_number(keys, "process." + name + "_min", problem.names, low);
  s.high = read_number(keys, "process." + name + "_max", problem.names, high);
  s.final_time = final_time_of(keys, problem);
  s.key = keys.has("process." + name + "_max") ? "process." + name + "_max" : "process.type";
  s.dimension = static_cast<Index>(problem.names.variables.size());
  s.range = "from " + number_text(s.low, 6) + " to " + number_text(s.high, 6) +
            " at t = " + number_text(s.final_time, 6);
  return s;
}

Schedule betas(const io::TableReader& keys, const Problem& problem) {
  return schedule(keys, problem, "beta", 0.1, 20);
}

}  // namespace

void variance_preserving(const io::TableReader& keys, Problem& problem) {
  const Schedule s = betas(keys, problem);
  problem.process = keys.at(s.key, [&] {
    return std::make_shared<process::VariancePreserving>(s.low, s.high, s.final_time, s.dimension);
  });
  problem.statement = "dX = −½β(t) X dt + √β(t) dW, β " + s.range;
}

void sub_variance_preserving(const io::TableReader& keys, Problem& problem) {
  const Schedule s = betas(keys, problem);
  problem.process = keys.at(s.key, [&] {
    return std::make_shared<process::SubVariancePreserving>(s.low, s.high, s.final_time, s.dimension);
  });
  problem.statement = "dX = −½β(t) X dt + √(β(t)(1 − e^{−2B(t)})) dW, B = ∫β, β " + s.range;
}

void quadratic(const io::TableReader& keys, Problem& problem) {
  const Schedule s = betas(keys, problem);
  problem.process = keys.at(s.key, [&] {
    return std::make_shared<process::ScheduledDiffusion>(
        process::quadratic_schedule(s.low, s.high, s.final_time), true, s.dimension);
  });
  problem.statement = "dX = −½β(t) X dt + √β(t) dW, √β linear, β " + s.range;
}

void cosine(const io::TableReader& keys, Problem& problem) {
  const double final_time = final_time_of(keys, problem);
  const auto d = static_cast<Index>(problem.names.variables.size());
  problem.process = keys.at(keys.has("process.final_time") ? "process.final_time" : "process.type", [&] {
    return std::make_shared<process::ScheduledDiffusion>(process::cosine_schedule(final_time), true, d);
  });
  problem.statement = "dX = −½β(t) X dt + √β(t) dW, e^{−∫β} a squared cosine that would end at t = " +
                      number_text(final_time, 6);
}

void variance_exploding(const io::TableReader& keys, Problem& problem) {
  const Schedule s = schedule(keys, problem, "sigma", 0.01, 50);
  problem.process = keys.at(s.key, [&] {
    return std::make_shared<process::VarianceExploding>(s.low, s.high, s.final_time, s.dimension);
  });
  problem.statement = "dX = g(t) dW, g² = dσ²/dt, σ exponential, " + s.range;
}

void polynomial(const io::TableReader& keys, Problem& problem) {
  const Schedule s = schedule(keys, problem, "sigma", 0.002, 80);
  const double rho = read_number(keys, "process.rho", problem.names, 7);
  problem.process = keys.at(keys.has("process.rho") ? "process.rho" : s.key, [&] {
    return std::make_shared<process::ScheduledDiffusion>(
        process::polynomial_schedule(s.low, s.high, rho, s.final_time), false, s.dimension);
  });
  problem.statement =
      "dX = g(t) dW, g² = dσ²/dt, σ^{1/ρ} linear, ρ = " + number_text(rho, 6) + ", σ " + s.range;
}

}  // namespace kolmo::problem

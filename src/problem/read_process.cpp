// The keys [problem.NAME.process]: which type of process they write, and the process.

#include <algorithm>

#include "kolmo/io/keys.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "process_types.hpp"

namespace kolmo::problem {
namespace {

struct Type {
  const char* name;
  void (*read)(const io::TableReader&, Problem&);
  std::vector<const char*> keys;
};

const std::vector<Type>& types() {
  static const std::vector<Type> list = {
      {"langevin", langevin, {"potential", "temperature", "friction", "mobility", "calculus"}},
      {"ornstein_uhlenbeck", ornstein_uhlenbeck, {"theta", "mean", "sigma"}},
      {"variance_preserving", variance_preserving, {"beta_min", "beta_max", "final_time"}},
      {"sub_variance_preserving", sub_variance_preserving, {"beta_min", "beta_max", "final_time"}},
      {"quadratic", quadratic, {"beta_min", "beta_max", "final_time"}},
      {"cosine", cosine, {"final_time"}},
      {"variance_exploding", variance_exploding, {"sigma_min", "sigma_max", "final_time"}},
      {"polynomial", polynomial, {"sigma_min", "sigma_max", "rho", "final_time"}},
      {"brownian", brownian, {"sigma"}},
      {"geometric_brownian", geometric_brownian, {"mu", "sigma"}}};
  return list;
}

const Type& written_type(const io::TableReader& keys) {
  static const Type drift = {"given by its drift", from_drift, {"drift", "noise", "diffusion", "calculus"}};
  static const Type potential = {"given by its potential", from_potential, types()[0].keys};
  if (keys.has("process.type")) return io::keys::entry_of(types(), keys.text("process.type"));
  if (keys.has("process.drift")) return drift;
  if (keys.has("process.potential")) return potential;
  throw keys.wrong("process", "a process needs drift and noise, or potential and temperature, or a type");
}

}  // namespace

std::vector<std::string> type_names() { return io::keys::names_of(types()); }

void read_process(const io::TableReader& keys, Problem& problem) {
  const Type& type = written_type(keys);
  std::vector<const char*> all = {"drift", "noise", "diffusion"};
  for (const Type& other : types()) all.insert(all.end(), other.keys.begin(), other.keys.end());
  for (const std::string key : all) {
    const bool belongs =
        std::any_of(type.keys.begin(), type.keys.end(), [&](const char* own) { return own == key; });
    if (!belongs) keys.refuse("process." + key, std::string("the process is ") + type.name);
  }
  type.read(keys, problem);
  problem.known.gradient = gradient_structure(*problem.process).has_value();
  problem.known.kinetic = kinetic_structure(*problem.process).has_value();
  problem.known.linear = problem.known.linear ||
                         (process::capability<process::ExactKernel>(*problem.process) != nullptr) ||
                         std::dynamic_pointer_cast<const process::LinearProcess>(problem.process) != nullptr;
  if (const auto constant = constant_coefficients(*problem.process))
    problem.known.time_dependent = !*constant;
}

}  // namespace kolmo::problem

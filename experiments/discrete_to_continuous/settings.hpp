#pragma once
// What a configuration asks for, read and checked.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/process/equations/ddpm_chain.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {

/// x_i | x_0 of a chain. Tests plant mistakes here.
using ChainLaw = std::function<process::Kernel(const process::DdpmChain& chain, Index i)>;

struct DdpmSettings {
  double beta_min, beta_max;
  process::SchedulePoint point;
  std::vector<Index> steps, sampled_steps;
  Index fit_from_steps, particles;
  std::vector<double> times;
  ChainLaw law = [](const process::DdpmChain& chain, Index i) { return chain.kernel(0, i); };

  process::LinearSchedule schedule() const { return {beta_min, beta_max, 1}; }
  process::VariancePreserving process() const { return {beta_min, beta_max, 1, 1}; }
};

struct NcsnSettings {
  double sigma_min, sigma_max;
  std::vector<Index> steps, sampled_steps;
  Index fit_from_steps, particles;
  std::vector<double> times;
};

struct DdimSettings {
  std::vector<Index> steps;
  Index fit_from_steps;
};

struct DonskerSettings {
  std::vector<Index> steps;
  Index fit_from_steps;
  double coin;
  Index sampled_steps, particles;
  std::vector<double> times;
};

struct Settings {
  DdpmSettings ddpm;
  density::GaussianMixture mixture, gaussian;  ///< laws of x_0
  NcsnSettings ncsn;
  DdimSettings ddim;
  DonskerSettings donsker;
  std::uint64_t seed = 1;
  double comparisons = 1;  ///< m: statistical checks of the whole run
};

/// What ddpm.schedule_point may say, and what it means.
struct SchedulePointName {
  std::string name;
  process::SchedulePoint point;
};
const std::vector<SchedulePointName>& schedule_points();

/// Throws io::ConfigurationError, located at the key, for what the schema cannot see.
Settings read_settings(const io::Configuration& configuration);

/// Step N t of a chain of N steps on [0, 1]; N t is whole to rounding.
Index node(double time, Index steps);

}  // namespace kolmo::discrete_to_continuous

#pragma once
// Diffusion samplers by name: from p at t_max to p at t_min, or to the data, on any score.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/claim.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/ode/samplers/sampling_program.hpp"

namespace kolmo::ode {

/// How a method of several steps begins.
enum class SamplerStart {
  rising,  ///< with methods of one step, two, …: one evaluation a step, and the order of the start is low
  single_step,  ///< with single steps of order 3 (two more evaluations each): the full order from the start
};

/// Recorded switches: what of a sampler's order is given up for evaluations.
struct SamplerOptions {
  SamplerStart start = SamplerStart::rising;
  /// The last step is DDIM's. A step to the data always is.
  bool last_of_first_order = false;
};

/// One line of the catalogue.
struct SamplerEntry {
  /// The order in time is of the error of a trajectory, in the step on the clock λ; the weak one of samplers
  /// that add noise. evaluations_per_step: of the score.
  Claim claim;
  bool adds_noise = false;
  std::function<SamplingProgram(const SamplingGrid&, const SamplerOptions&)> program;
};

/// Every sampler.
///
/// deterministic, one step – ddim, dpm_2, dpm_3, edm_heun.
/// deterministic, several steps – dpmpp_2m, dpmpp_3m, dpmpp_3m_published, exponential_adams_2, _3, _4,
/// unipc_1, unipc_2. with noise – eta_half, ancestral, edm_stochastic, predictor_corrector.
const std::vector<SamplerEntry>& samplers();

/// What samplers() lists and find_sampler() finds, to which a program can append its own.
Catalogue<SamplerEntry>& sampler_catalogue();

/// The entry of that name. Throws InvalidArgument that lists the names there are.
const SamplerEntry& find_sampler(std::string_view name);

/// The largest number of steps whose evaluations, counted exactly, are at most `budget`, on any grid; throws
/// InvalidArgument where a single step needs more.
Index steps_within(const SamplerEntry& sampler, Index budget, bool to_data,
                   const SamplerOptions& options = {});

/// What a run cost.
struct SamplingReport {
  Index steps = 0;
  Index evaluations = 0;  ///< of the score, at each particle's place
};

/// Carries the ensemble x, places at t_max, along the program of the sampler on the grid, in place and in
/// parallel; numbers do not depend on threads. `stream` is drawn from by samplers that add noise only. Throws
/// InvalidArgument where dimensions differ, NumericalFailure as run_program does.
SamplingReport sample(const SamplerEntry& sampler, const SamplingGrid& grid, const process::ScoreField& score,
                      const RandomStream& stream, Points& x, const SamplerOptions& options = {});

}  // namespace kolmo::ode

#pragma once
// A sampler on a grid is a list of linear combinations and evaluations, as data.

#include <functional>
#include <vector>

#include "kolmo/ode/samplers/sampling_grid.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// What an evaluation of the score s at (t, x) is kept as: noise ε = −σ s, or denoised D = c + (x − c + σ²
/// s)/α (Tweedie). Samplers know these two; any ScoreField is turned into them at this border.
enum class Prediction { noise, denoised };

/// y = scale·x + Σ_i weights[i]·E_i + noise·Z, E_0 the last evaluation, E_1 the one before, …, Z normal and
/// new each time. Then, in this order: x = y where the operation ends with a new place; y is evaluated at
/// `node` and becomes E_0; the newest `forget` evaluations are dropped. x and y are relative to the centre.
struct SamplingOperation {
  double scale = 1;
  std::vector<double> weights = {};
  double noise = 0;
  bool moves = false;
  bool evaluates = false;
  ClockNode node = {};
  Index forget = 0;
};

/// Operations of every step of a grid.
struct SamplingProgram {
  Prediction prediction = Prediction::noise;
  SamplingGrid grid;
  std::vector<std::vector<SamplingOperation>> steps = {};

  /// Evaluations of the score at one particle's place.
  Index evaluations() const;
  /// Normal numbers a particle and coordinate.
  Index draws() const;
};

/// Adds `amplitude`·Z to y, the normals of this step and draw for the block's particles.
using NoiseSource =
    std::function<void(Index step, Index first_particle, Index draw, double amplitude, Block y)>;

/// Sees a block's places each time that it has come to a node of the grid, the first one left aside.
using NodeObserver = std::function<void(Index node, const ConstBlock& x)>;

/// Runs the program on one block of particles, `first` the index of the first, in place. Throws
/// NumericalFailure that names particle, time and `name` where a number is not finite.
void run_program(const SamplingProgram& program, const process::ScoreField& score, const NoiseSource& noise,
                 const std::string& name, Index first, Block x, const NodeObserver& observer = {});

}  // namespace kolmo::ode

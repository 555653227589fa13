#pragma once
// Denoising score matching of a network with Adam: deterministic, and resumed with the same bits.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/density.hpp"
#include "kolmo/score/network/score_model.hpp"

namespace kolmo::score {

/// Fills the rows of a batch with data for this step: a pure function of the step.
using DataSource = std::function<void(std::uint32_t step, Points& batch)>;
/// Fresh samples of a law every step.
DataSource samples_of(std::shared_ptr<const density::Density> law, const RandomStream& stream);
/// Rows of the data, drawn with replacement.
DataSource rows_of(Points data, const RandomStream& stream);

/// What is minimised over a batch, in the mean: ½λ(τ)|s + z/τ|² with λ = τ² or 1, τ and s in units of the
/// data's spread; or ½|ε − z|² of a network that predicts noise (DDPM, Ho et al. 2020), which is the first
/// where s = −ε/τ.
enum class Objective { score_tau_squared, score_unweighted, ddpm };

enum class Precision { single_precision, double_precision };

/// A training run as data.
struct TrainingPlan {
  ModelSpec spec;
  DataSource data;
  RandomStream stream;  ///< of the noise, its levels and the first parameters
  Index steps = 30000;
  Index batch = 512;
  double rate = 3e-3;  ///< of Adam; falls as ½(1 + cos π k/steps)
  Objective objective = Objective::score_tau_squared;
  double average = 0.999;  ///< decay a step of the weighted average of the parameters, in [0, 1)
  Precision precision = Precision::single_precision;

  /// Throws InvalidArgument unless all fit together (ddpm needs a network that predicts noise).
  void validate() const;
};

enum class TrainingStatus { running, finished, diverged };
const char* name_of(TrainingStatus status);

/// All that training needs to go on: a training that is stopped, saved and resumed has the bits of one that
/// is not. In single precision the numbers are those of float.
struct TrainingState {
  Index step = 0;
  Eigen::VectorXd parameters, first_moment, second_moment, average;
  std::vector<double> losses;  ///< means of `loss_window` steps each
  double window_sum = 0;       ///< of the losses since
  TrainingStatus status = TrainingStatus::running;
};
inline constexpr Index loss_window = 100;

/// W of a layer normal with variance 1/inputs, biases 0, the last layer 0: a network that predicts 0.
TrainingState first_state(const TrainingPlan& plan);

/// Takes steps until `until` (at most plan.steps) are done. In step k the levels are ln σ uniform on
/// [ln σ_min, ln σ_max], σ and z from the stream. Where a loss or a gradient is not finite the state is
/// `diverged` and keeps the parameters before that step. Rows are worked on in pieces of 128, whose gradients
/// are added in their order, so that bits do not depend on threads. Source of the update: Kingma and Ba 2015,
/// algorithm 1 (0.9, 0.999, 1e−8).
void train(const TrainingPlan& plan, TrainingState& state, Index until);

/// Loss and its gradient on one batch of given points, levels σ and normal numbers, in double precision.
struct LossGradient {
  double loss;
  Eigen::VectorXd gradient;
};
LossGradient loss_gradient(const TrainingPlan& plan, const Eigen::VectorXd& parameters, const Points& x,
                           const Eigen::ArrayXd& sigma, const Points& z);

}  // namespace kolmo::score

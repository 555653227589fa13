#pragma once
// What guidance of one strength samples, beside what it is said to sample.

#include <optional>

#include "guidance_and_inverse_problems/ensembles.hpp"
#include "kolmo/process/score/guided_score.hpp"

namespace kolmo::guidance_and_inverse_problems {

/// A variance-preserving process in the problem's own coordinates, and the scores along it.
struct GuidedProcess {
  std::shared_ptr<const process::Process> process;
  std::shared_ptr<const process::ScoreField> score;  ///< guided
  density::GaussianMixture start;                    ///< the power p(x) p(y|x)^strength after noise
};
/// By the whole observation with the noise of level 0.
GuidedProcess guided_process(const InverseProblem& problem, double strength);

/// The law of x given y; and the power p(x) p(y|x)^strength, the prior where strength is 0.
density::GaussianMixture posterior_law(const InverseProblem& problem);
density::GaussianMixture power_law(const InverseProblem& problem, double strength);

/// A law on the line, and the KS distance to the same with half the resolution: as the error falls with its
/// square, more than the error.
struct Resolved {
  Law1D law;
  double budget;
};
/// Of the reverse diffusion: Chang and Cooper's flux, tr_bdf2, on problem.cells cells or more.
/// Empty where the narrowest component is narrower than two cells of eight times as many.
std::optional<Resolved> diffusion_on_grid(const InverseProblem& problem, double strength);
/// Of the probability flow: quantiles of the start, carried.
Resolved flow_of_quantiles(const InverseProblem& problem, double strength);

/// Particles of a guided ensemble: eight times as many on the line, where distances between laws are resolved
/// by them, a quarter elsewhere.
Index guided_particles(const InverseProblem& problem);

/// Paths of the reverse diffusion.
Ensemble guided_paths(const InverseProblem& problem, double strength);

/// Coordinate j of rows first, …, first + n − 1.
Law1D sample_law(const Points& x, Index j, Index first, Index n);

/// "guidance/strength=2/<what>", the name of a check.
std::string id_of(double strength, const std::string& what);

/// Points carried by the probability flow.
Points carried(const InverseProblem& problem, double strength, const RandomStream& stream);

}  // namespace kolmo::guidance_and_inverse_problems

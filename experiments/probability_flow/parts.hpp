#pragma once
// The parts of the experiment, and the flow that they carry points along.

#include <string>
#include <vector>

#include "frame/plan.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/measure/problems/three_components.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/score/network/score_model.hpp"

namespace kolmo::probability_flow {

/// A mixture under VP, β from 0.1 to 20 on [0, 1].
struct MixtureUnderVp {
  explicit MixtureUnderVp(density::GaussianMixture data);

  std::shared_ptr<const process::VariancePreserving> process;
  std::shared_ptr<const process::MarginalScore> score;
};

/// Weights 0.3 and 0.7 at ∓2, deviation ½.
density::GaussianMixture two_wells();

/// Three components in the plane, whose axes differ.
using measure::three_components;

/// Where the flow's places and changes of log p are at the times, the first of which is the start.
struct Carried {
  std::vector<Points> places;
  std::vector<Eigen::ArrayXd> log_density_changes;
};
Carried carry(const MixtureUnderVp& problem, const std::string& stepper, const std::vector<double>& times,
              const Points& start, double tolerance);

/// Ensembles that are carried.
struct PushForward {
  std::string stepper;
  Index particles;
  RandomStream stream;
};

frame::Plan likelihood_plan(const std::string& stepper);                 // likelihood_part.cpp
frame::Plan round_trip_plan(const std::string& stepper);                 // round_trip_part.cpp
frame::Plan map_plan(const std::string& stepper);                        // map_part.cpp
frame::Plan trace_plan(const std::string& stepper, std::uint64_t seed);  // trace_part.cpp
frame::Plan push_forward_plan(const PushForward& settings);              // push_forward_part.cpp
frame::Plan split_plan();                                                // split_part.cpp

/// The flow of a learned score.
struct LearnedFlow {
  std::string stepper;
  RandomStream stream;
};
/// learned_part.cpp
frame::Plan learned_plan(std::shared_ptr<const score::ScoreModel> model, const LearnedFlow& settings,
                         const std::function<double()>& z);

}  // namespace kolmo::probability_flow

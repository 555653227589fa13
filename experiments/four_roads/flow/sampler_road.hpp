#pragma once
// Roads that go by a diffusion sampler, a stepper on the clock λ = log(α/σ): there and back.

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// Whether a road's scheme is a sampler (ode::samplers()) and not a stepper of flows or of paths.
bool is_sampler(const std::string& scheme);

/// Whether that road of the problem goes by one.
bool goes_by_sampler(const Problem& problem, const std::string& road);

/// Names of the samplers that a road can take: with or without noise, and with an order, from which budgets
/// are made.
std::vector<std::string> sampler_names(bool adds_noise);

/// The probability flow from the exact law at t_min, through the times, by `problem.ode.scheme`. Steps of
/// uniform λ between neighbouring times, on levels that are halved exactly; the log density is not carried.
RoadOutput sampled_flow_road(const RoadContext& context);

/// From the exact law at the last time through the others to t_min, and by one step to the data, which is
/// time 0. Two budgets: of the steps, in the order that the sampler claims, and of the end, from runs that
/// end at σ²/α² twice and four times as large (the bias of the last step is of order 1 in it). Both levels
/// share starts and noise. Steps and t_min that the configuration leaves open are refined until their budgets
/// are within target · spread. `road` is problem.reverse or problem.reverse_flow, `name` the road's.
RoadOutput sampled_reverse_road(const RoadContext& context, const RoadSettings& road, const char* name);

/// The same by any score, to where σ²/α² is `end`, and no step to the data: the last of its times is the one
/// there, and times of the problem that lie before it are left out.
RoadOutput learned_reverse_road(const RoadContext& context, const RoadSettings& road, const char* name,
                                ScorePtr score, double end);

}  // namespace kolmo::four_roads

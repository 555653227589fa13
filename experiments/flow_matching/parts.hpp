#pragma once
// The parts of flow_matching.

#include <functional>

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::flow_matching {

/// Standard errors that a check of the whole run allows; known when all plans are.
using Z = std::function<double()>;

/// What sampled parts are given.
struct Sampled {
  density::GaussianMixture target;
  Index particles;
  RandomStream stream;
  Z z;
};

/// N(m, s²), m and s the target's own mean and standard deviation: the source of sampled parts, in any unit.
density::GaussianMixture source_of(const density::GaussianMixture& target);

/// 0.3 N(−2, ¼) + 0.7 N(2, ¼), the mixture of the reference values.
density::GaussianMixture reference_mixture();

frame::Plan mixture_plan();                         // mixture_part.cpp
frame::Plan reflow_plan();                          // reflow_part.cpp
frame::Plan coupling_plan(const Sampled& sampled);  // coupling_part.cpp
frame::Plan latent_plan(const Sampled& sampled);    // latent_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::flow_matching

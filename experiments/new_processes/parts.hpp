#pragma once
// The parts of new_processes.

#include <functional>
#include <string>
#include <vector>

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::new_processes {

/// What every part is given: the particles of an ensemble, its random numbers, and the standard errors that a
/// check of the whole run allows, known when all plans are.
struct Sampled {
  Index particles;
  RandomStream stream;
  std::function<double()> z;
};

struct RandomGraph {
  Index vertices;
  double degree, spread;
};

/// dX = f(X) dt + g(X) dW in each of three senses, at rest within [lower, upper] by `time`.
struct StateNoise {
  std::string drift, amplitude;
  double lower, upper, time;
};

struct Bridge {
  double start, point, noise, rate, time;
  density::GaussianMixture end;
};

frame::Plan graph_plan(const RandomGraph& random, const Sampled& sampled);  // graph_part.cpp
frame::Plan noise_plan(const StateNoise& noise, const Sampled& sampled);    // noise_part.cpp
/// InvalidArgument where `time` leaves more of the start in a moment than the law at rest is compared to,
/// with the time that would do.
void require_rest(const StateNoise& noise);                              // noise_part.cpp
frame::Plan clocks_plan(const Sampled& sampled);                         // clocks_part.cpp
frame::Plan bridges_plan(const Bridge& bridge, const Sampled& sampled);  // bridges_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::new_processes

#pragma once
// The parts of constrained_diffusions.

#include <functional>
#include <string>
#include <vector>

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/density/expression.hpp"

namespace kolmo::constrained_diffusions {

/// What every part is given: the particles of an ensemble, its random numbers, and the standard errors that a
/// check of the whole run allows, known when all plans are.
struct Sampled {
  Index particles;
  RandomStream stream;
  std::function<double()> z;
};

struct Sphere {
  Index dimension;
  double radius, noise, concentration;
};

struct Interval {
  double lower, upper, noise, start;
  std::string drift;  ///< f(x), read without error
  double length() const { return upper - lower; }
};

struct Ball {
  Index dimension;
  double radius, noise;
};

struct Bounded {
  double rate, limit;
};

frame::Plan sphere_plan(const Sphere& sphere, const Sampled& sampled);        // sphere_part.cpp
frame::Plan interval_plan(const Interval& interval, const Sampled& sampled);  // interval_part.cpp
frame::Plan ball_plan(const Ball& ball, const Sampled& sampled);              // ball_part.cpp
frame::Plan bounded_plan(const Bounded& bounded, const Sampled& sampled);     // bounded_part.cpp

/// Values on nodes.
Eigen::VectorXd at_nodes(const Eigen::ArrayXd& nodes, const std::function<double(double)>& f);

/// 0, 1, … as the coordinate of a dimension.
std::vector<double> counted(Index n);

frame::Experiment experiment();

}  // namespace kolmo::constrained_diffusions

#include "four_roads/comparison/ring_quantities.hpp"

#include <cmath>
#include <numbers>

namespace kolmo::four_roads {
namespace {

double wave_number(const Problem& problem, Index j) {
  const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
  return 2 * std::numbers::pi / (axis.upper - axis.lower);
}

}  // namespace

Functional ring_cosine(const Problem& problem, Index j, int k) {
  return
      [q = k * wave_number(problem, j), j](const ConstBlock& x, Values out) { out = (q * x.col(j)).cos(); };
}

Functional ring_sine(const Problem& problem, Index j, int k) {
  return
      [q = k * wave_number(problem, j), j](const ConstBlock& x, Values out) { out = (q * x.col(j)).sin(); };
}

Functional ring_cosine_of_difference(const Problem& problem, Index a, Index b) {
  return [p = wave_number(problem, a), q = wave_number(problem, b), a, b](const ConstBlock& x, Values out) {
    out = (p * x.col(a) - q * x.col(b)).cos();
  };
}

Functional ring_velocity(const Problem& problem, Index j, double t) {
  return [process = problem.intrinsic, j, t](const ConstBlock& x, Values out) {
    Points f(x.rows(), x.cols());
    process->drift(t, x, f);
    out = f.col(j);
  };
}

double typical_velocity(const Problem& problem, Index j) {
  std::vector<std::array<double, 2>> box;
  for (const Axis& axis : problem.domain) box.push_back({axis.lower, axis.upper});
  const Points x = problem::sampled_places(box);
  Points f(x.rows(), x.cols());
  problem.intrinsic->drift(0, x, f);
  return std::sqrt(f.col(j).square().mean());
}

}  // namespace kolmo::four_roads

#include "kolmo/ode/samplers/coupled_noise.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"

namespace kolmo::ode {
namespace {

/// c_j of every short step, one for each of its draws.
using Shares = std::vector<std::vector<double>>;

Shares shares_of(const SamplingProgram& fine) {
  Shares shares(fine.steps.size());
  for (std::size_t j = 0; j < fine.steps.size(); ++j) {
    for (const SamplingOperation& operation : fine.steps[j])
      if (operation.noise != 0) shares[j].push_back(operation.noise / fine.grid.nodes[j + 1].alpha);
  }
  return shares;
}

}  // namespace

NoiseSource coupled_noise(const RandomStream& stream, const SamplingProgram& fine, Index ratio,
                          Index dimension) {
  require(ratio >= 1, "ratio", static_cast<double>(ratio), "must be at least 1");
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  return [stream, shares = shares_of(fine), ratio, dimension](Index step, Index first, Index draw,
                                                              double amplitude, Block y) {
    const auto k = static_cast<std::size_t>(draw);
    const auto add = [&](Index j, double size) {
      stream.add_normals(first, static_cast<std::uint32_t>(j), size, y,
                         static_cast<std::uint32_t>(draw * dimension));
    };
    const Index begin = step * ratio, end = std::min(begin + ratio, static_cast<Index>(shares.size()));
    double squares = 0;
    for (Index j = begin; j < end; ++j) {
      const std::vector<double>& own = shares[static_cast<std::size_t>(j)];
      if (k < own.size()) squares += own[k] * own[k];
    }
    if (squares == 0) return add(begin, amplitude);
    for (Index j = begin; j < end; ++j) {
      const std::vector<double>& own = shares[static_cast<std::size_t>(j)];
      if (k < own.size()) add(j, end - begin == 1 ? amplitude : amplitude * own[k] / std::sqrt(squares));
    }
  };
}

}  // namespace kolmo::ode

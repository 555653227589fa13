#include "kolmo/measure/ode/sampled_law.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::measure {
namespace {

std::vector<double> ascending(const Points& x) {
  std::vector<double> sorted(x.data(), x.data() + x.size());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

class StratifiedNoise {
 public:
  StratifiedNoise(Index n, const RandomStream& stream)
      : stream_(stream), order_(static_cast<std::size_t>(n)) {
    const auto size = static_cast<std::uint64_t>(n);
    require(std::has_single_bit(size), "particles of a sampler that adds noise", static_cast<double>(n),
            "must be a power of two");
    double squares = 0;
    for (std::uint64_t i = 0; i < size; ++i) {
      quantiles_.push_back(
          -normal_upper_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(size)));
      squares += quantiles_.back() * quantiles_.back();
      reversed_.push_back(reversed(i, std::bit_width(size) - 1));
    }
    for (double& z : quantiles_) z *= std::sqrt(static_cast<double>(size) / squares);
  }

  void add(Index step, Index draw, double amplitude, Block y) {
    std::iota(order_.begin(), order_.end(), Index{0});
    std::sort(order_.begin(), order_.end(), [&](Index a, Index b) { return y(a, 0) < y(b, 0); });
    Points uniform(1, 1);
    stream_.uniforms(0, static_cast<std::uint32_t>(step), uniform, static_cast<std::uint32_t>(draw));
    const std::size_t n = order_.size();
    const auto shift = static_cast<std::size_t>(uniform(0, 0) * static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i) y(order_[i], 0) += amplitude * quantiles_[(reversed_[i] + shift) % n];
  }

 private:
  static std::size_t reversed(std::uint64_t i, int bits) {
    std::size_t out = 0;
    for (int b = 0; b < bits; ++b) out |= ((i >> b) & 1U) << (bits - 1 - b);
    return out;
  }

  RandomStream stream_;
  std::vector<Index> order_;
  std::vector<double> quantiles_;
  std::vector<std::size_t> reversed_;
};

}  // namespace

Points sampled_places(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid,
                      const process::ScoreField& score, const RandomStream& stream, Points x,
                      const ode::SamplerOptions& options) {
  if (!sampler.adds_noise) {
    ode::sample(sampler, grid, score, stream, x, options);
    return x;
  }
  require(x.cols() == 1, "columns of the ensemble", static_cast<double>(x.cols()), "must be 1");
  StratifiedNoise noise(x.rows(), stream);
  ode::run_program(
      sampler.program(grid, options), score,
      [&](Index step, Index, Index draw, double amplitude, Block y) { noise.add(step, draw, amplitude, y); },
      sampler.claim.name, 0, x);
  return x;
}

double quantile_distance(const Points& a, const Points& b) {
  require(a.size() == b.size() && a.cols() == 1, "places of the second law", static_cast<double>(b.size()),
          "must be as many as those of the first, on the line");
  const std::vector<double> first = ascending(a), second = ascending(b);
  std::vector<double> squares(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    squares[i] = (first[i] - second[i]) * (first[i] - second[i]);
  }
  return std::sqrt(sum(squares.data(), a.size()) / static_cast<double>(a.size()));
}

}  // namespace kolmo::measure

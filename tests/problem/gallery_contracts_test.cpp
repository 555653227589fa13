// The processes of the gallery are what they say of themselves.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/check/check_process.hpp"

namespace kolmo::problem {
namespace {

/// Where a process is looked at: fifteen places of its domain's inner nine tenths, spread as multiples of the
/// powers of the d-th golden ratio; without a domain, of [0.1, 1.1] in every coordinate.
Points places(const Problem& problem) {
  constexpr Index rows = 15;
  const Index d = problem.dimension();
  const double ratio = d == 1 ? 1.6180339887498949 : d == 2 ? 1.3247179572447460 : 1.2207440846057596;
  Points x(rows, d);
  for (Index j = 0; j < d; ++j) {
    const auto [lower, upper] =
        problem.domain ? (*problem.domain)[static_cast<std::size_t>(j)] : std::array{0.1, 1.1};
    const bool finite = std::isfinite(lower) && std::isfinite(upper);
    const double begin = finite                 ? lower
                         : std::isfinite(lower) ? lower
                                                : 0.1,
                 width = finite ? upper - lower : 1;
    for (Index i = 0; i < rows; ++i) {
      const double part = 0.5 + static_cast<double>(i) / std::pow(ratio, static_cast<double>(j + 1));
      x(i, j) = begin + width * (0.05 + 0.9 * (part - std::floor(part)));
    }
  }
  return x;
}

/// The problems of a file; none where it holds keys that one experiment alone understands.
std::vector<Problem> problems_of(const std::filesystem::path& file) {
  try {
    return read_problems(file);
  } catch (const io::ConfigurationError& error) {
    EXPECT_NE(std::string(error.what()).find("unknown"), std::string::npos) << error.what();
    return {};
  }
}

TEST(Gallery, ProcessesAreWhatTheySayOfThemselves) {
  int looked_at = 0;
  for (const auto& file : std::filesystem::directory_iterator(KOLMO_GALLERY)) {
    if (file.path().extension() != ".toml") continue;
    for (const Problem& problem : problems_of(file.path())) {
      if (problem.known.kink) continue;  // differences say nothing of a derivative that jumps
      ++looked_at;
      const double end = problem.times.empty() ? 1 : problem.times.back();
      for (const std::string& broken :
           process::broken_contracts(*problem.process, {{0.1 * end, 0.7 * end, end}, places(problem)}))
        ADD_FAILURE() << file.path().filename() << ": " << broken;
    }
  }
  EXPECT_GE(looked_at, 15);
}

}  // namespace
}  // namespace kolmo::problem

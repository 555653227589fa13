#pragma once
// One of everything that a result file may hold. open_result_file.py knows the same formulas.

#include <cmath>
#include <limits>

#include "kolmo/io/result_file.hpp"

inline void fill_sample_tree(kolmo::io::ResultFile& file) {
  using namespace kolmo::io;
  Group& root = file.root();
  root.attribute("title", "A sample: Δ, ½ and \"quotes\"");
  root.attribute("format_version", std::int64_t{1});
  root.attribute("Conventions", "CF-1.10");
  root.attribute("configuration", std::string(100000, 'x') + "é");
  root.attribute("seed", std::int64_t{1} << 60);
  Group& problem = file.group("double_well");
  problem.attribute("temperature", 0.5);
  problem.attribute("empty", "");
  problem.scale("time", Eigen::ArrayXd(Eigen::ArrayXd::LinSpaced(3, 0.5, 1.5)),
                {.long_name = "time", .units = "s"});
  Group& marginals = problem.group("marginals");
  Eigen::ArrayXd x(5), y(2);
  for (int j = 0; j < 5; ++j) x(j) = -1 + 0.5 * j;
  y << 10, 20;
  marginals.scale("x", x, {.long_name = "position", .units = "m"});
  marginals.scale("y", y, {.long_name = "second position", .units = "m"});
  Eigen::ArrayXXd density(3, 5);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 5; ++j) density(i, j) = 100 * i + j;
  marginals.variable("density_grid", {"time", "x"}, density,
                     {.long_name = "density of the grid", .units = "m-1", .source = "spec, table 1"});
  std::vector<double> cube;
  for (int i = 0; i < 3 * 5 * 2; ++i) cube.push_back(std::sqrt(static_cast<double>(i)));
  marginals.variable("density_2d", {"time", "x", "y"}, cube, {.long_name = "density", .units = "m-2"});
  marginals.variable("entropy", {}, std::vector<double>{1.25}, {.long_name = "entropy", .units = "1"});
  Group& study = problem.group("convergence/strong");
  study.scale("scheme", std::vector<std::string>{"euler_maruyama", "heun", "Itô"},
              {.long_name = "scheme", .units = ""});
  study.scale("level", std::vector<std::int64_t>{0, 1, 2, 3}, {.long_name = "level", .units = "1"});
  Eigen::ArrayXXd errors(3, 4);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 4; ++j) errors(i, j) = std::ldexp(1.0 + i, -j);
  errors(1, 2) = std::numeric_limits<double>::quiet_NaN();
  study.variable("error", {"scheme", "level"}, errors,
                 {.long_name = "strong error", .units = "1", .missing_allowed = true});
  study.variable("paths", {"level"}, std::vector<std::int64_t>{1, 1LL << 40, -3, 0},
                 {.long_name = "paths", .units = "1"});
  study.variable("note", {"scheme", "level"},
                 std::vector<std::string>{"", "a", "ß", "", "four", "", "", "", "", "", "", "∞"},
                 {.long_name = "note", .units = ""});
  study.flags("verdict", {"scheme"}, {0, 2, 1}, "pass fail unresolved",
              {.long_name = "verdict", .units = "1"});
  Group& ensembles = problem.group("ensembles");
  ensembles.dimension("particle", 2500);
  ensembles.dimension("coordinate", 2);
  Eigen::ArrayXXd particles(2500, 2);
  for (int i = 0; i < 2500; ++i) particles(i, 0) = i, particles(i, 1) = -0.25 * i;
  ensembles.variable("sde", {"particle", "coordinate"}, particles, {.long_name = "particles", .units = "m"});
  file.group("provenance").attribute("threads", std::int64_t{2});
}

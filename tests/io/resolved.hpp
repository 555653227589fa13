#pragma once
// A schema with keys of every type, the defaults of its experiment, and configurations resolved from a file,
// --set and a scale.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "io/temporary_directory.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::io {

inline const Schema schema = {
    {.path = "run.seed", .type = Type::integer, .default_value = "1", .lower = 0},
    {.path = "run.scale", .type = Type::text, .choices = {"quick", "standard", "full"}},
    {.path = "run.problems", .type = Type::texts},
    {.path = "run.verbose", .type = Type::boolean, .default_value = "false"},
    {.path = "accuracy.particles",
     .type = Type::integer,
     .default_value = "100_000",
     .lower = 16,
     .upper = 1e9,
     .scaling = Scaling::particles,
     .multiple_of = 16},
    {.path = "sde.steps",
     .type = Type::integer,
     .default_value = "101",
     .lower = 1,
     .scaling = Scaling::steps},
    {.path = "sde.scheme",
     .type = Type::text,
     .default_value = "\"heun\"",
     .choices = {"euler_maruyama", "heun"}},
    {.path = "problem.*.times", .type = Type::numbers, .unit = "s", .lower = 0},
    {.path = "problem.*.levels", .type = Type::numbers, .increasing = true},
    {.path = "problem.*.file", .type = Type::text, .input_file = true},
    {.path = "problem.*.domain", .type = Type::matrix},
    {.path = "problem.*.process.temperature",
     .type = Type::number,
     .default_value = "0.5",
     .lower = 0,
     .lower_excluded = true},
    {.path = "problem.*.process.potential", .type = Type::text},
    {.path = "problem.*.cells",
     .type = Type::integer,
     .default_value = "800",
     .lower = 4,
     .upper = 1600,
     .scaling = Scaling::cells,
     .multiple_of = 4},
};

inline constexpr char defaults[] = R"(
run.problems = ["well"]
[problem.well]
times = [0.1, 1]
cells = 400
process.potential = "(x^2-1)^2"
[problem.another]
times = [2]
)";

class Resolve : public testing::Test {
 protected:
  Configuration resolve(const std::string& text, const std::vector<std::string>& sets = {},
                        const std::string& scale = "") {
    spit(path, text);
    return Configuration::resolve(schema, defaults, standard_scales(), path, sets, scale);
  }
  /// The message without the directory of the file.
  std::string error(const std::string& text, const std::vector<std::string>& sets = {},
                    const std::string& scale = "") {
    std::string message = message_of<ConfigurationError>([&] { resolve(text, sets, scale); });
    const std::string folder = directory.path().string() + "/";
    if (message.rfind(folder, 0) == 0) message.erase(0, folder.size());
    return message;
  }
  const TemporaryDirectory directory;
  const std::filesystem::path path = directory / "run.toml";
};

}  // namespace kolmo::io

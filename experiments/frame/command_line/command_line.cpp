#include "frame/command_line/command_line.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>

#include "kolmo/io/nearest.hpp"

namespace kolmo::frame {
namespace {

/// Options as they were written; numbers are read afterwards, as CLI11's validators let nan through.
struct Raw {
  std::string config, output, resume, scale, seed, threads, max_wall_time;
};

const std::vector<std::string> options_with_value = {"--config",  "--set",    "--sweep",
                                                     "--scale",   "--output", "--seed",
                                                     "--threads", "--resume", "--max-wall-time"};

void declare(CLI::App& app, Raw& raw, Options& options) {
  app.set_help_flag();
  app.get_formatter()->column_width(32);
  app.add_option("--config", raw.config, "configuration in TOML")->type_name("FILE");
  app.add_option("--set", options.sets, "one key, over the file (any number of times)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--sweep", options.sweeps,
                 "a run for each value of a key that --set takes (several: for their product)")
      ->type_name("KEY=V1,V2,…")
      ->allow_extra_args(false);
  app.add_option("--scale", raw.scale, "quick, standard or full: particles, steps and cells")
      ->type_name("NAME");
  app.add_option("--output", raw.output, "directory of the results, new or empty")->type_name("DIR");
  app.add_option("--seed", raw.seed, "same as --set run.seed=N")->type_name("N");
  app.add_option("--threads", raw.threads, "threads; the numbers do not depend on it")->type_name("N");
  app.add_option("--resume", raw.resume, "continue the run in this directory")->type_name("DIR");
  app.add_option("--max-wall-time", raw.max_wall_time, "stop with a checkpoint after this time")
      ->type_name("SECONDS");
  app.add_flag("--check-config", options.check_config, "print the resolved configuration, run nothing");
  app.add_flag("--list-checks", options.list_checks, "print the checks that would be made, run nothing");
  app.add_flag("--quiet", options.quiet, "no progress, no table");
  app.add_flag("--help", options.help, "this text");
  app.add_flag("--version", options.version, "the version");
}

bool takes_value(const std::string& argument) {
  return std::find(options_with_value.begin(), options_with_value.end(), argument) !=
         options_with_value.end();
}

/// "--seed", "-3" becomes "--seed=-3", so that a value may start with a dash; in reverse order, as CLI11
/// wants it.
std::vector<std::string> joined(int argc, const char* const* argv) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (takes_value(argument)) {
      if (i + 1 >= argc) throw UsageError(argument + ": a value is wanted");
      argument.append("=").append(argv[++i]);
    }
    const std::size_t equals = argument.find('=');
    if (equals + 1 == argument.size() && takes_value(argument.substr(0, equals)))
      throw UsageError(argument.substr(0, equals) + ": the value is empty");
    arguments.push_back(std::move(argument));
  }
  std::reverse(arguments.begin(), arguments.end());
  return arguments;
}

/// To the first option that is not known, the nearest there is; "" if none is near.
std::string nearest_option(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) names.push_back(option->get_name());
  for (const std::string& extra : app.remaining())
    if (extra.starts_with('-')) return io::nearest_word(names, extra.substr(0, extra.find('=')));
  return "";
}

template <class T>
T number(const std::string& option, const std::string& text, const std::string& allowed, bool (*ok)(T)) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !ok(value))
    throw UsageError(option + " " + text + ": " + allowed + " is wanted");
  return value;
}

void read_numbers(const Raw& raw, Options& options) {
  if (!raw.seed.empty())
    options.seed = number<std::int64_t>("--seed", raw.seed, "an integer from 0 to 2^63 - 1",
                                        [](std::int64_t value) { return value >= 0; });
  if (!raw.threads.empty())
    options.threads = number<int>("--threads", raw.threads, "an integer from 1 to 1024",
                                  [](int value) { return value >= 1 && value <= 1024; });
  if (!raw.max_wall_time.empty())
    options.max_wall_time =
        number<double>("--max-wall-time", raw.max_wall_time, "a number of seconds above 0, at most 1e8",
                       [](double value) { return std::isfinite(value) && value >= 1e-3 && value <= 1e8; });
}

void check_together(const Options& options) {
  if (options.resume && options.output)
    throw UsageError("--resume writes into its own directory: leave out --output");
  for (const std::string& set : options.sets)
    if (set.find('=') == std::string::npos || set.find('=') == 0)
      throw UsageError("--set " + set + ": KEY=VALUE is wanted");
}

}  // namespace

Options parse_command_line(int argc, const char* const* argv) {
  Options options;
  Raw raw;
  CLI::App app;
  declare(app, raw, options);
  try {
    app.parse(joined(argc, argv));
  } catch (const CLI::ExtrasError& error) {
    throw UsageError(error.what() + io::did_you_mean(nearest_option(app)));
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  if (!raw.config.empty()) options.config = raw.config;
  if (!raw.output.empty()) options.output = raw.output;
  if (!raw.resume.empty()) options.resume = raw.resume;
  options.scale = raw.scale;
  read_numbers(raw, options);
  check_together(options);
  return options;
}

std::string describe_options() {
  Options options;
  Raw raw;
  CLI::App app;
  declare(app, raw, options);
  const std::string text = app.help();
  const std::size_t start = text.find("Options:");
  return start == std::string::npos ? text : text.substr(start);
}

}  // namespace kolmo::frame

#include "frame/sweep/sweep.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::frame {
namespace {

constexpr std::size_t most_points = 10000;
constexpr std::size_t most_description = 1 << 22;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Pieces between commas that stand in no bracket and no quotes.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> pieces(1);
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      pieces.emplace_back();
      continue;
    }
    pieces.back() += c;
  }
  return pieces;
}

std::string last_part(const std::string& key) { return key.substr(key.rfind('.') + 1); }

}  // namespace

SweepAxis parse_sweep(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UsageError("--sweep " + text + ": KEY=V1,V2,… is wanted");
  SweepAxis axis{text.substr(0, equals), {}};
  for (const std::string& piece : split(text.substr(equals + 1))) {
    const std::string value = trimmed(piece);
    if (value.empty()) throw UsageError("--sweep " + text + ": a value is empty");
    if (std::find(axis.values.begin(), axis.values.end(), value) != axis.values.end())
      throw UsageError("--sweep " + text + ": the value " + value + " is given twice");
    axis.values.push_back(value);
  }
  if (axis.key == "run.scale")
    throw UsageError("--sweep " + axis.key + ": a scale is no part of the problem; make a run of each");
  return axis;
}

std::vector<SweepAxis> sweep_axes(const Options& options) {
  std::vector<SweepAxis> axes;
  for (const std::string& text : options.sweeps) {
    axes.push_back(parse_sweep(text));
    for (std::size_t i = 0; i + 1 < axes.size(); ++i)
      if (axes[i].key == axes.back().key) throw UsageError("--sweep " + axes.back().key + ": is swept twice");
    if (point_count(axes) > most_points)
      throw UsageError("--sweep: more than " + number_text(most_points) + " points");
  }
  return axes;
}

std::size_t point_count(const std::vector<SweepAxis>& axes) {
  std::size_t count = 1;
  for (const SweepAxis& axis : axes) count *= axis.values.size();
  return count;
}

std::vector<std::string> point_sets(const std::vector<SweepAxis>& axes, std::size_t point) {
  std::vector<std::string> sets(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    const std::size_t count = axes[i].values.size();
    sets[i] = axes[i].key + "=" + axes[i].values[point % count];
    point /= count;
  }
  return sets;
}

std::vector<std::string> axis_names(const std::vector<SweepAxis>& axes,
                                    const std::vector<std::string>& taken) {
  std::vector<std::string> names;
  for (const SweepAxis& axis : axes) {
    const std::string name = last_part(axis.key);
    const auto same = std::count_if(axes.begin(), axes.end(),
                                    [&](const SweepAxis& other) { return last_part(other.key) == name; });
    const bool is_free = std::find(taken.begin(), taken.end(), name) == taken.end();
    names.push_back(same == 1 && is_free ? name : axis.key);
  }
  return names;
}

std::vector<double> axis_numbers(const SweepAxis& axis) {
  std::vector<double> numbers;
  for (const std::string& text : axis.values) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
    numbers.push_back(value);
  }
  return numbers;
}

std::string describe_sweep(const Options& options) {
  std::string text;
  if (options.config) text += "config " + std::filesystem::absolute(*options.config).string() + "\n";
  if (!options.scale.empty()) text += "scale " + options.scale + "\n";
  if (options.seed) text += "seed " + number_text(*options.seed) + "\n";
  for (const std::string& set : options.sets) text += "set " + set + "\n";
  for (const std::string& sweep : options.sweeps) text += "sweep " + sweep + "\n";
  return text;
}

Options parse_sweep_description(const std::string& text) {
  Options options;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    const std::string name = line.substr(0, space),
                      value = space == std::string::npos ? "" : line.substr(space + 1);
    std::int64_t seed = 0;
    if (name == "config") {
      options.config = value;
    } else if (name == "scale") {
      options.scale = value;
    } else if (name == "set") {
      options.sets.push_back(value);
    } else if (name == "sweep") {
      options.sweeps.push_back(value);
    } else if (name == "seed" &&
               std::from_chars(value.data(), value.data() + value.size(), seed).ec == std::errc()) {
      options.seed = seed;
    } else {
      throw InvalidData("sweep.txt: a line that is none of a sweep: '" + line + "'");
    }
  }
  return options;
}

Options resumed_sweep(const Options& options) {
  if (!options.config && options.sets.empty() && options.scale.empty() && !options.seed &&
      options.sweeps.empty()) {
    const std::string text = io::read_file(*options.resume / sweep_name, most_description);
    if (io::Manifest::read(*options.resume).digest_of(sweep_name) != io::sha256(text))
      throw InvalidData((*options.resume / sweep_name).string() +
                        ": it was changed after the sweep began; begin a new one");
    Options before = parse_sweep_description(text);
    before.resume = options.resume;
    before.threads = options.threads;
    before.max_wall_time = options.max_wall_time;
    before.quiet = options.quiet;
    return before;
  }
  throw UsageError(
      "--resume of a sweep goes on as it began: leave out --config, --set, --scale, --seed and --sweep");
}

}  // namespace kolmo::frame

#include "frame/command_line/help_text.hpp"

#include <algorithm>
#include <map>

#include "frame/command_line/command_line.hpp"
#include "kolmo/io/keys_of_others.hpp"

namespace kolmo::frame {
namespace {

using Values = std::map<std::string, std::string>;

/// Defaults of all keys at one scale; "*" is asked for as the name "NAME", which has the keys' own defaults.
Values defaults_at(const Experiment& experiment, const io::Schema& schema, const std::string& scale) {
  std::string text = experiment.default_configuration + "\n";
  std::vector<std::string> prefixes;
  for (const io::Key& key : schema) {
    const std::size_t star = key.path.find(".*.");
    if (star == std::string::npos) continue;
    const std::string prefix = key.path.substr(0, star);
    if (std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end()) continue;
    prefixes.push_back(prefix);
    text += "[" + prefix + ".NAME]\n";
  }
  const auto configuration =
      io::Configuration::resolve(schema, text, experiment.scales, std::nullopt, {}, scale);
  Values values;
  for (const auto& entry : configuration.entries()) values[entry.path] = io::to_toml(entry.value);
  return values;
}

std::string asked_path(std::string path) {
  const std::size_t star = path.find('*');
  return star == std::string::npos ? path : path.replace(star, 1, "NAME");
}

std::string describe_default(const io::Key& key, const std::map<std::string, Values>& by_scale,
                             const io::ScaleTable& scales) {
  const std::string path = asked_path(key.path);
  const auto value_at = [&](const std::string& scale) {
    const Values& values = by_scale.at(scale);
    const auto found = values.find(path);
    return found == values.end() ? std::string() : found->second;
  };
  std::string text, first = value_at(scales.front().name);
  bool same = true;
  for (const io::Scale& scale : scales) {
    const std::string value = value_at(scale.name);
    same = same && value == first;
    text += (text.empty() ? "" : ", ") + scale.name + " " + value;
  }
  if (first.empty()) return "no default";
  return key.path == "run.scale" ? "default \"standard\"" : "default " + (same ? first : text);
}

/// The tables and keys of other experiments that may stand in the same file.
std::string of_others(const io::Schema& schema) {
  std::string all;
  for (const io::Key& key : schema)
    if (io::is_of_another(key)) all += (all.empty() ? "" : ", ") + asked_path(key.path);
  return all.empty() ? all
                     : "\nMay stand in the same file, for other experiments, and have no effect here:\n  " +
                           all + "\n";
}

std::string describe_keys(const Experiment& experiment) {
  const io::Schema schema = full_schema(experiment);
  std::map<std::string, Values> by_scale;
  for (const io::Scale& scale : experiment.scales)
    by_scale[scale.name] = defaults_at(experiment, schema, scale.name);
  std::string text;
  for (const io::Key& key : schema) {
    if (io::is_of_another(key)) continue;
    text += "  " + asked_path(key.path) + "\n      " + key.sentence + "\n      " + io::describe_allowed(key);
    if (!key.unit.empty()) text += "; unit " + key.unit;
    text += "; " + describe_default(key, by_scale, experiment.scales) + "\n";
  }
  return text + of_others(schema);
}

}  // namespace

io::Schema full_schema(const Experiment& experiment) {
  io::Schema schema = experiment.schema;
  const auto lacks = [&](const std::string& path) {
    return std::none_of(schema.begin(), schema.end(), [&](const io::Key& key) { return key.path == path; });
  };
  std::vector<std::string> scales;
  for (const io::Scale& scale : experiment.scales) scales.push_back(scale.name);
  if (lacks("run.scale"))
    schema.insert(schema.begin(),
                  io::Key{.path = "run.scale",
                          .type = io::Type::text,
                          .sentence = "Multiplies the defaults of particles, steps and cells.",
                          .choices = scales});
  if (lacks("run.seed"))
    schema.insert(schema.begin(),
                  io::Key{.path = "run.seed",
                          .type = io::Type::integer,
                          .default_value = "1",
                          .sentence = "Of all random numbers; the same seed gives the same numbers.",
                          .lower = 0});
  return schema;
}

std::string help_text(const Experiment& experiment, const std::string& program) {
  return experiment.question + "\n\nUsage: " + program + " [options]\n\n" + describe_options() +
         "\nExit status: 0 all checks passed, 1 a check failed, 2 some unresolved, 64 usage, 65 bad data "
         "file,\n"
         "66 missing input, 70 internal error, 73 cannot create output, 74 write error, 75 stopped with a\n"
         "checkpoint, 76 the computation left the finite numbers, 78 bad configuration.\n"
         "\nConfiguration keys (defaults < scale < file < --set; NAME stands for any name):\n" +
         describe_keys(experiment);
}

}  // namespace kolmo::frame

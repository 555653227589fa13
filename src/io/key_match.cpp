#include "key_match.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "key_path.hpp"
#include "kolmo/io/keys_of_others.hpp"
#include "kolmo/io/nearest.hpp"

namespace kolmo::io {

std::vector<std::string> split_path(const std::string& path) {
  std::vector<std::string> segments(1);
  for (const char c : path)
    if (c == '.')
      segments.emplace_back();
    else
      segments.back() += c;
  return segments;
}

std::string join_path(const std::vector<std::string>& segments) {
  std::string path;
  for (const std::string& segment : segments) path += (path.empty() ? "" : ".") + segment;
  return path;
}

namespace {

/// Whether the segments of `path` are the first ones of the dotted `pattern`, "*" for any; `rest` is what
/// follows them, empty where the pattern is used up. Looks at the bytes in place: a file holds many keys.
bool starts_as(std::string_view pattern, const std::vector<std::string>& path, std::string_view& rest) {
  rest = pattern;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (i > 0 && rest.empty()) return false;
    const std::size_t dot = rest.find('.');
    const std::string_view expected = rest.substr(0, dot);
    if (expected != "*" && expected != path[i]) return false;
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  return true;
}

/// What some experiments choose by one name and others by the other: a word from a neighbour's page.
constexpr std::string_view choices_of_what_runs[] = {"run.parts", "run.problems", "run.part", "run.problem"};

bool chooses_what_runs(const std::string& path) {
  return std::find(std::begin(choices_of_what_runs), std::end(choices_of_what_runs), path) !=
         std::end(choices_of_what_runs);
}

/// The pattern with "*" replaced by what stands there in `path` ("NAME" where nothing does).
std::vector<std::string> filled(std::vector<std::string> pattern, const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] == "*") pattern[i] = i < path.size() ? path[i] : "NAME";
  return pattern;
}

}  // namespace

const Key* match_key(const Schema& schema, const std::vector<std::string>& path) {
  std::string_view rest;
  for (const Key& key : schema)
    if (starts_as(key.path, path, rest) && rest.empty()) return &key;
  return nullptr;
}

bool match_table(const Schema& schema, const std::vector<std::string>& path) {
  std::string_view rest;
  return std::any_of(schema.begin(), schema.end(),
                     [&](const Key& key) { return starts_as(key.path, path, rest) && !rest.empty(); });
}

std::string nearest_key(const Schema& schema, const std::vector<std::string>& path, bool tables) {
  const std::string wanted = join_path(path);
  Nearest nearest(wanted);
  for (const Key& key : schema) {
    if (!tables && chooses_what_runs(wanted) && chooses_what_runs(key.path)) return key.path;
    auto pattern = split_path(key.path);
    if (!tables && is_open(key.path) && is_of_another(key)) continue;
    if (!tables) {
      const auto candidate = filled(pattern, path);
      nearest.show(join_path(candidate));
      // "sde.steps" for "problem.NAME.sde.steps": the same tail, its table left out.
      if (pattern.size() > path.size() && std::equal(path.rbegin(), path.rend(), pattern.rbegin()))
        nearest.show(join_path(filled(pattern, {})), 0);
      continue;
    }
    while (pattern.size() > 1) {
      pattern.pop_back();
      nearest.show(join_path(filled(pattern, path)));
    }
  }
  return nearest.get();
}

ScaleTable standard_scales() {
  return {{.name = "quick", .particles = 1.0 / 20, .steps = 0.5, .cells = 0.5},
          {.name = "standard", .particles = 1, .steps = 1, .cells = 1},
          {.name = "full", .particles = 4, .steps = 2, .cells = 2}};
}

}  // namespace kolmo::io

#include "key_match.hpp"

#include <algorithm>

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

bool starts_as(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return pattern.size() >= path.size() &&
         std::equal(path.begin(), path.end(), pattern.begin(),
                    [](const std::string& segment, const std::string& expected) {
                      return expected == "*" || segment == expected;
                    });
}

/// The pattern with "*" replaced by what stands there in `path` ("NAME" where nothing does).
std::vector<std::string> filled(std::vector<std::string> pattern, const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] == "*") pattern[i] = i < path.size() ? path[i] : "NAME";
  return pattern;
}

/// Keeps the nearest of the candidates it is shown; the first wins a tie.
class Nearest {
 public:
  explicit Nearest(std::string wanted) : wanted_(std::move(wanted)) {}
  void show(const std::string& candidate) { show(candidate, edit_distance(wanted_, candidate)); }
  void show(const std::string& candidate, int distance) {
    if (best_distance_ >= 0 && distance >= best_distance_) return;
    best_ = candidate;
    best_distance_ = distance;
  }
  std::string get() const {
    const int length = static_cast<int>(wanted_.size());
    return best_distance_ >= 0 && 2 * best_distance_ <= std::max(length, 4) ? best_ : "";
  }

 private:
  std::string wanted_, best_;
  int best_distance_ = -1;
};

}  // namespace

const Key* match_key(const Schema& schema, const std::vector<std::string>& path) {
  for (const Key& key : schema) {
    const auto pattern = split_path(key.path);
    if (pattern.size() == path.size() && starts_as(pattern, path)) return &key;
  }
  return nullptr;
}

bool match_table(const Schema& schema, const std::vector<std::string>& path) {
  return std::any_of(schema.begin(), schema.end(), [&](const Key& key) {
    const auto pattern = split_path(key.path);
    return pattern.size() > path.size() && starts_as(pattern, path);
  });
}

std::string nearest_key(const Schema& schema, const std::vector<std::string>& path, bool tables) {
  Nearest nearest(join_path(path));
  for (const Key& key : schema) {
    auto pattern = split_path(key.path);
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

std::string nearest_word(const std::vector<std::string>& words, const std::string& word) {
  Nearest nearest(word);
  for (const std::string& candidate : words) nearest.show(candidate);
  return nearest.get();
}

std::string did_you_mean(const std::string& nearest) {
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

int edit_distance(const std::string& a, const std::string& b) {
  const std::size_t n = a.size(), m = b.size();
  std::vector<std::vector<int>> d(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = 0; i <= n; ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= m; ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= n; ++i)
    for (std::size_t j = 1; j <= m; ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[n][m];
}

ScaleTable standard_scales() {
  return {{.name = "quick", .particles = 1.0 / 20, .steps = 0.5, .cells = 0.5},
          {.name = "standard", .particles = 1, .steps = 1, .cells = 1},
          {.name = "full", .particles = 4, .steps = 2, .cells = 2}};
}

}  // namespace kolmo::io

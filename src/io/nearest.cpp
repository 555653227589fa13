#include "kolmo/io/nearest.hpp"

#include <algorithm>

namespace kolmo::io {

void Nearest::show(const std::string& candidate, int distance) {
  if (best_distance_ >= 0 && distance >= best_distance_) return;
  best_ = candidate;
  best_distance_ = distance;
}

std::string Nearest::get() const {
  const int length = static_cast<int>(wanted_.size());
  return best_distance_ >= 0 && 2 * best_distance_ <= std::max(length, 4) ? best_ : "";
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

}  // namespace kolmo::io

#pragma once
// What may have been meant by a word that is not known.

#include <string>
#include <vector>

namespace kolmo::io {

/// Of words, the nearest to `word` by edit_distance; empty if none is near (more than half of its letters
/// differ).
std::string nearest_word(const std::vector<std::string>& words, const std::string& word);

/// "; did you mean 'sde.steps'?", or nothing if `nearest` is empty.
std::string did_you_mean(const std::string& nearest);

/// Smallest number of insertions, deletions, substitutions and swaps of neighbours (Damerau–Levenshtein
/// distance, each part changed once) from a to b.
int edit_distance(const std::string& a, const std::string& b);

/// Keeps the nearest of the candidates it is shown; the first wins a tie.
class Nearest {
 public:
  explicit Nearest(std::string wanted) : wanted_(std::move(wanted)) {}
  void show(const std::string& candidate) { show(candidate, edit_distance(wanted_, candidate)); }
  void show(const std::string& candidate, int distance);
  /// Empty where nothing was near.
  std::string get() const;

 private:
  std::string wanted_, best_;
  int best_distance_ = -1;
};

}  // namespace kolmo::io

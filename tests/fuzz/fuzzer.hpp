#pragma once
// A plain fuzzer: inputs of a corpus, changed at random from a seed, given to one reader.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace kolmo::fuzz {

/// What is fuzzed: `run` takes any bytes and gives whether they were accepted. It lets no exception out but
/// those that say what is wrong with the input (and catches them); it throws Broken where a promise does not
/// hold.
struct Target {
  std::string name;                     ///< also of the folder of its corpus
  std::vector<std::string> dictionary;  ///< pieces that are put into inputs
  std::function<bool(const std::string&)> run;
};

/// A promise that an input breaks.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Broken unless a promise holds.
void require(bool holds, const std::string& promise);

void write(const std::filesystem::path& path, const std::string& bytes);
std::string slurp(const std::filesystem::path& path);

std::vector<Target> targets(const std::filesystem::path& scratch);
Target journal_target(const std::filesystem::path& scratch);

/// Changes inputs: bits, bytes, insertions, deletions, repetitions, pieces of another input, dictionary
/// words.
class Mutator {
 public:
  Mutator(std::uint64_t seed, std::vector<std::string> dictionary)
      : random_(seed), dictionary_(std::move(dictionary)) {}
  /// One of `pool`, changed one to eight times; at most `most` bytes.
  std::string next(const std::vector<std::string>& pool, std::size_t most = 4096);

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  void change(std::string& text, const std::string& other);

  std::mt19937_64 random_;
  std::vector<std::string> dictionary_;
};

}  // namespace kolmo::fuzz

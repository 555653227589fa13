#pragma once
// What a configuration may say: the keys, each with type, default, unit, range and a sentence.

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace kolmo::io {

enum class Type {
  boolean,
  integer,
  number,
  text,
  numbers,
  matrix,
  texts,
  expressions,  ///< rows of texts; also one text, an array of them, and numbers in place of texts
};

/// Ways to write one value that a configuration keeps as one, so that equal values have equal hashes.
enum class Shape {
  as_written,
  intervals,  ///< matrix: [lower, upper] is [[lower, upper]]
  /// expressions, [lower, upper] of each coordinate: ["a", "b"] is [["a", "b"]], [["a"], …] is [["a", "a"],
  /// …], and where all are "a" it is "a"
  sides,
};

/// Which column of the scale table multiplies the default of a key.
enum class Scaling { none, particles, steps, cells };

/// One key. `path` is dotted; "*" stands for any one name ("problem.*.sde.steps"), and at the end for any
/// number of keys that are only there where they are given ("problem.*.parameters.*").
struct Key {
  std::string path;
  Type type = Type::number;
  std::string default_value = {};  ///< TOML text: "0.5", "\"heun\"", "[1.0, 2.0]"; empty: absent unless given
  std::string unit = {};           ///< "1", "s", …; empty for texts
  std::string sentence = {};       ///< what it is, for --help and the book
  double lower = -std::numeric_limits<double>::infinity();  ///< smallest value allowed (of every entry)
  double upper = std::numeric_limits<double>::infinity();   ///< largest value allowed
  bool lower_excluded = false;                              ///< value > lower instead of ≥
  std::vector<std::string> choices = {};                    ///< for texts; empty: any
  Scaling scaling = Scaling::none;
  std::int64_t multiple_of = 1;  ///< a scaled integer is rounded to a multiple of this (at least one)
  bool increasing = false;       ///< numbers that increase, each by more than 2^-24 of its size
  bool input_file = false;       ///< a text that names a file which is read
  Shape shape = Shape::as_written;
};

/// "an integer in [1, 100]", for messages and --help.
std::string describe_allowed(const Key& key);

using Schema = std::vector<Key>;

/// One scale: what the defaults of keys with a scaling class are multiplied by.
struct Scale {
  std::string name;
  double particles = 1, steps = 1, cells = 1;
};

using ScaleTable = std::vector<Scale>;

/// quick (1/20, 1/2, 1/2), standard (1, 1, 1), full (4, 2, 2) for particles, steps, cells.
ScaleTable standard_scales();

}  // namespace kolmo::io

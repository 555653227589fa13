#pragma once
// Several values of several keys: their product is the points of a sweep.

#include <string>
#include <vector>

#include "frame/command_line/command_line.hpp"

namespace kolmo::frame {

/// The file that describes a sweep in its directory.
inline constexpr char sweep_name[] = "sweep.txt";

/// One swept key with its values as TOML texts, in the order given.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;
};

/// "KEY=V1,V2,…": commas within brackets or quotes belong to a value ("domain=[[-1, 1]],[[-2, 2]]"). Throws
/// UsageError for no key, an empty value or one that is given twice.
SweepAxis parse_sweep(const std::string& text);

/// The axes of the options, each key once. Throws UsageError, also for more than 10 000 points and for the
/// keys run.scale and run.threads, which are no part of a problem.
std::vector<SweepAxis> sweep_axes(const Options& options);

/// Number of points: the product of the numbers of values.
std::size_t point_count(const std::vector<SweepAxis>& axes);

/// "key=value" of each axis at a point; the last axis runs fastest.
std::vector<std::string> point_sets(const std::vector<SweepAxis>& axes, std::size_t point);

/// The dimension of each axis: the last part of its key ("T" of problem.well.parameters.T) where that is a
/// name that no other axis has and that is not in `taken`, else the whole key.
std::vector<std::string> axis_names(const std::vector<SweepAxis>& axes,
                                    const std::vector<std::string>& taken);

/// The values as numbers; empty where one is none.
std::vector<double> axis_numbers(const SweepAxis& axis);

/// What a sweep was asked for, as text with a line for each option, and back. Throws InvalidData.
std::string describe_sweep(const Options& options);
Options parse_sweep_description(const std::string& text);

/// The options of a sweep to resume, as it began; threads, wall time and quiet are those of this call. Throws
/// UsageError where the call says more, InvalidData where the description was changed, MissingInput.
Options resumed_sweep(const Options& options);

}  // namespace kolmo::frame

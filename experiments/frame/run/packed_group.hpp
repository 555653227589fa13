#pragma once
// A group of the result file with all that it holds, as bytes.

#include "frame/run/packing.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::frame {

template <class Archive>
void fields(Archive& archive, Timing& timing) {
  auto& [what, seconds, count] = timing;
  archive(what, seconds, count);
}

/// A truth value as a byte, which is 0 or 1.
inline void archive_flag(Packer& to, const bool& flag) { to(static_cast<unsigned char>(flag)); }
inline void archive_flag(Unpacker& from, bool& flag) {
  const auto byte = from.take<unsigned char>();
  if (byte > 1) throw InvalidData("a piece of the run has a truth value that is neither");
  flag = byte == 1;
}

template <class Archive>
void fields(Archive& archive, io::Labels& labels) {
  auto& [long_name, units, source, missing_allowed] = labels;
  archive(long_name, units, source);
  archive_flag(archive, missing_allowed);
}

template <class Archive>
void fields(Archive& archive, io::Dataset& dataset) {
  auto& [name, dimensions, shape, data, labels, attributes, scale, bare] = dataset;
  archive(name, dimensions, shape, data, labels, attributes);
  archive_flag(archive, scale);
  archive_flag(archive, bare);
}

void pack_group(Packer& to, const io::Group& group);
/// Into a group that is empty. Throws InvalidData.
void unpack_group(Unpacker& from, io::Group& group);

}  // namespace kolmo::frame

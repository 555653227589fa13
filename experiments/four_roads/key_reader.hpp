#pragma once
// The keys of one problem, with errors that point to where they were set.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/io/table_reader.hpp"

namespace kolmo::four_roads {

/// Keys of [problem.NAME].
class KeyReader : public io::TableReader {
 public:
  KeyReader(const io::Configuration& configuration, const std::string& name)
      : TableReader(configuration, "problem." + name) {}
};

}  // namespace kolmo::four_roads

#pragma once
// Points from comma-separated files.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::io {

struct CsvLimits {
  Index min_rows = 2;  ///< below its header
  std::size_t max_bytes = std::size_t{1} << 30;
};

/// Points, rows × columns, and what the file calls each column.
struct CsvPoints {
  std::vector<std::string> columns;
  Points points;
};

/// The named columns (all, if none is named) of a CSV file as points: rows × columns. The first row names the
/// columns; lines that are blank or start with '#' are skipped; fields may stand in double quotes. Throws
/// MissingInput if the file is absent, InvalidData with "path:line:column: " for an unknown column, a name
/// that two columns have, a cell that is no finite number, a row with too few or too many cells, too few
/// rows, and files above the size limit.
CsvPoints read_csv(const std::filesystem::path& path, const std::vector<std::string>& columns = {},
                   const CsvLimits& limits = {});

}  // namespace kolmo::io

#include "kolmo/io/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/atomic_file.hpp"

namespace kolmo::io {
namespace {

/// At most 40 bytes of a cell, control bytes as '?', for messages on a terminal.
std::string printable(std::string_view text) {
  std::string shown(text.substr(0, 40));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  }
  return shown;
}

struct Cell {
  std::string_view text;
  std::size_t column;  ///< of its first character, from 1
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                       : text;
}

void split(std::string_view line, std::vector<Cell>& cells) {
  cells.clear();
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (line[i] != ',' || quoted)) continue;
    cells.push_back({unquoted(trimmed(line.substr(start, i - start))), start + 1});
    start = i + 1;
  }
}

/// The lines of a text with their numbers, without those that are blank or a comment.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
  }
  bool next(std::string_view& line) {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      line = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++number_;
      if (!trimmed(line).empty() && trimmed(line)[0] != '#') return true;
    }
    return false;
  }
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

class Reader {
 public:
  Reader(const std::filesystem::path& path, const std::vector<std::string>& columns)
      : path_(path), wanted_(columns) {}

  CsvPoints read(std::string_view text, Index min_rows) {
    Lines lines(text);
    std::string_view line;
    if (!lines.next(line)) throw InvalidData(path_.string() + ":1:1: the file is empty");
    read_header(line, lines.number());
    while (lines.next(line)) read_row(line, lines.number());
    const auto d = static_cast<Index>(picked_.size()), n = static_cast<Index>(values_.size()) / d;
    if (n < min_rows)
      throw InvalidData(place(lines.number(), 1) + number_text(n) + " rows, at least " +
                        number_text(min_rows) + " are needed");
    Points points(n, d);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < d; ++j) points(i, j) = values_[static_cast<std::size_t>(i * d + j)];
    return {std::move(names_), std::move(points)};
  }

 private:
  std::string place(std::size_t line, std::size_t column) const {
    return path_.string() + ":" + number_text(line) + ":" + number_text(column) + ": ";
  }

  void read_header(std::string_view line, std::size_t number) {
    split(line, cells_);
    width_ = cells_.size();
    std::string known;
    for (const Cell& cell : cells_) known += (known.empty() ? "" : ", ") + printable(cell.text);
    for (std::size_t j = 0; wanted_.empty() && j < width_; ++j) pick(cells_[j].text, number, known);
    for (const std::string& name : wanted_) pick(name, number, known);
  }

  /// The column of this name, which must be the only one.
  void pick(std::string_view name, std::size_t line, const std::string& known) {
    const auto called = [&](const Cell& cell) { return cell.text == name; };
    const auto first = std::find_if(cells_.begin(), cells_.end(), called);
    if (first == cells_.end())
      throw InvalidData(place(line, 1) + "no column '" + printable(name) + "'; there are: " + known);
    const auto second = std::find_if(first + 1, cells_.end(), called);
    const auto index = [&](auto cell) { return static_cast<std::size_t>(cell - cells_.begin()); };
    if (second != cells_.end())
      throw InvalidData(place(line, second->column) + "column " + number_text(index(second) + 1) +
                        " is called '" + printable(name) + "' as column " + number_text(index(first) + 1) +
                        " is: which of them is meant?");
    picked_.push_back(index(first));
    names_.emplace_back(name);
  }

  void read_row(std::string_view line, std::size_t number) {
    split(line, cells_);
    if (cells_.size() != width_)
      throw InvalidData(
          place(number, std::min(cells_.size(), width_) == width_ ? cells_[width_].column : line.size() + 1) +
          number_text(cells_.size()) + " cells, the first row has " + number_text(width_));
    for (const std::size_t j : picked_) values_.push_back(number_of(cells_[j], number));
  }

  double number_of(const Cell& cell, std::size_t line) const {
    std::string_view text = cell.text;
    if (text.substr(0, 1) == "+") text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty() || !std::isfinite(value))
      throw InvalidData(place(line, cell.column) + "'" + printable(cell.text) + "' is not a finite number");
    return value;
  }

  const std::filesystem::path& path_;
  const std::vector<std::string>& wanted_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> picked_;
  std::vector<std::string> names_;
  std::vector<double> values_;
  std::size_t width_ = 0;
};

}  // namespace

CsvPoints read_csv(const std::filesystem::path& path, const std::vector<std::string>& columns,
                   const CsvLimits& limits) {
  const std::string text = read_file(path, limits.max_bytes);
  return Reader(path, columns).read(text, limits.min_rows);
}

}  // namespace kolmo::io

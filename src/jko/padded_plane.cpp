#include "jko/padded_plane.hpp"

namespace kolmo::jko {
namespace {

/// The value before the first of a line, from three of it.
double before(const double* first, Index stride) {
  return 3 * first[0] - 3 * first[stride] + first[2 * stride];
}

}  // namespace

PaddedPlane::PaddedPlane(const Grid& grid)
    : columns_(grid.axis(0).cells),
      rows_(grid.axis(1).cells),
      row_(columns_ + 2),
      half_x_(0.5 / grid.axis(0).width()),
      half_y_(0.5 / grid.axis(1).width()),
      square_x_(1 / (grid.axis(0).width() * grid.axis(0).width())),
      square_y_(1 / (grid.axis(1).width() * grid.axis(1).width())),
      values_(row_ * (rows_ + 2)) {}

void PaddedPlane::set(const Eigen::ArrayXd& values) {
  for (Index j = 0; j < rows_; ++j) {
    double* line = values_.data() + (j + 1) * row_;
    for (Index i = 0; i < columns_; ++i) line[i + 1] = values(j * columns_ + i);
    line[0] = before(line + 1, 1);
    line[columns_ + 1] = before(line + columns_, -1);
  }
  double *first = values_.data(), *last = first + (rows_ + 1) * row_;
  for (Index i = 0; i < row_; ++i) {
    first[i] = before(first + i + row_, row_);
    last[i] = before(last + i - row_, -row_);
  }
}

}  // namespace kolmo::jko

#include "checks.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"

namespace kolmo::fokker_planck {

Eigen::RowVectorXd centre(const Grid& grid, Index cell) {
  Eigen::RowVectorXd x(grid.dimension());
  for (Index k = 0; k < grid.dimension(); ++k) {
    x(k) = grid.axis(k).centre(cell % grid.axis(k).cells);
    cell /= grid.axis(k).cells;
  }
  return x;
}

std::string to_text(const Eigen::RowVectorXd& point) {
  std::string text = "(";
  for (Index k = 0; k < point.size(); ++k) text += (k > 0 ? ", " : "") + number_text(point(k), 6);
  return text + ")";
}

void check_nonnegative(const Grid& grid, const Eigen::ArrayXd& p, std::string_view name) {
  require(p.size() == grid.cells(), "size of " + std::string(name), static_cast<double>(p.size()),
          "must be the number of cells");
  for (Index cell = 0; cell < p.size(); ++cell) {
    if (p(cell) >= 0 && std::isfinite(p(cell))) continue;
    throw InvalidArgument(
        std::string(name) + " in cell " + number_text(cell) + ", x = " + to_text(centre(grid, cell)), p(cell),
        std::isfinite(p(cell)) ? "must be ≥ 0 (see remove_negative)" : "must be finite");
  }
}

void refuse_not_finite(const std::string& process, const Eigen::RowVectorXd& x) {
  throw InvalidArgument("process = " + process + ": its drift or its potential is not finite at x = " +
                        to_text(x) + "; take a smaller domain, or cells that miss this point");
}

}  // namespace kolmo::fokker_planck

#include "kolmo/fokker_planck/modes/richardson.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {

Extrapolated extrapolate(const std::vector<Eigen::ArrayXd>& values, double ratio) {
  require(values.size() >= 2, "number of grids", static_cast<double>(values.size()), "must be at least 2");
  require(ratio > 1 && std::isfinite(ratio), "ratio", ratio, "must be finite and > 1");
  for (const Eigen::ArrayXd& v : values) {
    require(v.size() == values.front().size(), "size of values", static_cast<double>(v.size()),
            "must be the same on every grid");
  }
  std::vector<Eigen::ArrayXd> row = values;
  Eigen::ArrayXd without_coarsest = row.back();
  double power = 1;
  while (row.size() > 1) {
    without_coarsest = row.back();
    power *= ratio * ratio;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      row[i] = row[i + 1] + (row[i + 1] - row[i]) / (power - 1);
    row.pop_back();
  }
  return {row.front(), (row.front() - without_coarsest).abs()};
}

}  // namespace kolmo::fokker_planck

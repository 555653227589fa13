#pragma once
// Two densities on 300 cells of [0, 1] with hardly any mass between their bumps, for small ε.

#include "products.hpp"

namespace kolmo::transport {

struct SmallEpsilon {
  Grid grid = Grid({{0, 1, 300}});
  Points points = grid.centres();
  Eigen::ArrayXd mu = density({{1, 0.3, 0.08}, {0.3, 0.7, 0.05}}), nu = density({{1, 0.6, 0.1}});

 private:
  struct Peak {
    double height, mean, deviation;
  };
  Eigen::ArrayXd density(const std::vector<Peak>& peaks) const {
    Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(300);
    for (const Peak& peak : peaks)
      for (Index i = 0; i < 300; ++i)
        rho(i) += peak.height * std::exp(-std::pow((points(i, 0) - peak.mean) / peak.deviation, 2) / 2);
    return normalised(grid, rho.max(1e-12));
  }
};

}  // namespace kolmo::transport

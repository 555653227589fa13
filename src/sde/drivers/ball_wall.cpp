#include "kolmo/sde/drivers/ball_wall.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::sde {

BallWall::BallWall(Eigen::ArrayXd centre, double radius, WallKind kind)
    : Walls({}), centre_(std::move(centre)), radius_(radius), kind_(kind) {
  require(centre_.size() >= 1 && centre_.isFinite().all(), "centre of a ball",
          centre_.size() > 0 ? centre_(0) : 0.0, "must have a finite coordinate or more");
  require(radius > 0 && std::isfinite(radius), "radius of a ball", radius, "must be positive and finite");
  require(is_reflecting(kind), "wall of a ball", static_cast<double>(static_cast<int>(kind)),
          "must be reflecting_projection or reflecting_symmetrised");
}

void BallWall::apply(const process::Process& process, const WalledStep&, const ConstBlock&, Block x,
                     Scratch& scratch) const {
  require(process.dimension() == centre_.size(), "dimension of the process",
          static_cast<double>(process.dimension()), "must be that of the ball's centre");
  auto distance = scratch.variance.head(x.rows());
  distance.setZero();
  for (Index j = 0; j < x.cols(); ++j) distance += (x.col(j) - centre_(j)).square();
  for (Index i = 0; i < x.rows(); ++i) {
    const double rho = std::sqrt(distance(i));
    if (!(rho > radius_) || !std::isfinite(rho)) continue;
    double to = radius_;
    if (kind_ == WallKind::reflecting_symmetrised) {
      // On the line through the centre the wall stands at ±R: images repeat after 4R.
      to = std::fmod(rho + radius_, 4 * radius_) - radius_;
      if (to > radius_) to = 2 * radius_ - to;
    }
    for (Index j = 0; j < x.cols(); ++j) x(i, j) = centre_(j) + (x(i, j) - centre_(j)) * (to / rho);
  }
}

}  // namespace kolmo::sde

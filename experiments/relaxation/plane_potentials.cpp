#include "relaxation/plane_potentials.hpp"

#include <cmath>

namespace kolmo::relaxation {

void BentWells::value(const ConstBlock& x, Values out) const {
  out = (x.col(0).square() - 1).square() + 3 * (x.col(1) - x.col(0).square() / 2).square();
}

void BentWells::gradient(const ConstBlock& x, Block out) const {
  out.col(1) = 6 * (x.col(1) - x.col(0).square() / 2);
  out.col(0) = 4 * x.col(0) * (x.col(0).square() - 1) - out.col(1) * x.col(0);
}

void BentWells::laplacian(const ConstBlock& x, Values out) const {
  out = 21 * x.col(0).square() - 6 * x.col(1) + 2;
}

void Vortex::drift(double, const ConstBlock& x, Block out) const {
  out.col(0) = -x.col(0) + omega_ * x.col(1);
  out.col(1) = -x.col(1) - omega_ * x.col(0);
}

void Vortex::drift_divergence(double, const ConstBlock&, Values out) const { out.setConstant(-2); }

double Vortex::diffusion(double) const { return std::sqrt(2.0); }

}  // namespace kolmo::relaxation

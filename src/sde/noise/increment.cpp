#include "kolmo/sde/noise/increment.hpp"

#include "block_kernels.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/sde/noise/levy_area.hpp"

namespace kolmo::sde {

void Increment::add_to(double factor, Block x) const {
  if (filled_.normals) {
    add_scaled(factor, blocks_.normals, x);
  } else {
    noise_->add_normals(first_, step_, mirrored_ ? -factor : factor, x);
  }
}

void Increment::add_with_drift(double h, const ConstBlock& f, double factor, Block x) const {
  if (filled_.normals) {
    add_two_scaled(h, f, factor, blocks_.normals, x);
  } else {
    noise_->add_drift_and_normals(first_, step_, h, f, mirrored_ ? -factor : factor, x);
  }
}

void Increment::fill(Block out, std::uint32_t first_draw) const {
  noise_->normals(first_, step_, out, first_draw);
  if (mirrored_) out = -out;
}

ConstBlock Increment::materialise() {
  if (!filled_.normals) fill(blocks_.normals, 0);
  filled_.normals = true;
  return blocks_.normals;
}

ConstBlock Increment::materialise_area() {
  if (!blocks_.area_normals) throw InvalidArgument("increment: was made without the normals of ΔZ");
  if (!filled_.area_normals) fill(*blocks_.area_normals, static_cast<std::uint32_t>(blocks_.normals.cols()));
  filled_.area_normals = true;
  return *blocks_.area_normals;
}

ConstBlock Increment::materialise_time_area() {
  if (!blocks_.time_area_normals) throw InvalidArgument("increment: was made without the normals of K");
  if (!filled_.time_area_normals)
    fill(*blocks_.time_area_normals, static_cast<std::uint32_t>(2 * blocks_.normals.cols()));
  filled_.time_area_normals = true;
  return *blocks_.time_area_normals;
}

ConstBlock Increment::materialise_levy_areas() {
  if (!blocks_.levy_areas) throw InvalidArgument("increment: was made without Lévy areas");
  if (!filled_.levy_areas) {
    // A is even in the path: that of −W is sampled from the numbers of W
    const ConstBlock z = materialise(), u = materialise_area();
    const auto mirror = [&] {
      if (mirrored_) blocks_.normals = -blocks_.normals, *blocks_.area_normals = -*blocks_.area_normals;
    };
    mirror();
    sample_levy_areas(*noise_, first_, step_, h_, z, u, *blocks_.levy_scratch, *blocks_.levy_areas);
    mirror();
  }
  filled_.levy_areas = true;
  return *blocks_.levy_areas;
}

}  // namespace kolmo::sde

#include "kolmo/sde/increment.hpp"

#include "block_kernels.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::sde {

void Increment::add_to(double factor, Block x) const {
  if (noise_ != nullptr) {
    noise_->add_normals(first_, step_, factor, x);
  } else {
    add_scaled(factor, normals_, x);
  }
}

void Increment::add_with_drift(double h, const ConstBlock& f, double factor, Block x) const {
  if (noise_ != nullptr) {
    noise_->add_drift_and_normals(first_, step_, h, f, factor, x);
  } else {
    add_two_scaled(h, f, factor, normals_, x);
  }
}

ConstBlock Increment::materialise() {
  if (noise_ != nullptr) {
    noise_->normals(first_, step_, normals_);
    noise_ = nullptr;
  }
  return normals_;
}

ConstBlock Increment::materialise_area() {
  if (!area_normals_) throw InvalidArgument("increment: was made without the normals of ΔZ");
  if (area_noise_ != nullptr) {
    area_noise_->normals(first_, step_, *area_normals_, static_cast<std::uint32_t>(area_normals_->cols()));
    area_noise_ = nullptr;
  }
  return *area_normals_;
}

}  // namespace kolmo::sde

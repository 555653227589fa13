#include "kolmo/sampling/kernels/draws.hpp"

namespace kolmo::sampling {

void Draws::normals(Block out, std::uint32_t first_draw) const {
  if (given_ != nullptr)
    out = given_->middleCols(first_draw, out.cols());
  else
    streams_->normals.normals(first_, step_, out, first_draw);
}

void Draws::uniforms(Values out, std::uint32_t draw) const {
  if (given_ != nullptr)
    out.setConstant(uniform_);
  else
    streams_->uniforms.uniforms(first_, step_, Eigen::Map<Points>(out.data(), out.size(), 1), draw);
}

void Draws::add_normals(double scale, Block x, std::uint32_t first_draw) const {
  if (given_ != nullptr)
    x += scale * given_->middleCols(first_draw, x.cols());
  else
    streams_->normals.add_normals(first_, step_, scale, x, first_draw);
}

sde::Increment Draws::increment(double h, Block scratch) const {
  if (given_ == nullptr) return {streams_->normals, first_, step_, h, sde::IncrementBlocks{scratch}};
  scratch = given_->leftCols(scratch.cols());
  return sde::Increment(scratch);
}

}  // namespace kolmo::sampling

#include "kolmo/core/linear/fourier_transform.hpp"

#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

#ifdef KOLMO_WITH_FFTW

#include <fftw3.h>

#include "core/linear/fftw_planner.hpp"

namespace kolmo {
namespace {

fftw_complex* raw(std::complex<double>* c) { return reinterpret_cast<fftw_complex*>(c); }

}  // namespace

struct FourierTransform::Plans {
  fftw_plan forward = nullptr, backward = nullptr;

  // Estimated plans touch no array, but must be told that it may lie anywhere.
  Plans(const std::vector<Index>& sizes, Index points, Index modes) {
    std::vector<int> slowest_first;
    for (auto n = sizes.rbegin(); n != sizes.rend(); ++n) slowest_first.push_back(static_cast<int>(*n));
    const int rank = static_cast<int>(slowest_first.size());
    Eigen::ArrayXd x(points);
    Eigen::ArrayXcd c(modes);
    const unsigned flags = FFTW_ESTIMATE | FFTW_UNALIGNED;
    const std::scoped_lock lock(fftw_planner());
    forward = fftw_plan_dft_r2c(rank, slowest_first.data(), x.data(), raw(c.data()), flags);
    backward = fftw_plan_dft_c2r(rank, slowest_first.data(), raw(c.data()), x.data(), flags);
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;
  ~Plans() {
    const std::scoped_lock lock(fftw_planner());
    fftw_destroy_plan(forward);
    fftw_destroy_plan(backward);
  }
};

FourierTransform::FourierTransform(const std::vector<Index>& sizes) : sizes_(sizes) {
  require(sizes.size() == 1 || sizes.size() == 2, "number of sizes", static_cast<double>(sizes.size()),
          "must be 1 or 2");
  double count = 1;
  for (const Index n : sizes) {
    require(n >= 2 && n <= std::numeric_limits<int>::max(), "size", static_cast<double>(n),
            "must be from 2 to 2^31 - 1");
    count *= static_cast<double>(n);
  }
  require_memory(2.5 * count, "a Fourier transform of this size", "take fewer points");
  for (const Index n : sizes) points_ *= n;
  modes_ = (sizes[0] / 2 + 1) * (points_ / sizes[0]);
  plans_ = std::make_unique<Plans>(sizes, points_, modes_);
}

void FourierTransform::to_coefficients(const double* x, std::complex<double>* c) const {
  fftw_execute_dft_r2c(plans_->forward, const_cast<double*>(x), raw(c));  // out of place: x stays as it is
  const double factor = 1 / static_cast<double>(points_);
  for (Index k = 0; k < modes_; ++k) c[k] *= factor;
}

void FourierTransform::to_values(std::complex<double>* c, double* x) const {
  fftw_execute_dft_c2r(plans_->backward, raw(c), x);
}

}  // namespace kolmo

#else

namespace kolmo {

struct FourierTransform::Plans {};

FourierTransform::FourierTransform(const std::vector<Index>&) {
  throw InvalidArgument("Fourier transform: Kolmo was built without KOLMO_WITH_FFTW");
}
void FourierTransform::to_coefficients(const double*, std::complex<double>*) const {}
void FourierTransform::to_values(std::complex<double>*, double*) const {}

}  // namespace kolmo

#endif

namespace kolmo {

FourierTransform::~FourierTransform() = default;
FourierTransform::FourierTransform(FourierTransform&&) noexcept = default;
FourierTransform& FourierTransform::operator=(FourierTransform&&) noexcept = default;

Index FourierTransform::wave_number(Index mode, Index axis) const {
  const Index kept = sizes_[0] / 2 + 1;
  if (axis == 0) return mode % kept;
  const Index k = mode / kept;
  return 2 * k < sizes_[1] ? k : k - sizes_[1];
}

}  // namespace kolmo

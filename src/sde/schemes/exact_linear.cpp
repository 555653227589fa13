#include "kolmo/sde/schemes/exact_linear.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void scale_column(double centre, double scale, double* x, Index n) {
  for (Index i = 0; i < n; ++i) x[i] = centre + scale * (x[i] - centre);
}

}  // namespace

const Claim& ExactLinear::claim() const {
  constexpr double exact = std::numeric_limits<double>::infinity();
  static const Claim claim{.name = "exact_linear",
                           .source = "Gillespie 1996, Phys. Rev. E 54",
                           .orders = {{Sense::time, exact},
                                      {Sense::strong, Context::additive, exact},
                                      {Sense::weak, Context::additive, exact},
                                      {Sense::stationary, exact}},
                           .calculus = "Itô",
                           .needs = "a linear drift and scalar noise g(t), with the exact kernel",
                           .evaluations_per_step = 0};
  return claim;
}

bool ExactLinear::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && kernel_view(process, 0, 0).has_value();
}

double ExactLinear::first_half_share(const process::Process& process, Index, double begin, double middle,
                                     double end) const {
  const process::KernelView first = *kernel_view(process, begin, middle),
                            second = *kernel_view(process, middle, end);
  const double carried = second.scale * second.scale * first.variance, both = carried + second.variance;
  return both > 0 ? carried / both : 0.5;
}

void ExactLinear::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace&) const {
  const process::KernelView kernel = *kernel_view(process, t, t + h);
  for (Index j = 0; j < x.cols(); ++j) {
    scale_column(kernel.centre(j), kernel.scale, x.col(j).data(), x.rows());
  }
  increment.add_to(std::sqrt(kernel.variance), x);
}

}  // namespace kolmo::sde

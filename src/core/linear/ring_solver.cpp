#include "kolmo/core/linear/ring_solver.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo {
namespace {

struct Ring {
  const double *inverse_pivot, *to_last, *towards, *away, *back;
  double into_last;
};

// std::fma is one instruction from x86-64-v3 on.
KOLMO_VECTORISED void solve_ring(const Ring& ring, Index n, const double* d, double* x) {
  const Index last = n - 1;
  double z = 0, collected = d[last];
  for (Index i = 0; i < last; ++i) {
    z = std::fma(ring.towards[i], z, ring.inverse_pivot[i] * d[i]);
    collected = std::fma(ring.to_last[i], z, collected);
    x[i] = z;
  }
  const double end = ring.inverse_pivot[last] * std::fma(ring.into_last, z, collected);
  x[last] = end;
  double next = end;
  for (Index i = last - 1; i >= 0; --i) {
    next = std::fma(ring.away[i], next, std::fma(ring.back[i], end, x[i]));
    x[i] = next;
  }
}

}  // namespace

// With e_i = what column i sums to once the cells below it are gone, a_i and b_i the rates from cell i to the
// last and back: pivot_i = e_i + up_i + a_i, e_{i+1} = 1 + down_i e_i/pivot_i, a_{i+1} = a_i down_i/pivot_i,
// b_{i+1} = up_i b_i/pivot_i, and the last column's sum grows by e_i b_i/pivot_i.
RingSolver::RingSolver(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down, double wrap_up,
                       double wrap_down) {
  const Index n = up.size() + 1, last = n - 1;
  require(n >= 2, "size of up", static_cast<double>(up.size()), "must be at least 1");
  require(down.size() == last, "size of down", static_cast<double>(down.size()), "must be that of up");
  for (Eigen::ArrayXd* a : {&inverse_pivot_, &to_last_, &from_last_, &towards_, &away_, &back_})
    a->setZero(n);
  into_last_ = up(last - 1);
  double rest = 1, rest_last = 1, a = wrap_down, b = wrap_up;
  for (Index i = 0; i < last; ++i) {
    const double inverse = 1 / (rest + up(i) + a);
    inverse_pivot_(i) = inverse;
    to_last_(i) = a;
    from_last_(i) = b;
    if (i > 0) towards_(i) = up(i - 1) * inverse;
    away_(i) = down(i) * inverse;
    back_(i) = b * inverse;
    rest_last += rest * (i + 1 < last ? b : b + down(i)) * inverse;
    rest = 1 + down(i) * rest * inverse;
    a *= down(i) * inverse;
    b *= up(i) * inverse;
  }
  inverse_pivot_(last) = 1 / rest_last;
  for (Index i = 0; i < n; ++i) {
    if (!std::isfinite(inverse_pivot_(i)) || !std::isfinite(away_(i))) {
      throw NumericalFailure("ring factorisation: the pivot of row " + number_text(i) +
                             " is zero or not finite");
    }
  }
}

void RingSolver::solve(const double* d, double* x) const {
  const Ring ring{inverse_pivot_.data(), to_last_.data(), towards_.data(),
                  away_.data(),          back_.data(),    into_last_};
  solve_ring(ring, size(), d, x);
}

}  // namespace kolmo

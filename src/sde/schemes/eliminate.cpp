#include "eliminate.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::sde {

void eliminate(double* m, double* r, Index d) {
  for (Index k = 0; k < d; ++k) {
    Index pivot = k;
    for (Index i = k + 1; i < d; ++i) {
      if (std::abs(m[i * d + k]) > std::abs(m[pivot * d + k])) pivot = i;
    }
    if (pivot != k) {
      std::swap_ranges(m + k * d + k, m + (k + 1) * d, m + pivot * d + k);
      std::swap(r[k], r[pivot]);
    }
    for (Index i = k + 1; i < d; ++i) {
      const double factor = m[i * d + k] / m[k * d + k];
      for (Index j = k + 1; j < d; ++j) m[i * d + j] -= factor * m[k * d + j];
      r[i] -= factor * r[k];
    }
  }
  for (Index k = d; k-- > 0;) {
    for (Index j = k + 1; j < d; ++j) r[k] -= m[k * d + j] * r[j];
    r[k] /= m[k * d + k];
  }
}

}  // namespace kolmo::sde

#include "line_shift.hpp"

#include <algorithm>
#include <cmath>

#include "fokker_planck/operator/packs.hpp"
#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::fokker_planck {
namespace {

/// Σ of the Lagrange polynomials of faces first … stencil at x, faces at a − stencil/2.
double lagrange_sum(int stencil, int first, double x) {
  double sum = 0;
  for (int a = first; a <= stencil; ++a) {
    double product = 1;
    for (int b = 0; b <= stencil; ++b) {
      if (b != a) product *= (x - (b - 0.5 * stencil)) / (a - b);
    }
    sum += product;
  }
  return sum;
}

/// leaving[i] = m_i.
template <int stencil, bool positive>
KOLMO_INLINE void split(const double* weights, const double* line, Index n, double* leaving) {
  constexpr Index reach = stencil / 2;
  for (Index i = 0; i < n; ++i) {
    double m = 0;
    for (Index j = -reach; j <= reach; ++j) m += weights[shift_halo + j] * line[i + j];
    if constexpr (positive) {
      m = m < line[i] ? m : line[i];
      m = m > 0 ? m : 0;
    }
    leaving[i] = m;
  }
}

#define KOLMO_SPLIT(name, stencil, positive)                                                        \
  KOLMO_VECTORISED void name(const double* weights, const double* line, Index n, double* leaving) { \
    split<stencil, positive>(weights, line, n, leaving);                                            \
  }
KOLMO_SPLIT(split_3, 3, false)
KOLMO_SPLIT(split_5, 5, false)
KOLMO_SPLIT(split_3_positive, 3, true)
KOLMO_SPLIT(split_5_positive, 5, true)
#undef KOLMO_SPLIT

/// moved[i] = (line[i] − m_i) + m_{i−1}, given before[i] = m_{i−1}, i = 0 … n.
KOLMO_VECTORISED void join(const double* line, const double* before, Index n, double* moved) {
  for (Index i = 0; i < n; ++i) moved[i] = (line[i] - before[i + 1]) + before[i];
}

/// before[i + 1] = m_i.
void split_line(const LineShift& shift, const double* line, Index n, double* before) {
  if (shift.stencil == 3) {
    (shift.positive ? split_3_positive : split_3)(shift.weights, line, n, before + 1);
  } else {
    (shift.positive ? split_5_positive : split_5)(shift.weights, line, n, before + 1);
  }
}

}  // namespace

LineShift line_shift(const KineticTransport& transport, double cells) {
  require(std::abs(cells) < 4503599627370496.0, "shift in cells", cells, "must be below 2⁵²");
  const double whole = std::floor(cells), part = cells - whole;
  LineShift shift{static_cast<Index>(whole), {}, transport.stencil, transport.positive};
  const int reach = transport.stencil / 2;
  for (int j = -reach; j <= reach; ++j) {
    // F(½) holds the cells up to this one; F at a face is the sum of the cells below it.
    shift.weights[shift_halo + j] =
        (j <= 0 ? 1 : 0) - lagrange_sum(transport.stencil, j + reach + 1, 0.5 - part);
  }
  return shift;
}

void shift_ring(const LineShift& shift, Index n, double* line, double* scratch) {
  for (Index j = 0; j < shift_halo; ++j) {
    line[n + j] = line[j % n];
    line[-1 - j] = line[n - 1 - j % n];
  }
  double *before = scratch, *moved = scratch + n + 1;
  split_line(shift, line, n, before);
  before[0] = before[n];
  join(line, before, n, moved);
  const Index start = (shift.whole % n + n) % n;
  std::copy(moved, moved + (n - start), line + start);
  std::copy(moved + (n - start), moved + n, line);
}

void shift_closed(const LineShift& shift, Index n, double* line, double* scratch) {
  for (Index j = 0; j < shift_halo; ++j) line[n + j] = line[-1 - j] = 0;
  double *before = scratch, *moved = scratch + n + 1;
  split_line(shift, line, n, before);
  before[0] = 0;
  join(line, before, n, moved);
  moved[n] = before[n];
  std::fill(line, line + n, 0.0);
  for (Index i = 0; i <= n; ++i) line[std::clamp<Index>(i + shift.whole, 0, n - 1)] += moved[i];
}

namespace {

Catalogue<KineticTransport>& kinetic_transport_catalogue() {
  static Catalogue<KineticTransport> all = [] {
    const auto make = [](const char* name, const char* source, int stencil, bool positive) {
      Claim claim;
      claim.name = name;
      claim.source = source;
      claim.orders.set(Sense::space, stencil);
      return KineticTransport{claim, stencil, positive};
    };
    const char *third = "Filbet, Sonnendrücker, Bertrand (2001), section 3, without limiter",
               *fifth = "Qiu, Christlieb (2010), section 2, linear weights";
    return Catalogue<KineticTransport>(
        "transport", [](const KineticTransport& one) { return one.claim.name; },
        {make("shift_3", third, 3, false), make("shift_5", fifth, 5, false),
         make("shift_5_positive", "the same, 0 ≤ m_i ≤ p_i as Filbet et al. (2001)", 5, true)});
  }();
  return all;
}

}  // namespace

const std::vector<KineticTransport>& kinetic_transports() { return kinetic_transport_catalogue().all(); }

const KineticTransport& kinetic_transport(const std::string& name) {
  return kinetic_transport_catalogue().find(name);
}

}  // namespace kolmo::fokker_planck

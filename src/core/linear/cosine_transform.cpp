#include "kolmo/core/linear/cosine_transform.hpp"

#include <algorithm>
#include <complex>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"

#ifdef KOLMO_WITH_FFTW

#include <fftw3.h>

#include <cmath>
#include <mutex>
#include <numbers>

#include "core/linear/fftw_planner.hpp"

namespace kolmo {
namespace {

/// Lines that are transformed together: a cache line of neighbours where an axis is not contiguous.
constexpr Index tile = 16;
/// Numbers between them there (half as many pairs): lines whose length is a power of two would all fall upon
/// the same places of the cache.
constexpr Index gap = 8;
using Pairs = Eigen::Array<std::complex<double>, Eigen::Dynamic, 1>;

}  // namespace

/// `tile`/2 complex transforms of length n, and the factors e^{−iπk/2n}.
struct CosineTransform::Line {
  Index n;
  Eigen::ArrayXd cosine, sine;
  fftw_plan forward = nullptr, backward = nullptr;

  explicit Line(Index size) : n(size), cosine(size), sine(size) {
    for (Index k = 0; k < n; ++k) {
      const double angle = std::numbers::pi * static_cast<double>(k) / (2 * static_cast<double>(n));
      cosine(k) = std::cos(angle);
      sine(k) = std::sin(angle);
    }
    Pairs scratch(between() * tile /
                  2);  // aligned as every other array of this type, which the plans rely on
    auto* z = reinterpret_cast<fftw_complex*>(scratch.data());
    const int length = static_cast<int>(n), apart = static_cast<int>(between());
    const std::scoped_lock lock(fftw_planner());
    forward = fftw_plan_many_dft(1, &length, tile / 2, z, nullptr, 1, apart, z, nullptr, 1, apart,
                                 FFTW_FORWARD, FFTW_ESTIMATE);
    backward = fftw_plan_many_dft(1, &length, tile / 2, z, nullptr, 1, apart, z, nullptr, 1, apart,
                                  FFTW_BACKWARD, FFTW_ESTIMATE);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() {
    const std::scoped_lock lock(fftw_planner());
    fftw_destroy_plan(forward);
    fftw_destroy_plan(backward);
  }

  /// From one pair of lines to the next.
  Index between() const { return n + gap / 2; }

  void execute(fftw_plan plan, std::complex<double>* z) const {
    auto* raw = reinterpret_cast<fftw_complex*>(z);
    fftw_execute_dft(plan, raw, raw);
  }

  /// Where number j of a line stands in the reordered one: evens upwards, then odds downwards.
  Index place(Index j) const { return j % 2 == 0 ? j / 2 : n - 1 - j / 2; }

  // With a = Z_k and b = Z_{n−k} of Z = V + iV′ (V, V′ of real lines), V_k = (a + b̄)/2 and V′_k = (a − b̄)/2i;
  // the sums S_k = Σ_j x_j cos(πk(2j + 1)/2n) are Re e^{−iπk/2n} V_k, and c_k = 2S_k/n, c_0 = S_0/n.
  void to_coefficients(const std::complex<double>* z, double* first, double* second) const {
    const double scale = 1 / static_cast<double>(n);
    for (Index k = 0; k < n; ++k) {
      const std::complex<double> a = z[k], b = z[k == 0 ? 0 : n - k];
      const double factor = k == 0 ? scale / 2 : scale;
      first[k] = factor * (cosine(k) * (a.real() + b.real()) + sine(k) * (a.imag() - b.imag()));
      second[k] = factor * (cosine(k) * (a.imag() + b.imag()) + sine(k) * (b.real() - a.real()));
    }
  }
  // Back: V_k = e^{iπk/2n} (S_k − iS_{n−k}) with S_n = 0; the 1/n of the inverse transform is in S.
  void to_pairs(const double* first, const double* second, std::complex<double>* z) const {
    z[0] = {first[0], second[0]};
    for (Index k = 1; k < n; ++k) {
      const double p = first[k] / 2, q = first[n - k] / 2, r = second[k] / 2, s = second[n - k] / 2;
      const double c = cosine(k), d = sine(k);
      // (c + id)(p − iq) + i(c + id)(r − is)
      z[k] = {c * p + d * q + (c * s - d * r), d * p - c * q + (c * r + d * s)};
    }
  }
};

CosineTransform::CosineTransform(const std::vector<Index>& sizes) : sizes_(sizes) {
  require(!sizes.empty() && sizes.size() <= 3, "number of sizes", static_cast<double>(sizes.size()),
          "must be 1, 2 or 3");
  double count = 1;
  for (const Index n : sizes) {
    require(n >= 2 && n <= (Index{1} << 30), "size", static_cast<double>(n), "must be from 2 to 2^30");
    count *= static_cast<double>(n);
  }
  require_memory(count, "a cosine transform of this size", "take fewer points");
  for (const Index n : sizes) {
    points_ *= n;
    lines_.push_back(std::make_unique<Line>(n));
  }
}

namespace {

/// Lines that are neighbours in memory where the axis is not the first: number j of line l stands at
/// from + l·next + j·stride of all, and `across` lines of the axis come before.
struct Tile {
  Index across, count, from, next, stride;
  Index at(Index j, Index l) const { return from + l * next + j * stride; }
};

/// How the lines of one axis fall into tiles.
struct Tiling {
  Index n, lines, stride;
  Index tiles_a_slab() const { return (stride + tile - 1) / tile; }
  Index tiles() const { return stride == 1 ? (lines + tile - 1) / tile : tiles_a_slab() * (lines / stride); }
  Tile operator()(Index t) const {
    if (stride == 1) return {t * tile, std::min(tile, lines - t * tile), t * tile * n, n, 1};
    const Index within = (t % tiles_a_slab()) * tile, slab = t / tiles_a_slab();
    return {slab * stride + within, std::min(tile, stride - within), slab * stride * n + within, 1, stride};
  }
};

}  // namespace

/// Scratch of one tile: pairs of lines as complex ones, reordered, and the lines as they are.
struct CosineTransform::Scratch {
  const Line& line;
  Pairs pairs;
  Eigen::ArrayXXd straight;
  Scratch(const Line& of, Index count)
      : line(of), pairs(of.between() * tile / 2), straight(of.n + gap, tile) {
    if (count == tile) return;
    pairs.setZero();
    straight.setZero();
  }
  /// The numbers of line l among the pairs begin there, number j of it 2 place(j) further.
  double* numbers(Index l) {
    return reinterpret_cast<double*>(pairs.data()) + l / 2 * 2 * line.between() + l % 2;
  }
  void gather_pairs(const Tile& of, const double* x) {
    for (Index j = 0; j < line.n; ++j)
      for (Index l = 0, to = 2 * line.place(j); l < of.count; ++l) numbers(l)[to] = x[of.at(j, l)];
  }
  void scatter_pairs(const Tile& of, double* x) {
    for (Index j = 0; j < line.n; ++j)
      for (Index l = 0, from = 2 * line.place(j); l < of.count; ++l) x[of.at(j, l)] = numbers(l)[from];
  }
  void gather_straight(const Tile& of, const double* x) {
    for (Index j = 0; j < line.n; ++j)
      for (Index l = 0; l < of.count; ++l) straight(j, l) = x[of.at(j, l)];
  }
  void scatter_straight(const Tile& of, double* x) const {
    for (Index j = 0; j < line.n; ++j)
      for (Index l = 0; l < of.count; ++l) x[of.at(j, l)] = straight(j, l);
  }
  /// From the pairs to coefficients in `straight`.
  void forward(Index count) {
    line.execute(line.forward, pairs.data());
    for (Index l = 0; l < count; l += 2)
      line.to_coefficients(&pairs(l / 2 * line.between()), &straight(0, l), &straight(0, l + 1));
  }
  /// And back.
  void backward(Index count) {
    for (Index l = 0; l < count; l += 2)
      line.to_pairs(&straight(0, l), &straight(0, l + 1), &pairs(l / 2 * line.between()));
    line.execute(line.backward, pairs.data());
  }
};

// Pairs within a tile are fixed.
void CosineTransform::along(std::size_t axis, Pass pass, double* x, const Change* change) const {
  const Line& line = *lines_[axis];
  Tiling tiling{line.n, points_ / line.n, 1};
  for (std::size_t a = 0; a < axis; ++a) tiling.stride *= sizes_[a];
  for_each_task(tiling.tiles(), [&](Index t) {
    const Tile of = tiling(t);
    Scratch scratch(line, of.count);
    if (pass == Pass::backward) {
      scratch.gather_straight(of, x);
    } else {
      scratch.gather_pairs(of, x);
      scratch.forward(of.count);
    }
    if (pass == Pass::forward) return scratch.scatter_straight(of, x);
    if (pass == Pass::filter) {
      for (Index l = 0; l < of.count; ++l) (*change)(of.across + l, &scratch.straight(0, l));
      if (of.count % 2 == 1) scratch.straight.col(of.count).setZero();
    }
    scratch.backward(of.count);
    scratch.scatter_pairs(of, x);
  });
}

void CosineTransform::to_coefficients(double* x) const {
  for (std::size_t axis = 0; axis < sizes_.size(); ++axis) along(axis, Pass::forward, x);
}

void CosineTransform::to_values(double* c) const {
  for (std::size_t axis = sizes_.size(); axis-- > 0;) along(axis, Pass::backward, c);
}

void CosineTransform::filter(double* x, const Change& change) const {
  const std::size_t last = sizes_.size() - 1;
  for (std::size_t axis = 0; axis < last; ++axis) along(axis, Pass::forward, x);
  along(last, Pass::filter, x, &change);
  for (std::size_t axis = last; axis-- > 0;) along(axis, Pass::backward, x);
}

}  // namespace kolmo

#else

namespace kolmo {

struct CosineTransform::Line {};

CosineTransform::CosineTransform(const std::vector<Index>&) {
  throw InvalidArgument("cosine transform: Kolmo was built without KOLMO_WITH_FFTW");
}
void CosineTransform::to_coefficients(double*) const {}
void CosineTransform::to_values(double*) const {}
void CosineTransform::filter(double*, const Change&) const {}

}  // namespace kolmo

#endif

namespace kolmo {

CosineTransform::~CosineTransform() = default;
CosineTransform::CosineTransform(CosineTransform&&) noexcept = default;
CosineTransform& CosineTransform::operator=(CosineTransform&&) noexcept = default;

}  // namespace kolmo

#include "kolmo/core/random/random_stream.hpp"

#include <algorithm>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "random_address.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/random/random_stream.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/random/random_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo {
namespace HWY_NAMESPACE {

// A source turns two words into the numbers of lanes 0–7 and 8–15.

struct NormalSource {
  HWY_INLINE void operator()(CounterVector word0, CounterVector word1, NumberVector& z0,
                             NumberVector& z1) const {
    BoxMuller(word0, word1, z0, z1);
  }
};

struct UniformSource {
  HWY_INLINE void operator()(CounterVector word0, CounterVector word1, NumberVector& z0,
                             NumberVector& z1) const {
    z0 = Uniform(word0);
    z1 = Uniform(word1);
  }
};

// A sink takes the numbers of rows i, i + 1, ….

struct Write {
  double* x;
  HWY_INLINE void operator()(Index i, NumberVector z) const { hn::StoreU(z, NumberTag(), x + i); }
};

struct AddScaled {
  double* x;
  double scale;
  HWY_INLINE void operator()(Index i, NumberVector z) const {
    const NumberTag d;
    hn::StoreU(hn::Add(hn::LoadU(d, x + i), hn::Mul(hn::Set(d, scale), z)), d, x + i);
  }
};

struct AddDriftAndScaled {
  double* x;
  const double* f;
  double h, scale;
  HWY_INLINE void operator()(Index i, NumberVector z) const {
    const NumberTag d;
    const auto drifted = hn::Add(hn::LoadU(d, x + i), hn::Mul(hn::Set(d, h), hn::LoadU(d, f + i)));
    hn::StoreU(hn::Add(drifted, hn::Mul(hn::Set(d, scale), z)), d, x + i);
  }
};

/// `G` vectors of counters, the first of which is `counter` and the `vector`-th of its column, through source
/// and sink.
template <int G, class Source, class Sink>
HWY_INLINE void generate(const RoundKeys& keys, const RandomAddress& address, CounterVector counter,
                         Index vector, Source source, const Sink& sink) {
  const CounterTag d;
  constexpr Index lanes = static_cast<Index>(hn::MaxLanes(CounterTag()));
  CounterVector counters[G], word0[G], word1[G];
  for (int g = 0; g < G; ++g)
    counters[g] = hn::Add(counter, hn::Set(d, static_cast<std::uint64_t>(g * lanes)));
  Philox(keys, counters, address.step, address.purpose, address.draw, word0, word1);
  for (int g = 0; g < G; ++g) {
    const Index first = (vector + g) * lanes;
    const Index row = 16 * (first / 8) + first % 8;
    NumberVector z0, z1;
    source(word0[g], word1[g], z0, z1);
    sink(row, z0);
    sink(row + 8, z1);
  }
}

/// Whole groups of 16 rows.
template <class Source, class Sink>
HWY_INLINE void generate_groups(const RandomAddress& column, Index groups, Source source, const Sink& sink) {
  const CounterTag d;
  constexpr Index lanes = static_cast<Index>(hn::MaxLanes(CounterTag()));
  constexpr int in_flight = HWY_TARGET <= HWY_AVX3 ? 4 : 2;
  const RandomAddress address = column;
  const RoundKeys keys(address.seed);
  const Index vectors = groups * (8 / lanes);
  auto counter = hn::Iota(d, address.counter);
  Index vector = 0;
  for (; vector + in_flight <= vectors; vector += in_flight) {
    generate<in_flight>(keys, address, counter, vector, source, sink);
    counter = hn::Add(counter, hn::Set(d, static_cast<std::uint64_t>(in_flight * lanes)));
  }
  for (; vector < vectors; ++vector) {
    generate<1>(keys, address, counter, vector, source, sink);
    counter = hn::Add(counter, hn::Set(d, static_cast<std::uint64_t>(lanes)));
  }
}

void normals_kernel(const RandomAddress& address, double* x, Index groups) {
  generate_groups(address, groups, NormalSource{}, Write{x});
}

void add_normals_kernel(const RandomAddress& address, double scale, double* x, Index groups) {
  generate_groups(address, groups, NormalSource{}, AddScaled{x, scale});
}

void add_drift_and_normals_kernel(const RandomAddress& address, double h, const double* f, double scale,
                                  double* x, Index groups) {
  generate_groups(address, groups, NormalSource{}, AddDriftAndScaled{x, f, h, scale});
}

void uniforms_kernel(const RandomAddress& address, double* x, Index groups) {
  generate_groups(address, groups, UniformSource{}, Write{x});
}

const char* instruction_set_kernel() { return hwy::TargetName(HWY_TARGET); }

}  // namespace HWY_NAMESPACE
}  // namespace kolmo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo {

HWY_EXPORT(normals_kernel);
HWY_EXPORT(add_normals_kernel);
HWY_EXPORT(add_drift_and_normals_kernel);
HWY_EXPORT(uniforms_kernel);
HWY_EXPORT(instruction_set_kernel);

namespace {

constexpr Index group_rows = 16;

/// The address of a block's first column. Throws InvalidArgument if its particles cannot be addressed.
RandomAddress address_of(const RandomStream& stream, Index first, Index rows, std::uint32_t step,
                         std::uint32_t draw) {
  require(first >= 0 && first % group_rows == 0, "first", static_cast<double>(first),
          "must be a non-negative multiple of 16");
  constexpr Index particles = Index{1} << 33;
  require(rows <= particles - first, "first + rows", static_cast<double>(first) + static_cast<double>(rows),
          "must be at most 2^33 = 8589934592");
  return {stream.seed(), static_cast<std::uint64_t>(first / 2), step, stream.purpose(), draw};
}

/// Runs `kernel(address, x, groups)` on column x: whole groups in place, the last `rows` % 16 rows in a
/// buffer.
template <class Kernel>
void on_column(RandomAddress address, double* x, Index rows, const Kernel& kernel) {
  const Index groups = rows / group_rows, done = groups * group_rows;
  kernel(address, x, Index{0}, groups);
  if (done == rows) return;
  double buffer[group_rows] = {};
  std::copy(x + done, x + rows, buffer);
  address.counter += static_cast<std::uint64_t>(8 * groups);
  kernel(address, buffer, done, Index{1});
  std::copy(buffer, buffer + (rows - done), x + done);
}

}  // namespace

void RandomStream::normals(Index first, std::uint32_t step, Block out, std::uint32_t first_draw) const {
  auto address = address_of(*this, first, out.rows(), step, first_draw);
  for (Index j = 0; j < out.cols(); ++j, ++address.draw) {
    on_column(address, out.col(j).data(), out.rows(),
              [](const RandomAddress& a, double* x, Index, Index groups) {
                HWY_DYNAMIC_DISPATCH(normals_kernel)(a, x, groups);
              });
  }
}

void RandomStream::add_normals(Index first, std::uint32_t step, double scale, Block x,
                               std::uint32_t first_draw) const {
  auto address = address_of(*this, first, x.rows(), step, first_draw);
  for (Index j = 0; j < x.cols(); ++j, ++address.draw) {
    on_column(address, x.col(j).data(), x.rows(),
              [&](const RandomAddress& a, double* y, Index, Index groups) {
                HWY_DYNAMIC_DISPATCH(add_normals_kernel)(a, scale, y, groups);
              });
  }
}

void RandomStream::add_drift_and_normals(Index first, std::uint32_t step, double h, const ConstBlock& f,
                                         double scale, Block x, std::uint32_t first_draw) const {
  auto address = address_of(*this, first, x.rows(), step, first_draw);
  if (f.rows() != x.rows() || f.cols() != x.cols()) {
    throw InvalidArgument("f is " + number_text(f.rows()) + "×" + number_text(f.cols()) + ": must be " +
                          number_text(x.rows()) + "×" + number_text(x.cols()) + " as x");
  }
  for (Index j = 0; j < x.cols(); ++j, ++address.draw) {
    const double* drift = f.col(j).data();
    const auto kernel = [&](const RandomAddress& a, double* y, Index from, Index groups) {
      const Index rows = std::min(group_rows, x.rows() - from);
      double buffer[group_rows] = {};
      const double* source = drift + from;
      if (rows < group_rows && groups == 1) source = std::copy(source, source + rows, buffer) - rows;
      HWY_DYNAMIC_DISPATCH(add_drift_and_normals_kernel)(a, h, source, scale, y, groups);
    };
    on_column(address, x.col(j).data(), x.rows(), kernel);
  }
}

void RandomStream::uniforms(Index first, std::uint32_t step, Block out, std::uint32_t first_draw) const {
  auto address = address_of(*this, first, out.rows(), step, first_draw);
  for (Index j = 0; j < out.cols(); ++j, ++address.draw) {
    on_column(address, out.col(j).data(), out.rows(),
              [](const RandomAddress& a, double* x, Index, Index groups) {
                HWY_DYNAMIC_DISPATCH(uniforms_kernel)(a, x, groups);
              });
  }
}

const char* instruction_set() { return HWY_DYNAMIC_DISPATCH(instruction_set_kernel)(); }

}  // namespace kolmo
#endif

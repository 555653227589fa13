#include "kolmo/core/statistics/sort.hpp"

#include <algorithm>
#include <bit>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo {
namespace {

using Key = std::uint64_t;
constexpr Key sign_bit = Key{1} << 63;

/// Bits whose unsigned order is the order of the numbers: negative ones are complemented, others get the top
/// bit.
Key to_key(double x) {
  const Key bits = std::bit_cast<Key>(x);
  return bits ^ (-(bits >> 63) | sign_bit);
}

double from_key(Key key) { return std::bit_cast<double>(key ^ (((key >> 63) - 1) | sign_bit)); }

constexpr Index parallel_from = 32'768;

/// How many of the first `rank` keys of the merged sequence come from a.
Index merge_split(const Key* a, Index size_a, const Key* b, Index size_b, Index rank) {
  Index low = std::max<Index>(0, rank - size_b), high = std::min(rank, size_a);
  while (low < high) {
    const Index middle = low + (high - low) / 2;
    if (a[middle] < b[rank - middle - 1]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void merge_into(const Key* a, const Key* end_a, const Key* b, const Key* end_b, double* out) {
  while (a < end_a && b < end_b) {
    const bool second = *b < *a;
    *out++ = from_key(second ? *b : *a);
    b += second;
    a += !second;
  }
  for (; a < end_a; ++a) *out++ = from_key(*a);
  for (; b < end_b; ++b) *out++ = from_key(*b);
}

}  // namespace

void sort(std::vector<double>& x) {
  const Index n = static_cast<Index>(x.size());
  for (Index i = 0; i < n; ++i) {
    if (std::isnan(x[static_cast<std::size_t>(i)]))
      throw InvalidArgument("x[" + number_text(i) + "]", x[static_cast<std::size_t>(i)], "cannot be ordered");
  }
  const auto keys = std::make_unique_for_overwrite<Key[]>(static_cast<std::size_t>(n));
  const Index half = n < parallel_from ? n : n / 2, parts = half < n ? 2 : 1;
  for_each_task(parts, [&](Index part) {
    const Index first = part * half, last = part == 0 ? half : n;
    for (Index i = first; i < last; ++i) keys[i] = to_key(x[static_cast<std::size_t>(i)]);
    boost::sort::pdqsort_branchless(keys.get() + first, keys.get() + last);
  });
  for_each_task(parts, [&](Index part) {
    const Key *a = keys.get(), *b = keys.get() + half;
    const Index first = part * half, last = part == 0 ? half : n;
    const Index first_a = merge_split(a, half, b, n - half, first);
    const Index last_a = merge_split(a, half, b, n - half, last);
    merge_into(a + first_a, a + last_a, b + (first - first_a), b + (last - last_a), x.data() + first);
  });
}

}  // namespace kolmo

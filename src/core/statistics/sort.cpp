#include "kolmo/core/statistics/sort.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "kolmo/core/errors.hpp"
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

constexpr int digit_bits = 8;
constexpr int digits = 64 / digit_bits;
constexpr std::size_t buckets = std::size_t{1} << digit_bits;
constexpr Index radix_from = 1024;
constexpr Index parallel_from = 32'768;

std::size_t digit(Key key, int place) { return (key >> (place * digit_bits)) & (buckets - 1); }

/// Ascending keys[0, n) by their digits from the lowest to the highest; a digit that all keys share costs
/// nothing. `spare` holds n.
void radix_sort(Key* keys, Key* spare, Index n) {
  if (n < radix_from) return std::sort(keys, keys + n);
  std::array<std::array<Index, buckets>, digits> counts{};
  for (Index i = 0; i < n; ++i)
    for (int place = 0; place < digits; ++place)
      ++counts[static_cast<std::size_t>(place)][digit(keys[i], place)];
  Key *from = keys, *to = spare;
  for (int place = 0; place < digits; ++place) {
    auto& count = counts[static_cast<std::size_t>(place)];
    if (count[digit(from[0], place)] == n) continue;
    Index start = 0;
    for (Index& c : count) start += std::exchange(c, start);
    for (Index i = 0; i < n; ++i) to[count[digit(from[i], place)]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys) std::copy_n(from, n, keys);
}

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
      throw InvalidArgument("x[" + std::to_string(i) + "]", x[static_cast<std::size_t>(i)],
                            "cannot be ordered");
  }
  const auto keys = std::make_unique_for_overwrite<Key[]>(static_cast<std::size_t>(n));
  const auto spare = std::make_unique_for_overwrite<Key[]>(static_cast<std::size_t>(n));
  const Index half = n < parallel_from ? n : n / 2, parts = half < n ? 2 : 1;
  for_each_task(parts, [&](Index part) {
    const Index first = part * half, last = part == 0 ? half : n;
    for (Index i = first; i < last; ++i) keys[i] = to_key(x[static_cast<std::size_t>(i)]);
    radix_sort(keys.get() + first, spare.get() + first, last - first);
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

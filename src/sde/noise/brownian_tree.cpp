#include "kolmo/sde/noise/brownian_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::sde {
namespace {

constexpr double root_3 = 1.7320508075688772935, root_half = 0.70710678118654752440;
constexpr int component_shift = 54, tree_shift = 40;

std::uint64_t unsigned_of(Index i) { return static_cast<std::uint64_t>(i); }

/// The nodes that an interval [i, j) needs, in the order in which `interval` splits them: node 0 for the
/// root's own normals, then those that hold i or j strictly inside.
///
/// At level l interval k = i >> (depth − l) holds i strictly inside as long as 2^(depth − l) does not divide
/// i; likewise for j.
struct NodeList {
  std::array<std::uint64_t, 2 * BrownianTree::depth_largest + 1> numbers;
  std::size_t count = 0;

  void add_path(int depth, std::uint64_t cell, int from_level, int to_level) {
    for (int level = from_level; level < to_level; ++level)
      numbers[count++] = (std::uint64_t{1} << level) + (cell >> (depth - level));
  }
};

/// What is left to split, with the random numbers of its nodes in the order of use.
struct FreshNormals {
  std::array<double, 2 * BrownianTree::depth_largest + 1> v, w;
  std::size_t next = 0;

  HalvesNormals split(const IntervalNormals& whole) {
    const std::size_t k = next++;
    return halves(whole, v[k], w[k]);
  }
};

/// Levels of nodes that hold cell `cell` strictly inside: 0, …, this − 1.
int levels_inside(int depth, std::uint64_t cell) {
  return cell == 0 ? 0 : depth - std::min(depth, std::countr_zero(cell));
}

/// Lengths count cells.
struct Piece {
  double length = 0;
  IntervalNormals normals;
};

Piece join(const Piece& first, const Piece& second) {
  if (first.length == 0) return second;
  if (second.length == 0) return first;
  return {first.length + second.length, joined(first.length, first.normals, second.length, second.normals)};
}

/// The part of `node` (2^size cells) before cell `cells` of its own, 0 < cells < 2^size.
Piece part_before(IntervalNormals node, int size, std::uint64_t cells, FreshNormals& fresh) {
  Piece part;
  while (cells != 0) {
    const HalvesNormals half = fresh.split(node);
    const std::uint64_t middle = std::uint64_t{1} << --size;
    if (cells < middle) {
      node = half.first;
    } else {
      part = join(part, {static_cast<double>(middle), half.first});
      node = half.second;
      cells -= middle;
    }
  }
  return part;
}

/// The part of `node` (2^size cells) from cell `cells` of its own, 0 < cells < 2^size.
Piece part_from(IntervalNormals node, int size, std::uint64_t cells, FreshNormals& fresh) {
  Piece part;
  while (cells != 0) {
    const HalvesNormals half = fresh.split(node);
    const std::uint64_t middle = std::uint64_t{1} << --size;
    if (cells <= middle) part = join({static_cast<double>(middle), half.second}, part);
    if (cells == middle) break;
    node = cells < middle ? half.first : half.second;
    if (cells > middle) cells -= middle;
  }
  return part;
}

}  // namespace

HalvesNormals halves(const IntervalNormals& whole, double v, double w) {
  constexpr double scale = 0.5 * root_half;
  const double sum = 2 * whole.z, difference = root_3 * whole.u + v, area = whole.u - root_3 * v;
  return {{scale * (sum + difference), scale * (area + 2 * w)},
          {scale * (sum - difference), scale * (area - 2 * w)}};
}

IntervalNormals joined(double h1, const IntervalNormals& first, double h2, const IntervalNormals& second) {
  const double s = h1 / (h1 + h2), r = h2 / (h1 + h2);
  const double root_s = std::sqrt(s), root_r = std::sqrt(r);
  return {root_s * first.z + root_r * second.z,
          root_3 * root_s * root_r * (root_r * first.z - root_s * second.z) + s * root_s * first.u +
              r * root_r * second.u};
}

BrownianTree::BrownianTree(const RandomStream& noise, double begin, double end, int depth, Index tree)
    : noise_(noise),
      begin_(begin),
      end_(end),
      width_(std::ldexp(end - begin, -depth)),
      depth_(depth),
      tree_(unsigned_of(tree)) {
  require(depth >= 0 && depth <= depth_largest, "depth", depth, "must be between 0 and 40");
  require(tree >= 0 && tree < trees_largest, "tree", static_cast<double>(tree),
          "must be between 0 and 2^14 − 1");
  require(std::isfinite(begin) && std::isfinite(end) && begin < end, "end", end,
          "must be finite and larger than the (finite) beginning " + number_text(begin));
  const double largest = std::max(std::abs(begin), std::abs(end));
  require(width_ >= 64 * std::numeric_limits<double>::epsilon() * largest, "depth", depth,
          "makes cells that times near " + number_text(largest) + " cannot tell apart: take a smaller one");
}

Index BrownianTree::lattice_index(double t) const {
  const double tolerance =
      4 * std::numeric_limits<double>::epsilon() * std::max(std::abs(begin_), std::abs(end_));
  require(t >= begin_ - tolerance && t <= end_ + tolerance, "time", t,
          "must lie between " + number_text(begin_) + " and " + number_text(end_));
  const Index i = std::clamp<Index>(std::llround((t - begin_) / width_), 0, cells());
  require(std::abs(time(i) - t) <= tolerance, "time", t,
          "must lie on the lattice of 2^" + number_text(depth_) + " cells between " + number_text(begin_) +
              " and " + number_text(end_));
  return i;
}

// Down the common path of i and j to the node that both halves of which meet [i, j); then down the path of i
// in its first half and down that of j in the second, joining the whole nodes between them.
IntervalNormals BrownianTree::interval(std::uint32_t particle, std::uint64_t component, Index i,
                                       Index j) const {
  const std::uint64_t from = unsigned_of(i), to = unsigned_of(j), last = to - 1;
  const int common = depth_ - static_cast<int>(std::bit_width(from ^ last));  // level of the smallest node
  const std::uint64_t mask = (std::uint64_t{1} << (depth_ - common)) - 1;
  const bool whole = (from & mask) == 0 && (last & mask) == mask;

  NodeList nodes;
  nodes.numbers[nodes.count++] = 0;
  nodes.add_path(depth_, from, 0, whole ? common : common + 1);
  if (!whole) {
    nodes.add_path(depth_, from, common + 1, levels_inside(depth_, from));
    nodes.add_path(depth_, to, common + 1, levels_inside(depth_, to));
  }
  const std::uint64_t base = component << component_shift | tree_ << tree_shift;
  for (std::size_t k = 0; k < nodes.count; ++k) nodes.numbers[k] |= base;
  FreshNormals fresh;
  noise_.normal_pairs(particle, nodes.numbers.data(), static_cast<Index>(nodes.count), fresh.v.data(),
                      fresh.w.data());

  IntervalNormals node{fresh.v[0], fresh.w[0]};
  fresh.next = 1;
  for (int size = depth_ - 1; size >= depth_ - common; --size) {
    const HalvesNormals half = fresh.split(node);
    node = (from >> size & 1) != 0 ? half.second : half.first;
  }
  if (whole) return node;
  const int size = depth_ - common - 1;  // of the halves
  const std::uint64_t half_mask = mask >> 1;
  const HalvesNormals half = fresh.split(node);
  const double length = static_cast<double>(half_mask + 1);
  const std::uint64_t from_inside = from & half_mask, to_inside = to & half_mask;
  const Piece first =
      from_inside == 0 ? Piece{length, half.first} : part_from(half.first, size, from_inside, fresh);
  const Piece second =
      to_inside == 0 ? Piece{length, half.second} : part_before(half.second, size, to_inside, fresh);
  return join(first, second).normals;
}

IntervalNormals BrownianTree::normals(Index particle, Index component, Index i, Index j) const {
  require(particle >= 0 && particle < particles_largest, "particle", static_cast<double>(particle),
          "must be between 0 and 2^32 − 1");
  require(component >= 0 && component < components_largest, "component", static_cast<double>(component),
          "must be between 0 and 2^10 − 1");
  require(i >= 0 && i < cells(), "i", static_cast<double>(i), "must be a cell of the lattice");
  require(j > i && j <= cells(), "j", static_cast<double>(j),
          "must be larger than i and at most the number of cells");
  return interval(static_cast<std::uint32_t>(particle), unsigned_of(component), i, j);
}

void BrownianTree::normals(Index particle, Index i, Index j, Values z, Values u) const {
  require(z.size() == u.size(), "size of u", static_cast<double>(u.size()), "must be that of z");
  for (Index c = 0; c < z.size(); ++c) {
    const IntervalNormals both = normals(particle, c, i, j);
    z(c) = both.z;
    u(c) = both.u;
  }
}

double BrownianTree::wiener(Index particle, Index component, Index i) const {
  if (i == 0) return 0;
  return std::sqrt(static_cast<double>(i) * width_) * normals(particle, component, 0, i).z;
}

}  // namespace kolmo::sde

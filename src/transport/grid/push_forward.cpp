#include "kolmo/transport/grid/push_forward.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "transport/grid/deposit.hpp"
#include "transport/grid/plane_images.hpp"

namespace kolmo::transport {
namespace {

constexpr Index slabs_at_most = 16;  ///< not a number of threads: sums over slabs have a fixed order

template <int d>
using Corners =
    std::array<Vector<1 << d>, d>;  ///< T_axis at the corners of a cell; bit k: the side along axis k

/// T_axis on the two faces across `along` of a cell, at fractions f of the other axes.
template <int d>
std::array<double, 2> on_faces(Vector<1 << d> value, int along, const Vector<d>& f) {
  for (int k = 0; k < d; ++k)
    if (k != along)
      for (int c = 0; c < (1 << d); ++c)
        if ((c >> k & 1) == 0) value[c] += f[k] * (value[c | 1 << k] - value[c]);
  return {value[0], value[1 << along]};
}

/// The parts that a cell is cut into along each axis.
template <int d>
std::array<Index, d> parts_of(const Corners<d>& cell) {
  std::array<Index, d> parts;
  for (int along = 0; along < d; ++along) {
    double longest = 0;
    for (int axis = 0; axis < d; ++axis)
      for (int c = 0; c < (1 << d); ++c)
        if ((c >> along & 1) == 0)
          longest = std::max(longest, std::abs(cell[axis][c | 1 << along] - cell[axis][c]));
    // a cell moved as a whole is not two cells long by rounding
    const Index whole = static_cast<Index>(longest);
    parts[along] =
        longest - static_cast<double>(whole) > parts_rounding ? whole + 1 : std::max<Index>(whole, 1);
  }
  return parts;
}

/// Some slices of the source across its last axis.
template <int d>
class Slab {
 public:
  Slab(const CornerMap& map, const double* mu, Profile profile, Index first, Index count)
      : map_(map),
        mu_(mu),
        profile_(profile),
        n_(cells_of(map.grid())),
        corners_(corners_of(map.grid())),
        first_(first),
        count_(count),
        deposit_(reached()) {
    for (int k = 0; k < d; ++k)
      half_square_[k] = 0.5 * map.grid().axis(k).width() * map.grid().axis(k).width();
  }

  /// Σ μ · mean of ½|x − T(x)|² over its cells.
  double run() {
    const Index lines_a_slice = d == 1 ? 1 : map_.grid().cells() / n_[0] / n_[d - 1];
    CompensatedSum cost;
    for (Index l = first_ * lines_a_slice; l < (first_ + count_) * lines_a_slice; ++l) cost.add(line(l));
    return cost.value();
  }
  const Deposit<d>& deposit() const { return deposit_; }

 private:
  /// The slices of the target that T reaches from this slab.
  Deposit<d> reached() const {
    const Eigen::ArrayXd& t = map_.in_cells(d - 1);
    const Index slice = t.size() / corners_[d - 1];
    const auto range = t.segment(first_ * slice, (count_ + 1) * slice);
    const auto slice_of = [&](double at) { return std::min(static_cast<Index>(at), n_[d - 1] - 1); };
    const Index from = slice_of(range.minCoeff()), to = slice_of(range.maxCoeff());
    return Deposit<d>(map_.grid(), from, to - from + 1);
  }

  /// One line of cells along the first axis (in one dimension: one slice, a cell).
  double line(Index l) {
    const Index j = d > 1 ? l % n_[1] : 0, k = d > 1 ? l / n_[1] : 0;
    const Index begin = d == 1 ? l : 0, end = d == 1 ? l + 1 : n_[0];
    const Index row = corners_[0], corner = j * row + k * row * corners_[1];
    std::array<const double*, d> t;
    for (int axis = 0; axis < d; ++axis) t[axis] = map_.in_cells(axis).data() + corner;
    if constexpr (d == 2) return plane_line(j, t[0], t[1]);
    double cost = 0;
    for (Index i = begin; i < end; ++i) {
      const double density = mu_[d == 1 ? i : l * n_[0] + i];
      if (density != 0) cost += density * whole_cell(t, {i, j, k}, density);
    }
    return cost;
  }

  /// The mean of ½|x − T(x)|² over the cell; t: the line of corners below it.
  double whole_cell(const std::array<const double*, d>& t, const std::array<Index, 3>& at, double density) {
    const Index row = corners_[0], plane = row * corners_[1];
    Corners<d> cell;
    for (int axis = 0; axis < d; ++axis)
      for (int c = 0; c < (1 << d); ++c)
        cell[axis][c] = t[axis][at[0] + (c & 1) + (c >> 1 & 1) * row + (c >> 2 & 1) * plane];
    Vector<d> place;
    for (int axis = 0; axis < d; ++axis) place[axis] = static_cast<double>(at[axis]);
    return share(cell, density, slopes(at, density), place);
  }

  /// The same line in the plane: the images of many cells at once, and the deposits in the order of one by
  /// one.
  double plane_line(Index j, const double* x, const double* y) {
    double cost = 0;
    for (Index first = 0; first < n_[0]; first += PlaneImages::most_cells) {
      const Index count = std::min(PlaneImages::most_cells, n_[0] - first);
      const double* density = mu_ + j * n_[0] + first;
      images_.set_map(count, corners_[0], x + first, y + first);
      for (Index i = 0; i < count && profile_ == Profile::linear; ++i) {
        const Vector<d> slope = slopes({first + i, j, 0}, density[i]);
        images_.slope_x(i) = slope[0], images_.slope_y(i) = slope[1];
      }
      images_.compute({half_square_[0], half_square_[1], static_cast<double>(first), static_cast<double>(j),
                       n_[0], n_[1], deposit_.first()},
                      density, profile_ == Profile::linear);
      for (Index i = 0; i < count; ++i) {
        if (density[i] == 0) continue;
        cost += density[i] * (images_.few(i) ? images_.deposit(i, deposit_)
                                             : whole_cell({x, y}, {first + i, j, 0}, density[i]));
      }
    }
    return cost;
  }

  /// Half the difference of the neighbours along each axis (mirrored at walls), scaled down where the cell
  /// would be negative in a corner.
  Vector<d> slopes(const std::array<Index, 3>& at, double density) const {
    Vector<d> slope{};
    if (profile_ == Profile::uniform) return slope;
    const Index cell = at[0] + n_[0] * (at[1] + n_[1] * at[2]);
    double steep = 0;
    Index stride = 1;
    for (int k = 0; k < d; ++k) {
      const double behind = at[k] > 0 ? mu_[cell - stride] : density;
      const double ahead = at[k] < n_[k] - 1 ? mu_[cell + stride] : density;
      slope[k] = (ahead - behind) / 2;
      steep += std::abs(slope[k]);
      stride *= n_[k];
    }
    if (steep > 2 * density)
      for (int k = 0; k < d; ++k) slope[k] *= 2 * density / steep;
    return slope;
  }

  /// Shares one cell's mass; the mean of ½|x − T(x)|² over it.
  double share(const Corners<d>& cell, double density, const Vector<d>& slope, const Vector<d>& place) {
    const std::array<Index, d> parts = parts_of<d>(cell);
    Index total = 1;
    Vector<d> width, middle;
    for (int k = 0; k < d; ++k) {
      total *= parts[k];
      width[k] = parts[k] == 1 ? 1 : 1 / static_cast<double>(parts[k]);
      middle[k] = width[k] / 2;
    }
    Vector<d> across;
    for (int k = 0; k < d; ++k) across[k] = slope[k] * width[k] / static_cast<double>(total);
    std::array<Index, d> part{};
    double cost = 0;
    for (Index done = 0; done < total; ++done) {
      double mass = density;
      for (int k = 0; k < d; ++k) mass += slope[k] * (middle[k] - 0.5);
      cost += image(cell, mass / static_cast<double>(total), across, place, middle, width);
      for (int k = 0; k < d; ++k) {  // the next part
        middle[k] = (static_cast<double>(++part[k]) + 0.5) * width[k];
        if (part[k] < parts[k]) break;
        part[k] = 0;
        middle[k] = width[k] / 2;
      }
    }
    return cost / static_cast<double>(total);
  }

  /// The image of one part, between the middles of its faces; the mean of ½|x − T(x)|² over it.
  double image(const Corners<d>& cell, double mass, const Vector<d>& across, const Vector<d>& place,
               const Vector<d>& middle, const Vector<d>& width) {
    Vector<d> from, to;
    double cost = 0;
    for (int k = 0; k < d; ++k) {
      const auto [near, far] = on_faces<d>(cell[k], k, middle);
      from[k] = near + (middle[k] - width[k] / 2) * (far - near);
      to[k] = near + (middle[k] + width[k] / 2) * (far - near);
      const double moved = place[k] + middle[k] - (from[k] + to[k]) / 2, grown = to[k] - from[k] - width[k];
      cost += half_square_[k] * (moved * moved + grown * grown / 12);
    }
    deposit_.add(mass, across, from, to);
    return cost;
  }

  const CornerMap& map_;
  const double* mu_;
  Profile profile_;
  Triple n_, corners_;
  Index first_, count_;
  Deposit<d> deposit_;
  Vector<d> half_square_;
  PlaneImages images_;
};

template <int d>
double push(const CornerMap& map, const double* mu, double* out, Profile profile) {
  const Index last = map.grid().axis(d - 1).cells, slice = map.grid().cells() / last;
  const Index slabs = std::min(slabs_at_most, last);
  std::vector<std::unique_ptr<const Slab<d>>> done(static_cast<std::size_t>(slabs));
  Eigen::ArrayXd costs(slabs);
  for_each_task(slabs, [&](Index s) {
    const Index first = last * s / slabs;
    auto slab = std::make_unique<Slab<d>>(map, mu, profile, first, last * (s + 1) / slabs - first);
    costs(s) = slab->run();
    done[static_cast<std::size_t>(s)] = std::move(slab);
  });
  for_each_task(last, [&](Index row) {
    double* to = out + row * slice;
    std::fill(to, to + slice, 0.0);
    for (const auto& slab : done) {
      const Index offset = (row - slab->deposit().first()) * slice;
      if (offset < 0 || offset >= slab->deposit().size()) continue;
      const double* from = slab->deposit().mass() + offset;
      for (Index i = 0; i < slice; ++i) to[i] += from[i];
    }
  });
  return sum(costs.data(), slabs) * map.grid().cell_volume();
}

}  // namespace

double push_forward(const CornerMap& map, const double* mu, double* out, Profile profile) {
  const Index d = map.grid().dimension();
  return d == 1   ? push<1>(map, mu, out, profile)
         : d == 2 ? push<2>(map, mu, out, profile)
                  : push<3>(map, mu, out, profile);
}

}  // namespace kolmo::transport

#include "kolmo/fokker_planck/operator/changing_matrix.hpp"

#include <algorithm>
#include <cmath>

#include "checks.hpp"
#include "grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr Index rows_at_once = 1024;
/// Of D_kk: what is taken to carry the drift where corners leave less.
constexpr double least_left = 0.05;

/// f and D at the centres of all cells.
struct Fields {
  Points drift;           ///< cells × d
  Eigen::ArrayXXd along;  ///< D_kk, cells × d
  Eigen::ArrayXXd mixed;  ///< D_kl, a column a pair k < l (MixedDiffusion)
};

void add_products(const Points& g, Index d, Index first, Fields& fields) {
  const Index m = g.cols() / d, n = g.rows();
  for (Index k = 0; k < d; ++k) {
    for (Index j = 0; j < m; ++j) {
      fields.along.col(k).segment(first, n) += g.col(k + d * j).square() / 2;
      for (Index l = k + 1; l < d; ++l)
        fields.mixed.col(k + l - 1).segment(first, n) += g.col(k + d * j) * g.col(l + d * j) / 2;
    }
  }
}

[[noreturn]] void refuse(const process::Process& process, const Points& x, Index cell,
                         const std::string& what) {
  throw InvalidArgument("process = " + process.name() + ": " + what + " at x = " + to_text(x.row(cell)) +
                        " within the grid");
}

void check(const process::Process& process, const Points& x, const Fields& fields) {
  for (Index i = 0; i < x.rows(); ++i) {
    if (!fields.drift.row(i).isFinite().all()) refuse(process, x, i, "its drift is not finite");
    if (!fields.mixed.row(i).isFinite().all()) refuse(process, x, i, "its noise is not finite");
    for (Index k = 0; k < x.cols(); ++k)
      if (!(fields.along(i, k) > 0 && std::isfinite(fields.along(i, k))))
        refuse(process, x, i,
               "the noise of coordinate " + number_text(k + 1) + ", which must be finite and > 0, is not");
  }
}

Fields fields_of(const process::Process& process, const Grid& grid, double t) {
  const Index d = grid.dimension(), cells = grid.cells(), m = process.noise_dimension();
  const Points x = grid.centres();
  Fields fields{Points(cells, d), Eigen::ArrayXXd::Zero(cells, d),
                Eigen::ArrayXXd::Zero(cells, d * (d - 1) / 2)};
  for (Index first = 0; first < cells; first += rows_at_once) {
    const Index n = std::min(rows_at_once, cells - first);
    const Points places = x.middleRows(first, n);
    Points f(n, d), g(n, d * m);
    process.drift(t, places, f);
    process.diffusion_matrix(t, places, g);
    fields.drift.middleRows(first, n) = f;
    add_products(g, d, first, fields);
  }
  check(process, x, fields);
  return fields;
}

/// What a process says of itself stands; one that says nothing changes if some time shows that it does.
bool changes(const process::Process& process, const Grid& grid) {
  if (const auto constant = process::constant_coefficients(process)) return !*constant;
  constexpr Index places = 8;
  const Index d = grid.dimension(), m = process.noise_dimension();
  Points x(places, d), then(places, d + d * m), now(places, d + d * m);
  for (Index i = 0; i < places; ++i)
    for (Index k = 0; k < d; ++k) x(i, k) = grid.axis(k).centre((i * grid.axis(k).cells + k) / places);
  const auto ask = [&](double t, Points& out) {
    process.drift(t, x, out.leftCols(d));
    process.diffusion_matrix(t, x, out.rightCols(d * m));
  };
  ask(0, then);
  for (const double t : times_to_ask()) {
    ask(t, now);
    if (!((now == then) || (now != now && then != then)).all()) return true;
  }
  return false;
}

/// What a cell sends along one axis.
class Sender {
 public:
  Sender(const Fields& fields, const Grid& grid, Index axis)
      : fields_(fields), axis_(axis), d_(grid.dimension()), h_(grid.axis(axis).width()) {
    for (Index l = 0; l < d_; ++l) aspect_.push_back(h_ / grid.axis(l).width());
  }
  /// Up (sign 1) or down (−1) to the next cell, before what corners take, and twice that over half the way.
  double inner(Index cell, double sign) const { return at(cell, sign, 1); }
  double leak(Index cell, double sign) const { return 2 * at(cell, sign, 0.5); }

 private:
  /// D_kk/h² + D'/h² (w(∓ f step/D') − 1).
  double at(Index cell, double sign, double share) const {
    const double whole = fields_.along(cell, axis_);
    double left = whole;
    for (Index l = 0; l < d_; ++l)
      if (l != axis_)
        left -= std::abs(fields_.mixed(cell, axis_ + l - 1)) * aspect_[static_cast<std::size_t>(l)];
    const double carrying = std::max(left, least_left * whole);
    const double delta = -sign * fields_.drift(cell, axis_) * share * h_ / carrying;
    return (whole - carrying + carrying * hybrid_weight(delta)) / (h_ * h_);
  }

  const Fields& fields_;
  Index axis_, d_;
  double h_;
  std::vector<double> aspect_;
};

FaceRates rates_along(const Fields& fields, const Grid& grid, const Boundaries& sides, Index axis) {
  const Sender sender(fields, grid, axis);
  const Index n = grid.axis(axis).cells, lines = lines_along(grid, axis), stride = stride_along(grid, axis);
  FaceRates rates{Eigen::ArrayXXd(n - 1, lines), Eigen::ArrayXXd(n - 1, lines),
                  Eigen::ArrayXXd(n - 1, lines)};
  const bool lower = sides.at(axis, 0) == Boundary::absorbing,
             upper = sides.at(axis, 1) == Boundary::absorbing;
  if (sides.periodic(axis)) rates.wrap.resize(2, lines);
  if (lower || upper) rates.leaks.setZero(2, lines);
  for (Index line = 0; line < lines; ++line) {
    const Index first = first_cell(grid, axis, line), last = first + (n - 1) * stride;
    for (Index f = 0; f + 1 < n; ++f) {
      rates.up(f, line) = sender.inner(first + f * stride, 1);
      rates.down(f, line) = sender.inner(first + (f + 1) * stride, -1);
      rates.log_ratio(f, line) = std::log(rates.down(f, line) / rates.up(f, line));
    }
    if (sides.periodic(axis)) rates.wrap.col(line) << sender.inner(last, 1), sender.inner(first, -1);
    if (lower) rates.leaks(0, line) = sender.leak(first, -1);
    if (upper) rates.leaks(1, line) = sender.leak(last, 1);
  }
  return rates;
}

}  // namespace

Generator changing_matrix_generator(const process::Process& process, const Grid& grid,
                                    const Setting& setting) {
  const Index d = grid.dimension();
  require(process.dimension() == d, "process dimension", static_cast<double>(process.dimension()),
          "must be that of the grid");
  if (!setting.time && changes(process, grid))
    throw InvalidArgument("process = " + process.name() +
                          ": its drift or its noise depends on time; say at which time they are meant "
                          "(Setting::time)");
  require_memory(6.0 * static_cast<double>(d * d) * static_cast<double>(grid.cells()),
                 "a generator on this grid", "take fewer cells");
  Fields fields = fields_of(process, grid, setting.time.value_or(0));
  std::vector<FaceRates> rates;
  for (Index axis = 0; axis < d; ++axis) rates.push_back(rates_along(fields, grid, setting.boundaries, axis));
  return Generator(grid, std::move(rates), "smooth_hybrid", MixedDiffusion{std::move(fields.mixed)});
}

}  // namespace kolmo::fokker_planck

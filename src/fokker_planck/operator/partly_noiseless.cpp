#include "kolmo/fokker_planck/operator/partly_noiseless.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr double least_rate = 1e-30;
/// Of D on the diagonal: a G Gᵀ with more off it is not diagonal.
constexpr double off_diagonal = 1e-12;

/// Drift and noise along one axis at planes across it.
class AxisRates {
 public:
  AxisRates(const process::Process& process, const Grid& grid, const Setting& setting, Index axis)
      : process_(process), grid_(grid), setting_(setting), axis_(axis), h_(grid.axis(axis).width()) {
    lines_ = grid.cells() / grid.axis(axis).cells;
  }

  FaceRates rates() const {
    const Axis& axis = grid_.axis(axis_);
    const Index n = axis.cells;
    FaceRates rates{Eigen::ArrayXXd(n - 1, lines_), Eigen::ArrayXXd(n - 1, lines_),
                    Eigen::ArrayXXd(n - 1, lines_)};
    for (Index face = 1; face < n; ++face) {
      const Face at = flux(axis.face(face), axis.centre(face - 1), axis.centre(face), h_);
      rates.up.row(face - 1) = at.up.transpose();
      rates.down.row(face - 1) = at.down.transpose();
    }
    const bool periodic = setting_.boundaries.periodic(axis_);
    if (periodic) {
      const Face at = flux(axis.upper, axis.centre(n - 1), axis.upper + h_ / 2, h_);
      rates.wrap.resize(2, lines_);
      rates.wrap.row(0) = at.up.transpose();
      rates.wrap.row(1) = at.down.transpose();
    }
    set_leaks(rates);
    const double largest = std::max(rates.up.maxCoeff(), rates.down.maxCoeff());
    for (Eigen::ArrayXXd* all : {&rates.up, &rates.down, &rates.wrap})
      if (all->size() > 0) *all = all->max(least_rate * largest);
    for (Index k = 0; k < rates.up.size(); ++k)
      rates.log_ratio.data()[k] = std::log(rates.down.data()[k] / rates.up.data()[k]);
    return rates;
  }

 private:
  struct Face {
    Eigen::ArrayXd up, down;  ///< a line each
  };

  void set_leaks(FaceRates& rates) const {
    const Axis& axis = grid_.axis(axis_);
    const bool lower = setting_.boundaries.at(axis_, 0) == Boundary::absorbing,
               upper = setting_.boundaries.at(axis_, 1) == Boundary::absorbing;
    if (!lower && !upper) return;
    rates.leaks.setZero(2, lines_);
    // The wall lies half a cell from the centre: the flux of a cell of that width, of which h_ is two.
    if (lower) rates.leaks.row(0) = flux(axis.lower, axis.lower, axis.centre(0), h_ / 2).down.transpose();
    if (upper)
      rates.leaks.row(1) = flux(axis.upper, axis.centre(axis.cells - 1), axis.upper, h_ / 2).up.transpose();
  }

  /// Places of all lines with the axis's own coordinate at x.
  Points plane(double x) const {
    Points places(lines_, grid_.dimension());
    for (Index line = 0; line < lines_; ++line) {
      Index rest = line;
      for (Index k = 0; k < grid_.dimension(); ++k) {
        if (k == axis_) {
          places(line, k) = x;
          continue;
        }
        places(line, k) = grid_.axis(k).centre(rest % grid_.axis(k).cells);
        rest /= grid_.axis(k).cells;
      }
    }
    return places;
  }

  Eigen::ArrayXd diffusivity(double x) const {
    const Index d = process_.dimension(), m = process_.noise_dimension();
    Points noise(lines_, d * m);
    process_.diffusion_matrix(setting_.time.value_or(0), plane(x), noise);
    Eigen::ArrayXd own = Eigen::ArrayXd::Zero(lines_);
    for (Index k = 0; k < m; ++k) own += noise.col(k * d + axis_).square() / 2;
    for (Index j = 0; j < d; ++j) {
      if (j == axis_) continue;
      Eigen::ArrayXd mixed = Eigen::ArrayXd::Zero(lines_), other = mixed;
      for (Index k = 0; k < m; ++k) {
        mixed += noise.col(k * d + axis_) * noise.col(k * d + j) / 2;
        other += noise.col(k * d + j).square() / 2;
      }
      if ((mixed.abs() > off_diagonal * (own * other).sqrt()).any())
        throw InvalidArgument("process = '" + process_.name() +
                              "': this grid takes noise that does not mix coordinates (G G^T diagonal)");
    }
    return own;
  }

  /// Exchange over a distance `step` of the centres below and above a face at x, per cell of width h_.
  Face flux(double x, double below, double above, double step) const {
    Points drift(lines_, grid_.dimension());
    process_.drift(setting_.time.value_or(0), plane(x), drift);
    const Eigen::ArrayXd d = diffusivity(x), rise = (diffusivity(above) - diffusivity(below)) / step;
    Face face{Eigen::ArrayXd(lines_), Eigen::ArrayXd(lines_)};
    for (Index i = 0; i < lines_; ++i) {
      const double f = drift(i, axis_);
      if (d(i) > 0) {
        const double delta = -step * (f - rise(i)) / d(i), scale = d(i) / (h_ * step);
        face.up(i) = scale * bernoulli(delta);
        face.down(i) = scale * bernoulli(-delta);
      } else {
        face.up(i) = std::max(f, 0.0) / h_;
        face.down(i) = std::max(-f, 0.0) / h_;
      }
      if (!std::isfinite(face.up(i)) || !std::isfinite(face.down(i)))
        throw InvalidArgument("process = '" + process_.name() +
                              "': drift or noise are not finite where axis " + number_text(axis_) + " is " +
                              number_text(x));
    }
    return face;
  }

  const process::Process& process_;
  const Grid& grid_;
  const Setting& setting_;
  Index axis_, lines_ = 1;
  double h_;
};

}  // namespace

Generator partly_noiseless(const process::Process& process, const Grid& grid, const Setting& setting) {
  require(process.dimension() == grid.dimension(), "dimension of the process",
          static_cast<double>(process.dimension()), "must be the grid's");
  if (process::constant_coefficients(process) != true && !setting.time)
    throw InvalidArgument("process = '" + process.name() +
                          "': coefficients that depend on time need the time at which they are meant");
  std::vector<FaceRates> rates;
  for (Index axis = 0; axis < grid.dimension(); ++axis)
    rates.push_back(AxisRates(process, grid, setting, axis).rates());
  return Generator(grid, std::move(rates), "partly_noiseless");
}

}  // namespace kolmo::fokker_planck

#include "kolmo/process/exit/kept_inside.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double linear = 0.9;

/// What stands for each coordinate: itself, its logarithm, or itself clipped.
struct Coordinates {
  struct One {
    double sign = 0, place = 0;                       ///< x = place + sign e^{sign y}; 0: no logarithm
    double smallest = -infinity, largest = infinity;  ///< clipped
  };
  std::vector<One> all;

  void to_paths(Block x) const {
    for (Index j = 0; j < x.cols(); ++j)
      for (Index i = 0; i < x.rows(); ++i) x(i, j) = to(j, x(i, j));
  }
  void from_paths(Block x) const {
    for (Index j = 0; j < x.cols(); ++j)
      for (Index i = 0; i < x.rows(); ++i) x(i, j) = from(j, x(i, j));
  }
  double to(Index j, double x) const {
    const One& one = all[static_cast<std::size_t>(j)];
    return one.sign == 0 ? x : one.sign * std::log(one.sign * (x - one.place));
  }
  double from(Index j, double y) const {
    const One& one = all[static_cast<std::size_t>(j)];
    return std::clamp(one.sign == 0 ? y : one.place + one.sign * std::exp(one.sign * y), one.smallest,
                      one.largest);
  }
  bool logarithm(Index j) const { return all[static_cast<std::size_t>(j)].sign != 0; }
  double sign(Index j) const { return all[static_cast<std::size_t>(j)].sign; }
  /// u = x_j − place.
  double distance(Index j, double y) const {
    const double sign = all[static_cast<std::size_t>(j)].sign;
    return sign * std::exp(sign * y);
  }
};

/// The process of y.
class InCoordinates final : public ForwardingProcess {
 public:
  InCoordinates(std::shared_ptr<const Process> process, Coordinates coordinates)
      : ForwardingProcess(std::move(process), "InCoordinates"), coordinates_(std::move(coordinates)) {}

  void drift(double t, const ConstBlock& y, Block out) const override {
    Scratch scratch(y.rows(), y.cols());
    const auto x = places(y, scratch.points());
    inner()->drift(t, x, out);
    const Index d = y.cols(), m = noise_dimension();
    if (!any_logarithm()) return;
    Scratch matrix(y.rows(), d * m);
    auto noise = matrix.points();
    inner()->diffusion_matrix(t, x, noise);
    for (Index j = 0; j < d; ++j) {
      if (!coordinates_.logarithm(j)) continue;
      for (Index i = 0; i < y.rows(); ++i) {
        const double u = coordinates_.distance(j, y(i, j));
        double variance = 0;
        for (Index k = 0; k < m; ++k) variance += std::pow(noise(i, k * d + j) / u, 2);
        out(i, j) = coordinates_.sign(j) * (out(i, j) / u - variance / 2);
      }
    }
  }
  /// Where each coordinate's noise is its own: Σ_j f_j′ − f_j/u − g_j g_j′/u + g_j²/u².
  void drift_divergence(double t, const ConstBlock& y, Values out) const override {
    if (noise_kind() != NoiseKind::diagonal)
      throw Undefined("InCoordinates: the divergence of the drift is not defined for matrix noise");
    Scratch scratch(y.rows(), y.cols());
    const auto x = places(y, scratch.points());
    inner()->drift_divergence(t, x, out);
    Scratch drifts(y.rows(), y.cols()), noises(y.rows(), y.cols()), slopes(y.rows(), y.cols());
    auto f = drifts.points(), g = noises.points(), slope = slopes.points();
    inner()->drift(t, x, f);
    inner()->diffusion_diagonal(t, x, g);
    inner()->diffusion_derivative(t, x, slope);
    for (Index j = 0; j < y.cols(); ++j) {
      if (!coordinates_.logarithm(j)) continue;
      for (Index i = 0; i < y.rows(); ++i) {
        const double u = coordinates_.distance(j, y(i, j)), v = g(i, j) / u;
        out(i) += -f(i, j) / u - v * slope(i, j) + v * v;
      }
    }
  }
  void diffusion_diagonal(double t, const ConstBlock& y, Block out) const override {
    Scratch scratch(y.rows(), y.cols());
    inner()->diffusion_diagonal(t, places(y, scratch.points()), out);
    for (Index j = 0; j < y.cols(); ++j)
      for (Index i = 0; coordinates_.logarithm(j) && i < y.rows(); ++i)
        out(i, j) *= coordinates_.sign(j) / coordinates_.distance(j, y(i, j));
  }
  /// d/dy (g/u) = g′ − g/u; where x is clipped, 0.
  void diffusion_derivative(double t, const ConstBlock& y, Block out) const override {
    Scratch scratch(y.rows(), y.cols());
    const auto x = places(y, scratch.points());
    inner()->diffusion_derivative(t, x, out);
    Scratch noises(y.rows(), y.cols());
    auto g = noises.points();
    inner()->diffusion_diagonal(t, x, g);
    for (Index j = 0; j < y.cols(); ++j) {
      for (Index i = 0; i < y.rows(); ++i) {
        if (coordinates_.logarithm(j)) {
          out(i, j) -= g(i, j) / coordinates_.distance(j, y(i, j));
        } else if (x(i, j) != y(i, j)) {
          out(i, j) = 0;
        }
      }
    }
  }
  void diffusion_matrix(double t, const ConstBlock& y, Block out) const override {
    Scratch scratch(y.rows(), y.cols());
    inner()->diffusion_matrix(t, places(y, scratch.points()), out);
    const Index d = y.cols();
    for (Index j = 0; j < d; ++j) {
      if (!coordinates_.logarithm(j)) continue;
      for (Index i = 0; i < y.rows(); ++i)
        for (Index k = 0; k < noise_dimension(); ++k)
          out(i, k * d + j) *= coordinates_.sign(j) / coordinates_.distance(j, y(i, j));
    }
  }
  void diffusion_matrix_derivative(double, const ConstBlock&, const ConstBlock&, Block) const override {
    throw Undefined("InCoordinates: the derivative of matrix noise is not defined");
  }

 private:
  Eigen::Map<Points> places(const ConstBlock& y, Eigen::Map<Points> x) const {
    x = y;
    coordinates_.from_paths(x);
    return x;
  }
  bool any_logarithm() const {
    return std::any_of(coordinates_.all.begin(), coordinates_.all.end(),
                       [](const Coordinates::One& one) { return one.sign != 0; });
  }

  Coordinates coordinates_;
};

}  // namespace

double KeptInside::to_paths_at(Index coordinate, double x) const {
  if (!to_paths || !std::isfinite(x)) return x;
  Points row = Points::Constant(1, process->dimension(), x);
  to_paths(row);
  return row(0, coordinate);
}

KeptInside keep_inside(std::shared_ptr<const Process> process, double t, const Eigen::VectorXd& inside,
                       const std::vector<std::string>& names) {
  KeptInside kept{process, "", 1, {}, {}};
  Coordinates coordinates;
  coordinates.all.resize(static_cast<std::size_t>(process->dimension()));
  for (const NaturalBoundary& boundary : natural_boundaries(*process, t, inside)) {
    Coordinates::One& one = coordinates.all[static_cast<std::size_t>(boundary.coordinate)];
    const std::string& name = names[static_cast<std::size_t>(boundary.coordinate)];
    kept.name += kept.name.empty() ? "" : ", ";
    if (boundary.exponent >= linear && one.sign == 0 && std::isinf(one.smallest)) {
      one.sign = boundary.above ? -1 : 1;
      one.place = boundary.place;
      kept.name += "logarithm of the distance of " + name + " from " + number_text(boundary.place);
      continue;
    }
    (boundary.above ? one.largest : one.smallest) = boundary.place;
    kept.order_weak = std::min(kept.order_weak, boundary.feller);
    kept.name += "full truncation of " + name + " at " + number_text(boundary.place);
  }
  if (kept.name.empty()) return kept;
  kept.process = std::make_shared<InCoordinates>(process, coordinates);
  kept.to_paths = [coordinates](Block x) { coordinates.to_paths(x); };
  kept.from_paths = [coordinates](Block x) { coordinates.from_paths(x); };
  return kept;
}

}  // namespace kolmo::process

#include "entropy_along_diffusion/stream_lines.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

constexpr Index places = 241;

/// ψ between corners, bilinear; corner (i, j) is column i + 1 of the grid's faces.
class Stream {
 public:
  Stream(const Grid& grid, Eigen::ArrayXXd psi) : grid_(grid), psi_(std::move(psi)) {}

  const Eigen::ArrayXXd& corners() const { return psi_; }
  Eigen::Vector2d place(double i, double j) const {
    return {grid_.axis(0).face(0) + (i + 1) * grid_.axis(0).width(),
            grid_.axis(1).face(0) + j * grid_.axis(1).width()};
  }
  double at(double i, double j) const {
    const double p = std::clamp(i, 0.0, static_cast<double>(psi_.rows()) - 1.000001),
                 q = std::clamp(j, 0.0, static_cast<double>(psi_.cols()) - 1.000001);
    const auto a = static_cast<Index>(p), b = static_cast<Index>(q);
    const double u = p - static_cast<double>(a), v = q - static_cast<double>(b);
    return (1 - v) * ((1 - u) * psi_(a, b) + u * psi_(a + 1, b)) +
           v * ((1 - u) * psi_(a, b + 1) + u * psi_(a + 1, b + 1));
  }
  /// The direction of the current at (i, j), in corners: (∂ψ/∂j, −∂ψ/∂i) of length 1.
  Eigen::Vector2d direction(const Eigen::Vector2d& x) const {
    constexpr double d = 0.5;
    const Eigen::Vector2d along(at(x(0), x(1) + d) - at(x(0), x(1) - d),
                                at(x(0) - d, x(1)) - at(x(0) + d, x(1)));
    return along / std::max(along.norm(), 1e-300);
  }

 private:
  const Grid& grid_;
  Eigen::ArrayXXd psi_;
};

/// The closed line through `start`, by Heun's steps of a fifth of a corner's distance, until it comes back.
Points closed_line(const Stream& stream, const Eigen::Vector2d& start) {
  constexpr double step = 0.2;
  std::vector<Eigen::Vector2d> line{start};
  const Index most = 40 * (stream.corners().rows() + stream.corners().cols());
  for (Index n = 0; n < most; ++n) {
    const Eigen::Vector2d x = line.back(), first = stream.direction(x);
    line.push_back(x + 0.5 * step * (first + stream.direction(x + step * first)));
    if (n > 20 && (line.back() - start).norm() < 2 * step) break;
  }
  line.push_back(start);
  Points shown(places, 2);
  for (Index k = 0; k < places; ++k) {
    const Eigen::Vector2d& x = line[static_cast<std::size_t>(k) * (line.size() - 1) / (places - 1)];
    shown.row(k) = stream.place(x(0), x(1)).transpose().array();
  }
  return shown;
}

}  // namespace

Eigen::ArrayXXd stream_function(const Grid& grid, const Eigen::ArrayXXd& current_x) {
  Eigen::ArrayXXd psi = Eigen::ArrayXXd::Zero(grid.axis(0).cells - 1, grid.axis(1).cells + 1);
  for (Index j = 0; j < grid.axis(1).cells; ++j) psi.col(j + 1) = psi.col(j) + current_x.col(j);
  return psi;
}

void write_stream_lines(const Grid& grid, const std::vector<Eigen::ArrayXXd>& currents,
                        const Eigen::ArrayXd& density, const std::vector<std::string>& names,
                        io::Group& part) {
  const Stream stream(grid, stream_function(grid, currents[0]));
  Index i = 0, j = 0;
  const double largest = stream.corners().abs().maxCoeff(&i, &j);
  if (!(largest > 0)) return;
  const double sign = stream.corners()(i, j) > 0 ? 1 : -1;
  std::vector<double> x, y;
  std::vector<std::string> labels;
  for (const double part_of : {0.9, 0.6, 0.3, 0.1}) {
    double at = static_cast<double>(i);
    while (at + 0.1 < static_cast<double>(stream.corners().rows()) - 1 &&
           sign * stream.at(at, static_cast<double>(j)) > part_of * largest)
      at += 0.1;
    const Points line = closed_line(stream, {at, static_cast<double>(j)});
    x.insert(x.end(), line.col(0).begin(), line.col(0).end());
    y.insert(y.end(), line.col(1).begin(), line.col(1).end());
    labels.push_back(number_text(100 * (1 - part_of), 2) + " % of the current flows within");
  }
  io::Group& group = part.group("stream_lines");
  group.attribute("current_round_the_middle", sign * largest);
  group.scale("place", Eigen::ArrayXd::LinSpaced(places, 0, 1), {"part of the line", "1"});
  group.scale("curve", labels, {"curve", "1"});
  group.variable("x", {"curve", "place"}, x, {names[0], "1"});
  group.variable("y", {"curve", "place"}, y, {names[1], "1"});
  for (const Index axis : {0, 1}) {
    Eigen::ArrayXd centres(grid.axis(axis).cells);
    for (Index k = 0; k < centres.size(); ++k) centres(k) = grid.axis(axis).centre(k);
    group.scale(axis == 0 ? "level_x" : "level_y", centres, {names[static_cast<std::size_t>(axis)], "1"});
  }
  std::vector<double> level;
  const double top = density.maxCoeff();
  for (const double p : density) level.push_back(p > 1e-6 * top ? -std::log(p / top) : 14.0);
  group.variable("level", {"level_y", "level_x"}, level, {"-log of the density at rest", "1"});
}

}  // namespace kolmo::entropy_along_diffusion

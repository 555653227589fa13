#include "frame/problem/formula_on_grid.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::frame {
namespace {

density::ExpressionProgram program_of(const io::Configuration& configuration, const std::string& key,
                                      Index dimension) {
  static const std::vector<std::string> letters = {"x", "y", "z"};
  density::ExpressionNames names;
  names.variables.assign(letters.begin(), letters.begin() + dimension);
  try {
    return density::ExpressionProgram({density::Expression(configuration.text(key), names)});
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(key, error.what());
  }
}

/// The formula at x; it must be finite and, where it is a density, not negative.
Eigen::ArrayXd checked_values(const io::Configuration& configuration, const std::string& key,
                              const density::ExpressionProgram& program, const Points& x, bool density) {
  Points out(x.rows(), 1);
  program.evaluate(0, x, out);
  for (Index i = 0; i < x.rows(); ++i)
    if (!std::isfinite(out(i, 0)) || (density && out(i, 0) < 0)) {
      std::string place;
      for (Index k = 0; k < x.cols(); ++k) place += (k == 0 ? "" : ", ") + number_text(x(i, k), 6);
      throw configuration.error_at(key, "is " + number_text(out(i, 0)) + " at (" + place + "): " +
                                            (density ? "a density must be finite and at least 0"
                                                     : "must be finite on all of the domain"));
    }
  return out.col(0);
}

}  // namespace

Grid read_grid(const io::Configuration& configuration, const std::string& entry) {
  const std::string key = entry + ".domain";
  if (!configuration.has(key))
    throw configuration.error_at(entry, "densities need a domain: domain = [[lower, upper], ...]");
  const io::Matrix& domain = configuration.matrix(key);
  if (domain.empty() || domain.size() > 3)
    throw configuration.error_at(key, "one to three axes are allowed: [[lower, upper], ...]");
  std::vector<Axis> axes;
  for (const std::vector<double>& interval : domain) {
    if (interval.size() != 2 || !(interval[0] < interval[1]))
      throw configuration.error_at(key, "each axis must be [lower, upper] with lower < upper");
    axes.push_back({interval[0], interval[1], configuration.integer(entry + ".cells")});
  }
  return Grid(axes);
}

Eigen::ArrayXd read_values(const io::Configuration& configuration, const std::string& key, const Grid& grid) {
  return checked_values(configuration, key, program_of(configuration, key, grid.dimension()), grid.centres(),
                        false);
}

FormulaDensity read_density(const io::Configuration& configuration, const std::string& key,
                            const Grid& grid) {
  const density::ExpressionProgram program = program_of(configuration, key, grid.dimension());
  const GaussLegendre<4> rule;
  const Points centres = grid.centres();
  Eigen::ArrayXd total = Eigen::ArrayXd::Zero(grid.cells());
  const Index each = 4;
  Index nodes = 1;
  for (Index k = 0; k < grid.dimension(); ++k) nodes *= each;
  for (Index node = 0; node < nodes; ++node) {
    Points x = centres;
    double weight = 1;
    for (Index k = 0, rest = node; k < grid.dimension(); ++k, rest /= each) {
      const auto which = static_cast<std::size_t>(rest % 2);
      const double side = rest % each < 2 ? -1 : 1;
      x.col(k) += side * rule.nodes[which] * grid.axis(k).width() / 2;
      weight *= rule.weights[which] / 2;
    }
    total += weight * checked_values(configuration, key, program, x, true);
  }
  const double mass = sum(total.data(), total.size()) * grid.cell_volume();
  if (!(mass > 0) || !std::isfinite(mass))
    throw configuration.error_at(
        key, "its integral over the domain is " + number_text(mass) + ": must be positive");
  return {total / mass, mass};
}

}  // namespace kolmo::frame

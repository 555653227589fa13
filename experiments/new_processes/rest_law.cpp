#include "new_processes/rest_law.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::new_processes {
namespace {

constexpr Index panels = 2000, half_panels = 2 * panels;

/// f, g at the ends and middles of the half panels: 4 panels + 1 places.
Points coefficients(const StateNoise& noise) {
  const density::ExpressionProgram program(
      {density::Expression(noise.drift, {}), density::Expression(noise.amplitude, {})});
  Points x(2 * half_panels + 1, 1), out(2 * half_panels + 1, 2);
  x.col(0) = Eigen::ArrayXd::LinSpaced(2 * half_panels + 1, noise.lower, noise.upper);
  program.evaluate(0, x, out);
  for (Index i = 0; i < x.rows(); ++i) {
    if (!std::isfinite(out(i, 0)) || !std::isfinite(out(i, 1)))
      throw InvalidArgument("drift or amplitude is not finite at x = " + number_text(x(i, 0)));
    require(out(i, 1) > 0, "amplitude at x = " + number_text(x(i, 0)), out(i, 1), "must be positive");
  }
  return out;
}

}  // namespace

/// The exponent grows by Simpson's rule over each half panel; expectations take Simpson's weights on the half
/// panels' ends.
RestLaw::RestLaw(const StateNoise& noise, double at) {
  const Points fg = coefficients(noise);
  const double step = (noise.upper - noise.lower) / static_cast<double>(half_panels);
  const auto pull = [&](Index i) { return 2 * fg(i, 0) / (fg(i, 1) * fg(i, 1)); };
  std::vector<double> log_density;
  double exponent = 0;
  for (Index i = 0; i <= half_panels; ++i) {
    if (i > 0) exponent += step / 6 * (pull(2 * i - 2) + 4 * pull(2 * i - 1) + pull(2 * i));
    places_.push_back(noise.lower + static_cast<double>(i) * step);
    share_.push_back(step / 3 * (i == 0 || i == half_panels ? 1 : i % 2 == 1 ? 4 : 2));
    log_density.push_back(exponent + (2 * at - 2) * std::log(fg(2 * i, 1)));
  }
  const double top = *std::max_element(log_density.begin(), log_density.end());
  double mass = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    density_.push_back(std::exp(log_density[i] - top));
    mass += share_[i] * density_[i];
  }
  for (const double end : {density_.front(), density_.back()})
    require(end < 1e-6, "density at an end, of its largest", end,
            "must be below 1e-6: the drift does not hold paths between noise.lower and noise.upper");
  for (double& p : density_) p /= mass;
}

double RestLaw::expectation(const std::function<double(double)>& phi) const {
  double sum = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) sum += share_[i] * density_[i] * phi(places_[i]);
  return sum;
}

}  // namespace kolmo::new_processes

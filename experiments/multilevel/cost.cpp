#include "multilevel/cost.hpp"

#include <cmath>

namespace kolmo::multilevel {

void judge_exponent(const Study& study, const std::string& who, const std::vector<double>& costs,
                    const Window& window, io::Group& group) {
  const std::vector<double>& accuracies = study.settings.accuracies;
  const double n = static_cast<double>(costs.size());
  double x_mean = 0, y_mean = 0, xx = 0, xy = 0, squares = 0;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    x_mean -= std::log(accuracies[i]) / n;
    y_mean += std::log(costs[i]) / n;
  }
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const double x = -std::log(accuracies[i]) - x_mean;
    xx += x * x;
    xy += x * (std::log(costs[i]) - y_mean);
  }
  const double slope = xy / xx;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    squares += std::pow(std::log(costs[i]) - y_mean - slope * (-std::log(accuracies[i]) - x_mean), 2);
  }
  const double error = std::sqrt(squares / (n - 2) / xx);
  group.attribute("exponent", slope);
  group.attribute("exponent_standard_error", error);
  group.attribute("window_lower", window.lower);
  group.attribute("window_upper", window.upper);
  study.check(who + "/cost_exponent", (window.lower + window.upper) / 2, slope, error, 0,
              (window.upper - window.lower) / 2, "Giles 2008, theorem 3.1, over finite accuracies");
}

}  // namespace kolmo::multilevel

#include "first_passage/kramers.hpp"

#include <algorithm>
#include <limits>

#include "frame/order_study.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"

namespace kolmo::first_passage {
namespace {

struct Known {
  std::string name;
  double temperature, ratio;  ///< kramers_over_exact of the rates, data/reference/c_stationary.json
};
const std::vector<Known> known{{"ratio_T=1", 1, 1.1822246609110159},
                               {"ratio_T=0.5", 0.5, 1.2499509935055786}};

double ratio(double temperature) {
  const auto potential = std::make_shared<density::DoubleWell>();
  const process::OverdampedLangevin process(potential, temperature);
  const process::MeanExitTime exact(process, -std::numeric_limits<double>::infinity(), 1);
  return exact.time(-1) / process::kramers_time(*potential, temperature, -1, 0);
}

}  // namespace

std::vector<std::string> kramers_check_ids() {
  std::vector<std::string> ids;
  for (const Known& value : known) ids.emplace_back("kramers/" + value.name);
  ids.emplace_back("kramers/order_in_temperature");
  return ids;
}

std::vector<verify::Check> kramers_part(const std::vector<double>& temperatures, io::Group& group) {
  group.attribute("title", "Kramers' formula is an asymptote");
  std::vector<verify::Check> checks;
  std::vector<double> low = temperatures;
  std::sort(low.rbegin(), low.rend());
  std::vector<double> all, ratios;
  for (const Known& value : known) {
    all.push_back(value.temperature);
    ratios.push_back(ratio(value.temperature));
    checks.push_back(verify::estimate_check("kramers/" + value.name, value.ratio, {ratios.back(), 0}, 0,
                                            1e-8 * value.ratio, "data/reference/c_stationary.json"));
  }
  verify::OrderStudy study{.name = "temperature",
                           .long_name = "exact/Kramers - 1 against the temperature",
                           .h = low,
                           .source = "Berglund 2013, equation (1.7): relative error O(T)",
                           .h_long_name = "temperature"};
  for (const double temperature : low) {
    all.push_back(temperature);
    ratios.push_back(ratio(temperature));
    study.errors.push_back({ratios.back() - 1, 0});
  }
  checks.push_back(frame::judge_order("kramers/order_in_temperature", study, group));
  group.scale("temperature", Eigen::Map<Eigen::ArrayXd>(all.data(), static_cast<Index>(all.size())),
              {"temperature", "1"});
  group.variable("ratio", {"temperature"},
                 Eigen::ArrayXd(Eigen::Map<Eigen::ArrayXd>(ratios.data(), static_cast<Index>(ratios.size()))),
                 {"exact mean time from -1 to 1 over Kramers' formula", "1"});
  return checks;
}

}  // namespace kolmo::first_passage

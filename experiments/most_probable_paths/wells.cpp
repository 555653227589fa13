#include "most_probable_paths/wells.hpp"

#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::most_probable_paths {

const process::Process& double_well() {
  static const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 0.5);
  return process;
}

paths::PathAction action(paths::ActionKind kind, double end, paths::ActionRule rule) {
  return {double_well(), kind, rule, 0, end, Eigen::ArrayXd::Ones(1)};
}

paths::StationaryPath refined(const paths::PathAction& action, const Eigen::VectorXd& from,
                              const Eigen::VectorXd& to, Index steps) {
  if (steps % 2 != 0 || steps < 200) return paths::most_probable_path(action, from, to, steps);
  const Points coarse = refined(action, from, to, steps / 2).path;
  Points start(steps + 1, coarse.cols());
  for (Index n = 0; n <= steps; ++n) start.row(n) = 0.5 * (coarse.row(n / 2) + coarse.row((n + 1) / 2));
  return paths::minimal_path(action, start);
}

paths::StationaryPath minimum(const paths::PathAction& action, Index steps) {
  const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -1);
  return refined(action, left, -left, steps);
}

paths::StationaryPath saddle(const paths::PathAction& action, Index steps) {
  paths::PathAction half = action;
  half.end = 0.5 * (action.begin + action.end);
  const Points way =
      refined(half, Eigen::VectorXd::Constant(1, -1), Eigen::VectorXd::Zero(1), steps / 2).path;
  Points whole(steps + 1, 1);
  whole.topRows(steps / 2 + 1) = way;
  whole.bottomRows(steps / 2 + 1) = -way.colwise().reverse();
  return paths::stationary_path(action, whole);
}

double richardson(const std::vector<double>& values) {
  std::vector<double> row = values;
  double factor = 4;
  for (std::size_t n = row.size(); n > 1; --n, factor *= 4)
    for (std::size_t k = 0; k + 1 < n; ++k) row[k] = (factor * row[k + 1] - row[k]) / (factor - 1);
  return row.front();
}

void write_over_time(const std::vector<std::pair<std::string, Points>>& all, double begin, double end,
                     const std::string& name, io::Group& part) {
  const Index n = all.front().second.rows();
  const Index every = std::max<Index>(1, (n - 1) / 200), rows = (n - 1) / every + 1;
  Eigen::ArrayXd t(rows);
  for (Index i = 0; i < rows; ++i)
    t(i) = begin + (end - begin) * static_cast<double>(i * every) / static_cast<double>(n - 1);
  io::Group& group = part.group(name);
  group.scale("time", t, {"time", "1"});
  for (const auto& [label, path] : all) {
    Eigen::ArrayXd x(rows);
    for (Index i = 0; i < rows; ++i) x(i) = path(i * every, 0);
    std::string key = label;
    for (char& c : key)
      if (c == ' ') c = '_';
    group.variable(key, {"time"}, x, {"x, " + label, "1"});
  }
}

}  // namespace kolmo::most_probable_paths

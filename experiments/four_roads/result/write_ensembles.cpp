// Stored samples of the roads.

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {

void write_ensembles(const Problem& problem, const ProblemResult& result, io::Group& group) {
  const std::vector<double> times = all_times(problem);
  const Index d = problem.dimension();
  std::vector<std::string> components;
  for (Index j = 0; j < d; ++j) components.push_back(letter(j));
  group.scale("component", components, {"coordinate", ""});
  for (const RoadOutput& output : result.roads) {
    if (output.ensembles.empty()) continue;
    const Index rows = output.ensembles[0].rows();
    const std::string particle = "particle_" + output.result.name;
    group.dimension(particle, rows);
    std::vector<double> data(times.size() * static_cast<std::size_t>(rows * d), missing);
    for (std::size_t k = 0; k < times.size(); ++k) {
      const std::ptrdiff_t at = snapshot_at(output.result, times[k]);
      if (at < 0) continue;
      const Points& points = output.ensembles[static_cast<std::size_t>(at)];
      for (Index i = 0; i < rows; ++i) {
        for (Index j = 0; j < d; ++j) {
          data[(k * static_cast<std::size_t>(rows) + static_cast<std::size_t>(i)) *
                   static_cast<std::size_t>(d) +
               static_cast<std::size_t>(j)] = points(i, j);
        }
      }
    }
    group.variable(output.result.name, {"time", particle, "component"}, std::move(data),
                   {"the first particles, " + road_label(output.result.name).label, "1", "", true});
  }
  if (problem.data.rows() > 0) {
    group.dimension("point", problem.data.rows());
    group.variable("data", {"point", "component"}, Eigen::ArrayXXd(problem.data),
                   {"the data set as the roads see it", "1"});
  }
}

}  // namespace kolmo::four_roads

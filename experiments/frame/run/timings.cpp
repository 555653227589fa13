#include "frame/run/timings.hpp"

namespace kolmo::frame {

void write_timings(const std::vector<Timing>& timings, io::Group& provenance) {
  provenance.remove("timings");
  if (timings.empty()) return;
  std::vector<std::string> names;
  std::vector<double> seconds, counts;
  for (const Timing& timing : timings) {
    names.push_back(timing.what);
    seconds.push_back(timing.seconds);
    counts.push_back(timing.count);
  }
  io::Group& group = provenance.group("timings");
  group.scale("timing", names, {"what was timed", ""});
  group.variable("seconds", {"timing"}, seconds, {"time that it took", "s"});
  group.variable("count", {"timing"}, counts, {"units that were done in it", "1"});
}

std::vector<Timing> read_timings(const io::Group& provenance) {
  std::vector<Timing> timings;
  const io::Group* group = provenance.find_group("timings");
  if (group == nullptr) return timings;
  const std::vector<std::string>& names = group->texts("timing");
  const std::vector<double>& seconds = group->numbers("seconds");
  const std::vector<double>& counts = group->numbers("count");
  for (std::size_t k = 0; k < names.size(); ++k) timings.push_back({names[k], seconds[k], counts[k]});
  return timings;
}

}  // namespace kolmo::frame

// Quantities on refined levels, and the orders that they show.

#include <algorithm>
#include <cmath>

#include "four_roads/labels.hpp"
#include "four_roads/result/result_groups.hpp"

namespace kolmo::four_roads {
namespace {

/// The words for verify::Budget's status, and which verdict each of them is: one for one.
constexpr const char* status_meanings = "not_measured as_claimed slower below_noise unresolved faster";
constexpr const char* status_verdicts = "none pass pass none unresolved pass";

/// The records of one refinement, a column each.
struct Columns {
  std::vector<std::string> quantities;
  std::vector<double> times, values, difference, error, order, bound;
  std::vector<std::int8_t> status;
  std::size_t levels = 0;
  double claimed = 0;

  void add(const LevelRecord& record) {
    quantities.push_back(record.quantity);
    times.push_back(record.time);
    levels = record.values.size();
    claimed = record.order_claimed;
    values.insert(values.end(), record.values.begin(), record.values.end());
    difference.push_back(record.differences[0].value);
    error.push_back(record.differences[0].standard_error);
    order.push_back(std::isfinite(record.budget.order_observed) ? record.budget.order_observed : missing);
    bound.push_back(record.budget.bound);
    status.push_back(static_cast<std::int8_t>(record.budget.status));
  }

  void write(io::Group& group) const {
    Eigen::ArrayXd factor(static_cast<Index>(levels));
    for (Index level = 0; level < factor.size(); ++level)
      factor(level) = static_cast<double>(Index{1} << level);
    group.scale("level", factor, {"refinement: step or cell width in units of the finest", "1"});
    group.dimension("record", static_cast<std::int64_t>(quantities.size()));
    group.variable("quantity", {"record"}, quantities, {"what was computed", ""});
    group.variable("at_time", {"record"}, to_array(times), {"time of the marginal", "s"});
    group.variable("value", {"record", "level"}, values, {"value on each level", "1"});
    group.variable("difference", {"record"}, to_array(difference),
                   {"finest less next, on the same noise", "1"});
    group.variable("difference_standard_error", {"record"}, to_array(error),
                   {"standard error of the difference", "1"});
    group.variable("order", {"record"}, to_array(order),
                   {"observed order over three levels, all times together", "1", "", true});
    group.variable("budget", {"record"}, to_array(bound),
                   {"bound of the discretisation error of the finest level", "1"});
    group.flags("status", {"record"}, status, status_meanings,
                {"whether the order is as claimed, where it matters", ""});
    group.annotate("status", "flag_verdicts", status_verdicts);
    if (std::isfinite(claimed)) group.attribute("order_claimed", claimed);  // an exact method claims none
  }
};

}  // namespace

void write_levels(const RoadOutput& output, io::Group& convergence) {
  std::vector<std::string> refinements;
  for (const LevelRecord& record : output.levels) {
    if (std::find(refinements.begin(), refinements.end(), record.refinement) == refinements.end()) {
      refinements.push_back(record.refinement);
    }
  }
  for (const std::string& refinement : refinements) {
    Columns columns;
    for (const LevelRecord& record : output.levels)
      if (record.refinement == refinement) columns.add(record);
    io::Group& group = convergence.group(output.result.name + "_" + refinement);
    group.attribute("long_name", refinement_label(output.result.name, refinement));
    columns.write(group);
  }
}

}  // namespace kolmo::four_roads

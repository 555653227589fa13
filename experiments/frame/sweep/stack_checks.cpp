#include "frame/sweep/stack_checks.hpp"

#include <memory>

#include "frame/result/check_table.hpp"
#include "frame/sweep/stack_datasets.hpp"

namespace kolmo::frame {

using io::Dataset;
using io::Group;

namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int8_t missing = 3;  ///< the flag after those of the verdicts

/// The checks of a point by the ids of all points; those that it did not make have no numbers. `made` says
/// which.
std::vector<verify::Check> by_id(const std::vector<std::string>& ids,
                                 const std::vector<verify::Check>& checks, std::vector<bool>& made) {
  std::vector<verify::Check> all;
  for (const std::string& id : ids) {
    const auto found = std::find_if(checks.begin(), checks.end(),
                                    [&](const verify::Check& check) { return check.id == id; });
    made.push_back(found != checks.end());
    verify::Check check;
    check.id = id;
    for (double verify::Check::*number :
         {&verify::Check::expected, &verify::Check::observed, &verify::Check::standard_error,
          &verify::Check::bias_bound, &verify::Check::tolerance, &verify::Check::effect_of_2_percent,
          &verify::Check::effect_of_2_percent_diffusion, &verify::Check::spread})
      check.*number = nan;
    all.push_back(made.back() ? *found : check);
  }
  return all;
}

}  // namespace

void stack_checks(const StackPoints& points, const StackAxes& axes, Group& out) {
  std::vector<std::vector<verify::Check>> checks;
  std::vector<std::string> ids;
  for (const Group* point : points) {
    checks.push_back(point == nullptr ? std::vector<verify::Check>{} : read_checks(*point));
    for (const verify::Check& check : checks.back())
      if (std::find(ids.begin(), ids.end(), check.id) == ids.end()) ids.push_back(check.id);
  }
  if (ids.empty()) return;
  std::vector<std::unique_ptr<Group>> written;
  std::vector<bool> made;
  StackPoints groups;
  for (const auto& own : checks) {
    written.push_back(std::make_unique<Group>("point"));
    write_checks(*written.back(), by_id(ids, own, made));
    groups.push_back(own.empty() ? nullptr : written.back()->find_group("checks"));
  }
  Group& group = out.group("checks");
  group.attribute("count", static_cast<std::int64_t>(ids.size()));
  for (const std::string& name : dataset_names(groups)) {
    const auto all = datasets(groups, name);
    const Dataset& first = first_of(all);
    if (first.scale || (std::holds_alternative<std::vector<std::string>>(first.data) && same_data(all))) {
      group.adopt(first);
    } else if (name != "verdict") {
      stack_variable(all, name, axes, group);
    } else {
      auto verdicts = joined(all, std::int8_t{0});
      for (std::size_t i = 0; i < verdicts.size(); ++i)
        if (!made[i]) verdicts[i] = missing;
      group.flags(name, with(axes.names, first.dimensions), std::move(verdicts),
                  "pass fail unresolved missing", first.labels);
    }
  }
}

}  // namespace kolmo::frame

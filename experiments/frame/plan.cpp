#include "frame/plan.hpp"

#include <algorithm>
#include <stdexcept>

#include "frame/command_line/chosen_parts.hpp"
#include "frame/order_study.hpp"
#include "frame/run/packed_studies.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::frame {
namespace {

const std::string& check_name(const StudyTask& task) { return task.check.empty() ? task.name : task.check; }

/// task.run() of every task, in order of the tasks; each is a piece.
template <class Result, class Task>
std::vector<Result> results(const std::string& part, const std::vector<Task>& tasks, const std::string& kind,
                            bool in_parallel, Progress& progress) {
  std::vector<Result> all(tasks.size());
  const auto run = [&](std::size_t i) {
    throw_if_stopped();
    all[i] = progress.pieces().piece(kind + " " + tasks[i].name, "", tasks[i].run);
    progress.advance(1);
  };
  if (in_parallel) {
    for_each_task(static_cast<Index>(tasks.size()), [&](Index i) { run(static_cast<std::size_t>(i)); });
  } else {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      progress.label(part + "/" + tasks[i].name);
      run(i);
    }
  }
  return all;
}

void judge_studies(const std::string& part, const Plan& plan, std::vector<verify::OrderStudy> studies,
                   io::Group& group, std::vector<verify::Check>& checks) {
  for (std::size_t i = 0; i < studies.size(); ++i) {
    const StudyTask& task = plan.studies[i];
    studies[i].name = task.name;
    checks.push_back(judge_order(part + "/" + check_name(task), studies[i], group));
    for (const StudyCheck& more : task.also) {
      checks.push_back(more.run(studies[i]));
      checks.back().id = part + "/" + more.name;
    }
  }
}

void require_announced(std::vector<std::string> announced, const std::vector<verify::Check>& checks) {
  std::vector<std::string> made;
  for (const verify::Check& check : checks) made.push_back(check.id);
  std::sort(announced.begin(), announced.end());
  std::sort(made.begin(), made.end());
  if (const auto twice = std::adjacent_find(made.begin(), made.end()); twice != made.end())
    throw std::logic_error("the check " + *twice + " was made twice");
  if (made == announced) return;
  std::vector<std::string> odd;
  std::set_symmetric_difference(made.begin(), made.end(), announced.begin(), announced.end(),
                                std::back_inserter(odd));
  throw std::logic_error("the check " + odd.front() + " was announced or made, but not both");
}

}  // namespace

std::vector<std::string> check_ids(const std::string& part, const Plan& plan) {
  std::vector<std::string> ids;
  for (const StudyTask& task : plan.studies) {
    ids.push_back(part + "/" + check_name(task));
    for (const StudyCheck& more : task.also) ids.push_back(part + "/" + more.name);
  }
  for (const CheckTask& task : plan.checks) ids.push_back(part + "/" + task.name);
  for (const RunTask& task : plan.runs) ids.insert(ids.end(), task.ids.begin(), task.ids.end());
  return ids;
}

std::vector<verify::Check> carry_out(const std::string& part, const Plan& plan, io::Group& group,
                                     Progress& progress) {
  std::vector<verify::Check> checks;
  group.attribute("title", plan.title);
  group.attribute("statement", plan.statement);
  progress.start(static_cast<double>(plan.studies.size() + plan.checks.size()), part);
  judge_studies(part, plan,
                results<verify::OrderStudy>(part, plan.studies, "study", plan.in_parallel, progress), group,
                checks);
  const auto single = results<verify::Check>(part, plan.checks, "check", plan.in_parallel, progress);
  for (std::size_t i = 0; i < single.size(); ++i) {
    checks.push_back(single[i]);
    checks.back().id = part + "/" + plan.checks[i].name;
  }
  for (const RunTask& task : plan.runs) {
    throw_if_stopped();
    const std::vector<verify::Check> made = task.run(group, progress);
    checks.insert(checks.end(), made.begin(), made.end());
  }
  for (const auto& table : plan.tables) table(group);
  for (const auto& timing : plan.timings) progress.record(timing());
  progress.finish();
  require_announced(check_ids(part, plan), checks);
  return checks;
}

std::vector<verify::Check> carry_out(const std::string& name, const std::vector<Part>& parts,
                                     io::Group& group, Progress& progress) {
  for (const Part& part : parts) {
    if (part.name == name) return carry_out(name, part.plan(), group, progress);
  }
  throw InvalidArgument("part = '" + name + "': there is none of this name");
}

std::vector<std::string> check_ids(const std::vector<Part>& parts) {
  std::vector<std::string> ids;
  for (const Part& part : parts) {
    const std::vector<std::string> more = check_ids(part.name, part.plan());
    ids.insert(ids.end(), more.begin(), more.end());
  }
  return ids;
}

double z_of(const std::vector<Part>& parts) {
  return verify::z_quantile(std::max<double>(1, static_cast<double>(check_ids(parts).size())));
}

void set_parts(Experiment& experiment, const Parts& parts) {
  experiment.parts = [parts](const io::Configuration& configuration) {
    std::vector<std::string> names;
    for (const Part& part : parts(configuration)) names.push_back(part.name);
    return names;
  };
  experiment.validate = [parts](const io::Configuration& configuration) {
    for (const Part& part : parts(configuration)) part.plan();
  };
  experiment.check_ids = [parts](const io::Configuration& configuration) {
    return check_ids(parts(configuration));
  };
  experiment.body = [parts](const io::Configuration& configuration, const std::string& name, io::Group& group,
                            Progress& progress) {
    return carry_out(name, parts(configuration), group, progress);
  };
}

std::vector<Part> chosen(const io::Configuration& configuration, const std::string& key,
                         const std::vector<Part>& all) {
  std::vector<std::string> names;
  for (const Part& part : all) names.push_back(part.name);
  std::vector<Part> wanted;
  for (const std::string& name : chosen_parts(configuration, key, names)) {
    wanted.push_back(
        *std::find_if(all.begin(), all.end(), [&](const Part& part) { return part.name == name; }));
  }
  return wanted;
}

std::vector<Part> chosen_parts_or_problems(const io::Configuration& configuration,
                                           const std::vector<Part>& all) {
  const bool problems_named = configuration.has("run.problems");
  if (problems_named && configuration.given("run.parts"))
    throw configuration.error_at("run.problems", "beside run.parts: say one of them");
  const std::vector<std::string> own = configuration.own_names("problem");
  if (!problems_named && (own.empty() || configuration.given("run.parts")))
    return chosen(configuration, "run.parts", all);
  const std::vector<std::string> problems = problems_named ? configuration.names("problem") : own;
  std::vector<Part> among;
  for (const Part& part : all)
    if (std::find(problems.begin(), problems.end(), part.name) != problems.end()) among.push_back(part);
  return chosen(configuration, "run.problems", among);
}

}  // namespace kolmo::frame

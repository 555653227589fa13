#pragma once
// What a part of an experiment computes, as data: tasks with names, so that its checks can be listed without
// running them.

#include <functional>
#include <string>
#include <vector>

#include "frame/experiment.hpp"
#include "frame/lazy.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::frame {

/// One more check of a study's errors, such as that of the constant.
struct StudyCheck {
  std::string name;  ///< after "<part>/"
  std::function<verify::Check(const verify::OrderStudy&)> run;
};

/// One order of convergence: written and judged by judge_order.
struct StudyTask {
  std::string name;  ///< of the study's group, and after "<part>/" of its check
  std::function<verify::OrderStudy()> run;
  std::string check = {};  ///< after "<part>/", where the check has another name than the study
  std::vector<StudyCheck> also = {};
};

/// One check.
struct CheckTask {
  std::string name;  ///< after "<part>/"
  std::function<verify::Check()> run;
};

/// What makes several checks together, and writes its numbers itself: simulations.
struct RunTask {
  std::vector<std::string> ids;  ///< of the checks that it makes, whole: "<part>/…"
  std::function<std::vector<verify::Check>(io::Group&, Progress&)> run;
};

/// One part of an experiment: studies, then checks, then runs, then tables and timings.
struct Plan {
  std::string title, statement = {};  ///< attributes of the part's group
  std::vector<StudyTask> studies = {};
  std::vector<CheckTask> checks = {};
  std::vector<RunTask> runs = {};
  std::vector<std::function<void(io::Group&)>> tables = {};
  std::vector<std::function<Timing()>> timings = {};  ///< seconds, which stay out of the part's numbers
  /// Whether studies and checks are short and many: then a thread takes one each; else one after the other
  /// has all threads.
  bool in_parallel = false;
};

/// "<part>/<check>" of all that the plan will check, in the order of carry_out.
std::vector<std::string> check_ids(const std::string& part, const Plan& plan);

/// Computes the plan, writes it into the part's group, returns its checks. Between tasks a stop is looked
/// for. Throws std::logic_error where the checks that were made are not those of check_ids, each once.
std::vector<verify::Check> carry_out(const std::string& part, const Plan& plan, io::Group& group,
                                     Progress& progress);

/// A part by name, with what plans it. Planning throws io::ConfigurationError where keys do not fit together.
struct Part {
  std::string name;
  std::function<Plan()> plan;
};
using Parts = std::function<std::vector<Part>(const io::Configuration&)>;

/// The part of this name (else InvalidArgument), carried out.
std::vector<verify::Check> carry_out(const std::string& name, const std::vector<Part>& parts,
                                     io::Group& group, Progress& progress);

/// Ids of the checks of all parts, in order.
std::vector<std::string> check_ids(const std::vector<Part>& parts);

/// Standard errors that a check of these parts allows: all of them together raise a false alarm once in a
/// thousand runs.
double z_of(const std::vector<Part>& parts);

/// Gives the experiment its parts, and what follows from their plans: validation (every part is planned), the
/// ids of its checks and its body. `parts` lists those that a resolved configuration asks for.
void set_parts(Experiment& experiment, const Parts& parts);

/// Those of `all` that the texts under `key` name ("run.parts", "run.problems"): chosen_parts, by name.
std::vector<Part> chosen(const io::Configuration& configuration, const std::string& key,
                         const std::vector<Part>& all);

/// Those that run.parts names; or, of the problems among them ([problem.NAME]), those that run.problems
/// names. Where neither is given: the problems that the configuration has and the defaults have not, and all
/// parts where there are none. Throws io::ConfigurationError where both are, or a name is unknown.
std::vector<Part> chosen_parts_or_problems(const io::Configuration& configuration,
                                           const std::vector<Part>& all);

}  // namespace kolmo::frame

#include "frame/sweep/run_sweep.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

#include "frame/command_line/help_text.hpp"
#include "frame/command_line/request.hpp"
#include "frame/exit_status.hpp"
#include "frame/result/root_attributes.hpp"
#include "frame/run/run_directory.hpp"
#include "frame/run/run_log.hpp"
#include "frame/run/stop_signals.hpp"
#include "frame/run/thread_limit.hpp"
#include "frame/sweep/stack.hpp"
#include "frame/sweep/sweep.hpp"
#include "frame/sweep/sweep_points.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/output_directory.hpp"
#include "kolmo/io/provenance.hpp"
#include "kolmo/io/result_file.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::frame {
namespace {

namespace fs = std::filesystem;

/// One call of the program.
class Sweep {
 public:
  Sweep(const Experiment& experiment, const Options& options, int argc, char** argv)
      : experiment_(experiment),
        options_(options),
        schema_(full_schema(experiment)),
        axes_(sweep_axes(options)),
        provenance_(io::Provenance::collect(argc, argv, threads())),
        program_(argv[0]) {}

  int execute() {
    const io::Configuration base = resolved({});
    std::vector<io::Configuration> points;
    for (std::size_t point = 0; point < point_count(axes_); ++point)
      points.push_back(resolved(point_sets(axes_, point)));
    if (options_.check_config) return std::cout << base.resolved_toml() << std::flush, all_passed;
    const io::OutputDirectory directory = open_directory(base);
    StopSignals signals(options_.max_wall_time);
    RunLog log(directory.path() / "run.log");
    log.info(experiment_.name + " " + std::string(io::kolmo_version()) + ", a sweep of " +
             number_text(points.size()) + " points");
    if (!options_.quiet) std::cerr << experiment_.question << "\n" << directory.path().string() << "\n";
    try {
      const std::vector<PointOutcome> outcomes =
          run_points(directory.path(), options_, axes_, [&](std::size_t point, const PointOutcome& outcome) {
            if (outcome.status != stopped) signals.progress_is_saved();
            say(point, points.size(), outcome, log);
          });
      return write(directory.path(), base, points, outcomes, log);
    } catch (const Stopped&) {
      const std::string how = program_ + " --resume " + directory.path().string();
      log.info("stopped; continue with: " + how);
      std::cerr << experiment_.name << ": stopped; continue with:\n  " << how << "\n";
      return stopped;
    }
  }

 private:
  io::Configuration resolved(const std::vector<std::string>& more) const {
    std::vector<std::string> sets = options_.sets;
    if (options_.seed) sets.push_back("run.seed=" + number_text(*options_.seed));
    sets.insert(sets.end(), more.begin(), more.end());
    return io::Configuration::resolve(schema_, experiment_.default_configuration, experiment_.scales,
                                      options_.config, sets, options_.scale);
  }

  io::OutputDirectory open_directory(const io::Configuration& base) const {
    if (options_.resume) {
      io::OutputDirectory directory = io::OutputDirectory::resume(*options_.resume);
      if (verified_manifest(*options_.resume).digest_of(resolved_name) != base.hash())
        throw io::ConfigurationError(options_.resume->string() +
                                     ": the configuration that this sweep began with has changed");
      return directory;
    }
    const std::string description = describe_sweep(options_);
    io::OutputDirectory directory =
        options_.output ? io::OutputDirectory::named(*options_.output)
                        : io::OutputDirectory::make("results", experiment_.name, io::utc_now(true),
                                                    io::sha256(base.hash() + description));
    begin_run(directory.path(), base, {});
    io::Manifest manifest = io::Manifest::read(directory.path());
    manifest.set(sweep_name, io::sha256(description));
    manifest.write(directory.path());
    io::write_atomically(directory.path() / sweep_name, description);
    return directory;
  }

  void say(std::size_t point, std::size_t count, const PointOutcome& outcome, RunLog& log) const {
    std::string line = point_name(point, count);
    for (const std::string& set : point_sets(axes_, point)) line += " " + set;
    line += ": status " + number_text(outcome.status) + (outcome.reason.empty() ? "" : ", " + outcome.reason);
    log.info(line);
    if (!options_.quiet) std::cerr << line << "\n";
  }

  /// The trees of the points that were computed; nullptr for others.
  std::vector<std::unique_ptr<io::ResultFile>> load(const fs::path& directory,
                                                    const std::vector<io::Configuration>& points,
                                                    const std::vector<PointOutcome>& outcomes) const {
    std::vector<std::unique_ptr<io::ResultFile>> files;
    for (std::size_t point = 0; point < points.size(); ++point) {
      files.emplace_back();
      if (outcomes[point].status > check_unresolved) continue;
      const fs::path own = directory / point_name(point, points.size());
      require_same_run(own, experiment_.name, points[point]);
      files.back() = std::make_unique<io::ResultFile>(own);
      files.back()->load_attributes(own);
      for (const std::string& group : io::ResultFile::finished_groups(own)) {
        files.back()->load_group(own, group);
        files.back()->group(group).remove("ensembles");  // which no stack holds: memory
      }
    }
    return files;
  }

  void write_axes(io::Group& root, const std::vector<std::string>& names) const {
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      const std::vector<double> numbers = axis_numbers(axes_[i]);
      if (numbers.empty()) {
        root.scale(names[i], axes_[i].values, {.long_name = axes_[i].key, .units = ""});
      } else {
        root.scale(names[i], numbers, {.long_name = axes_[i].key, .units = "1"});
      }
    }
  }

  void write_points(io::Group& root, const StackAxes& axes, const std::vector<PointOutcome>& outcomes,
                    const std::vector<std::unique_ptr<io::ResultFile>>& files) const {
    io::Group& group = root.group("sweep");
    std::vector<std::int64_t> statuses;
    std::vector<std::string> reasons, directories, inputs;
    for (std::size_t point = 0; point < outcomes.size(); ++point) {
      statuses.push_back(outcomes[point].status);
      reasons.push_back(outcomes[point].reason);
      directories.push_back(point_name(point, outcomes.size()));
      const auto* value =
          files[point] == nullptr ? nullptr : files[point]->root().find_attribute("input_files");
      inputs.push_back(value == nullptr ? "" : std::get<std::string>(*value));
    }
    group.variable(
        "status", axes.names, std::move(statuses),
        {.long_name = "exit status of the point's run: 0 passed, 1 failed, 2 unresolved, else an error",
         .units = "1"});
    group.variable("reason", axes.names, std::move(reasons),
                   {.long_name = "why the point could not be computed", .units = ""});
    group.variable("directory", axes.names, std::move(directories),
                   {.long_name = "where the point's own result is", .units = ""});
    group.variable("input_files", axes.names, std::move(inputs),
                   {.long_name = "digests of the data that the point read", .units = ""});
  }

  int write(const fs::path& directory, const io::Configuration& base,
            const std::vector<io::Configuration>& points, const std::vector<PointOutcome>& outcomes,
            RunLog& log) {
    const auto files = load(directory, points, outcomes);
    std::vector<std::string> parts, taken = {"sweep", "provenance"};
    for (const auto& file : files) {
      if (file == nullptr) continue;
      for (const auto& group : file->root().groups())
        if (std::find(parts.begin(), parts.end(), group->name()) == parts.end())
          parts.push_back(group->name());
      collect_dimensions(file->root(), taken);
    }
    taken.insert(taken.end(), parts.begin(), parts.end());
    io::ResultFile result(directory);
    describe_root(result.root(), experiment_, base, "");
    StackAxes axes{axis_names(axes_, taken), {}};
    std::string swept;
    for (const std::string& name : axes.names) swept += (swept.empty() ? "" : " ") + name;
    result.root().attribute("swept", swept);
    provenance_.write(result.group("provenance"));
    write_axes(result.root(), axes.names);
    write_points(result.root(), axes, outcomes, files);
    for (const std::string& part : parts) {
      std::vector<const io::Group*> groups;
      for (const auto& file : files)
        groups.push_back(file == nullptr ? nullptr : file->root().find_group(part));
      stack(groups, axes, result.group(part));
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    provenance_.wall_time = elapsed.count();
    provenance_.write(result.group("provenance"));
    result.commit();
    return report(result, directory, outcomes, log);
  }

  int report(const io::ResultFile& file, const fs::path& directory, const std::vector<PointOutcome>& outcomes,
             RunLog& log) const {
    const auto count = [&](int status) {
      return std::count_if(outcomes.begin(), outcomes.end(),
                           [&](const PointOutcome& one) { return one.status == status; });
    };
    const auto computed = count(all_passed) + count(check_failed) + count(check_unresolved);
    const std::string words = number_text(outcomes.size()) + " points: " + number_text(count(all_passed)) +
                              " pass, " + number_text(count(check_failed)) + " fail, " +
                              number_text(count(check_unresolved)) + " unresolved, " +
                              number_text(static_cast<std::ptrdiff_t>(outcomes.size()) - computed) +
                              " could not be computed";
    log.info("numbers_sha256 " + file.numbers_sha256() + ", " + words);
    if (!options_.quiet)
      std::cout << "\nresult  " << file.path().string() << "\nreport  tools/report.py " << directory.string()
                << "\n";
    std::cout << experiment_.name << ": " << words << "\n" << std::flush;
    if (!std::cout) throw io::WriteError("standard output: cannot write");
    if (computed == 0) return outcomes.front().status;
    if (count(check_failed) > 0) return check_failed;
    return count(all_passed) == static_cast<std::ptrdiff_t>(outcomes.size()) ? all_passed : check_unresolved;
  }

  const Experiment& experiment_;
  const Options& options_;
  const io::Schema schema_;
  const std::vector<SweepAxis> axes_;
  io::Provenance provenance_;
  std::string program_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

bool is_sweep(const Options& options) {
  std::error_code unreadable;  // which the resume itself will say
  return !options.sweeps.empty() || (options.resume && fs::exists(*options.resume / sweep_name, unreadable));
}

int run_sweep(const Experiment& experiment, const Options& options, int argc, char** argv) {
  const Options all = options.resume ? resumed_sweep(options) : options;
  if (all.list_checks) throw UsageError("--list-checks: of one point: leave out --sweep");
  if (all.threads) set_threads(*all.threads);
  require_startable_threads();
  return Sweep(experiment, all, argc, argv).execute();
}

}  // namespace kolmo::frame

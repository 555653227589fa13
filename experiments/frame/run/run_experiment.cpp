// One call of an experiment's program, from the command line to the exit status.

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "frame/command_line/command_line.hpp"
#include "frame/command_line/help_text.hpp"
#include "frame/command_line/request.hpp"
#include "frame/ending.hpp"
#include "frame/exit_status.hpp"
#include "frame/experiment.hpp"
#include "frame/result/check_table.hpp"
#include "frame/run/finished_parts.hpp"
#include "frame/run/input_files.hpp"
#include "frame/run/run_directory.hpp"
#include "frame/run/run_log.hpp"
#include "frame/run/stop_signals.hpp"
#include "frame/run/thread_limit.hpp"
#include "frame/sweep/run_sweep.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/keys_of_others.hpp"
#include "kolmo/io/output_directory.hpp"
#include "kolmo/io/provenance.hpp"

namespace kolmo::frame {
namespace {

namespace fs = std::filesystem;

/// Prints to the standard output; throws WriteError where that fails (a full disk behind it, a closed pipe).
void print(const std::string& text) {
  errno = 0;
  std::cout << text << std::flush;
  if (!std::cout)
    throw io::WriteError(std::string("standard output: cannot write") +
                         (errno == 0 ? "" : std::string(": ") + std::strerror(errno)));
}

/// What parts say of the certificate that they make, a line each.
std::string certificates(const io::ResultFile& file) {
  std::string lines;
  for (const auto& group : file.root().groups())
    for (const auto& [name, value] : group->attributes())
      if (const auto* words = std::get_if<std::string>(&value); words != nullptr && name == "certificate")
        lines += group->name() + ": the certificate " + *words + "\n";
  return lines;
}

/// One call of the program.
class Run {
 public:
  Run(const Experiment& experiment, const Options& options, int argc, char** argv)
      : experiment_(experiment), options_(options), schema_(full_schema(experiment)) {
    if (options.threads) set_threads(*options.threads);
    require_startable_threads();
    provenance_ = io::Provenance::collect(argc, argv, threads());
    program_ = argv[0];
  }

  int execute() {
    auto [configuration, parts] = resolve_request(experiment_, options_, schema_);
    if (options_.check_config) return print(configuration.resolved_toml()), all_passed;
    if (options_.list_checks) return list_checks(configuration);
    inputs_ = find_input_files(configuration, parts);
    const io::OutputDirectory directory = open_directory(configuration);
    StopSignals signals(options_.max_wall_time);
    RunLog log(directory.path() / "run.log");
    try {
      return compute(configuration, parts, directory.path(), log, signals);
    } catch (const Stopped&) {
      const std::string how = program_ + " --resume " + directory.path().string();
      log.info("stopped; continue with: " + how);
      std::cerr << experiment_.name << ": stopped, " << finished_ << " of " << parts.size()
                << " parts are finished; continue with:\n  " << how << "\n";
      return stopped;
    } catch (const std::exception& error) {
      log.error(ending_of(error).message);
      throw;
    }
  }

 private:
  int list_checks(const io::Configuration& configuration) const {
    std::string text;
    for (const std::string& id : check_ids(experiment_, configuration)) text += id + "\n";
    print(text);
    return all_passed;
  }

  io::OutputDirectory open_directory(const io::Configuration& configuration) const {
    if (options_.resume) {
      io::OutputDirectory directory = io::OutputDirectory::resume(*options_.resume);
      const io::Manifest manifest = verified_manifest(*options_.resume);
      const auto before = io::Configuration::resolve(schema_, experiment_.default_configuration,
                                                     experiment_.scales, *options_.resume / resolved_name);
      if (before.hash() != configuration.hash())
        throw io::ConfigurationError(
            options_.resume->string() +
            ": this run has another configuration (its config.resolved.toml); only threads may "
            "differ when a run is resumed");
      require_as_before(inputs_, manifest);
      return directory;
    }
    io::OutputDirectory directory =
        options_.output
            ? io::OutputDirectory::named(*options_.output)
            : io::OutputDirectory::make("results", experiment_.name, io::utc_now(true), configuration.hash());
    begin_run(directory.path(), configuration, inputs_);
    return directory;
  }

  int compute(const io::Configuration& configuration, const std::vector<std::string>& parts,
              const fs::path& directory, RunLog& log, StopSignals& signals) {
    log.info(experiment_.name + " " + std::string(io::kolmo_version()) + ", configuration " +
             configuration.hash());
    log.info(provenance_.command_line + ", commit " + provenance_.git_commit + " (" + provenance_.git_tree +
             "), " + number_text(provenance_.threads) + " threads, " + provenance_.instruction_set + ", " +
             provenance_.processor);
    for (const std::string& said : io::keys_without_effect(configuration, schema_)) log.info(said);
    if (!options_.quiet) std::cerr << experiment_.question << "\n" << directory.string() << "\n";
    FinishedParts finished(experiment_, configuration, directory, inputs_, provenance_, start_);
    if (options_.resume) finished.resume(experiment_, configuration);
    if (const std::string found = finished.found_in_words(); !found.empty()) log.info(found);
    try {
      for (const std::string& part : parts) {
        if (finished.was_finished(part)) {
          log.info("part " + part + " was finished before");
        } else {
          run_part(configuration, part, finished, log, signals);
        }
        ++finished_;
      }
    } catch (...) {
      finished.commit_what_is_left();
      throw;
    }
    finished.commit_what_is_left();
    finished.close();
    return report(finished, directory, log);
  }

  void run_part(const io::Configuration& configuration, const std::string& part, FinishedParts& finished,
                RunLog& log, StopSignals& signals) {
    throw_if_stopped();
    log.info("part " + part + " begins");
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    Progress progress(options_.quiet ? nullptr : &std::cerr, terminal,
                      finished.pieces_of(part, [&] { save_progress(signals, log); }));
    progress.start(0, part);
    try {
      std::vector<verify::Check> checks =
          experiment_.body(configuration, part, finished.begin(part), progress);
      require_unchanged(inputs_);
      finished.finish(part, std::move(checks), progress.timings());
    } catch (const InvalidArgument& error) {
      finished.give_up(part);
      throw NumericalFailure("part " + part +
                             ": the computation came to an argument that is not allowed: " + error.what());
    } catch (...) {
      finished.give_up(part);
      throw;
    }
    finished.keep_last();
    save_progress(signals, log);
    if (progress.pieces().found() > 0)
      log.info(number_text(progress.pieces().found()) + " pieces of part " + part + " were finished before");
    log.info("part " + part + " is finished\n" + check_table(finished.checks().back().checks));
  }

  /// A part or a piece of one is kept: from now on the end of the wall time stops the run.
  void save_progress(StopSignals& signals, RunLog& log) {
    if (!progress_was_saved_ && signals.time_is_over() && !stop_requested())
      log.info(
          "the wall time was over before the first piece of this call was finished; it went on until then, "
          "so that "
          "every call makes progress");
    progress_was_saved_ = true;
    signals.progress_is_saved();
  }

  int report(const FinishedParts& finished, const fs::path& directory, RunLog& log) const {
    std::vector<verify::Check> all;
    for (const PartChecks& part : finished.checks())
      all.insert(all.end(), part.checks.begin(), part.checks.end());
    const verify::Verdict worst = verify::worst(all);
    const io::ResultFile& file = finished.file();
    log.info("numbers_sha256 " + file.numbers_sha256() + ", verdict " +
             std::string(verify::to_string(worst)));
    if (!options_.quiet)
      print("\n" + check_summary(finished.checks()) + certificates(file) + "\nresult  " +
            file.path().string() + "\nreport  tools/report.py " + directory.string() + "\n");
    print(experiment_.name + ": " + std::string(verify::to_string(worst)) + "\n");
    if (!log.good())
      throw io::WriteError((directory / "run.log").string() + ": the log could not be written wholly");
    return worst == verify::Verdict::pass   ? all_passed
           : worst == verify::Verdict::fail ? check_failed
                                            : check_unresolved;
  }

  const Experiment& experiment_;
  const Options& options_;
  const io::Schema schema_;
  io::Provenance provenance_;
  std::string program_;
  std::vector<InputFile> inputs_;
  std::size_t finished_ = 0;  ///< parts
  const FinishedParts::Clock::time_point start_ = FinishedParts::Clock::now();
  std::atomic<bool> progress_was_saved_{false};
};

}  // namespace

int run_experiment(const Experiment& experiment, int argc, char** argv) {
  try {
    ignore_file_size_signal();
    const Options options = parse_command_line(argc, argv);
    if (options.help) return print(help_text(experiment, argv[0])), all_passed;
    if (options.version)
      return print(experiment.name + " " + std::string(io::kolmo_version()) + "\n"), all_passed;
    if (is_sweep(options)) return run_sweep(experiment, options, argc, argv);
    return Run(experiment, options, argc, argv).execute();
  } catch (const std::exception& error) {
    const Ending ending = ending_of(error);
    std::cerr << experiment.name << ": " << ending.message << std::endl;
    return ending.status;
  } catch (...) {
    std::cerr << experiment.name << ": internal error: an exception of an unknown kind" << std::endl;
    return internal_error;
  }
}

}  // namespace kolmo::frame

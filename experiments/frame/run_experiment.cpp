#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "frame/check_table.hpp"
#include "frame/command_line.hpp"
#include "frame/ending.hpp"
#include "frame/exit_status.hpp"
#include "frame/experiment.hpp"
#include "frame/help_text.hpp"
#include "frame/run_log.hpp"
#include "frame/stop_signals.hpp"
#include "frame/timings.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/output_directory.hpp"
#include "kolmo/io/provenance.hpp"
#include "kolmo/io/result_file.hpp"

namespace kolmo::frame {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t format_version = 1;
constexpr char resolved_name[] = "config.resolved.toml";

/// One call of the program.
class Run {
 public:
  Run(const Experiment& experiment, const Options& options, int argc, char** argv)
      : experiment_(experiment), options_(options), schema_(full_schema(experiment)) {
    if (options.threads) set_threads(*options.threads);
    provenance_ = io::Provenance::collect(argc, argv, threads());
    program_ = argv[0];
  }

  int execute() {
    const io::Configuration configuration = resolve();
    const std::vector<std::string> parts = checked_parts(configuration);
    if (options_.check_config) return std::cout << configuration.resolved_toml() << std::flush, all_passed;
    if (options_.list_checks) return list_checks(configuration);
    const io::OutputDirectory directory = open_directory(configuration);
    const StopSignals signals(options_.max_wall_time);
    RunLog log(directory.path() / "run.log");
    try {
      return compute(configuration, parts, directory.path(), log);
    } catch (const Stopped&) {
      const std::string how = program_ + " --resume " + directory.path().string();
      log.info("stopped; continue with: " + how);
      std::cerr << experiment_.name << ": stopped, " << finished_.size() << " of " << parts.size()
                << " parts are finished; continue with:\n  " << how << "\n";
      return stopped;
    } catch (const std::exception& error) {
      log.error(ending_of(error).message);
      throw;
    }
  }

 private:
  io::Configuration resolve() const {
    std::vector<std::string> sets = options_.sets;
    if (options_.seed) sets.push_back("run.seed=" + std::to_string(*options_.seed));
    std::optional<fs::path> file = options_.config;
    if (options_.resume && !file) {
      file = *options_.resume / resolved_name;
      if (!fs::exists(*file)) throw MissingInput(file->string() + ": there is no run to resume");
    }
    auto configuration = io::Configuration::resolve(schema_, experiment_.default_configuration,
                                                    experiment_.scales, file, sets, options_.scale);
    if (experiment_.validate) experiment_.validate(configuration);
    return configuration;
  }

  std::vector<std::string> checked_parts(const io::Configuration& configuration) const {
    std::vector<std::string> parts = experiment_.parts(configuration);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (std::find(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i), parts[i]) !=
          parts.begin() + static_cast<std::ptrdiff_t>(i))
        throw io::ConfigurationError("configuration: '" + parts[i] + "' is asked for twice");
      if (parts[i] == "provenance")
        throw io::ConfigurationError("configuration: the name 'provenance' is taken");
    }
    if (parts.empty()) throw io::ConfigurationError("configuration: there is nothing to run");
    return parts;
  }

  int list_checks(const io::Configuration& configuration) const {
    if (experiment_.check_ids)
      for (const std::string& id : experiment_.check_ids(configuration)) std::cout << id << "\n";
    std::cout << std::flush;
    return all_passed;
  }

  io::OutputDirectory open_directory(const io::Configuration& configuration) const {
    if (options_.resume) {
      io::OutputDirectory directory = io::OutputDirectory::resume(*options_.resume);
      const auto before = io::Configuration::resolve(schema_, experiment_.default_configuration,
                                                     experiment_.scales, *options_.resume / resolved_name);
      if (before.hash() != configuration.hash())
        throw io::ConfigurationError(
            options_.resume->string() +
            ": this run has another configuration (its config.resolved.toml); only threads may "
            "differ when a run is resumed");
      return directory;
    }
    const std::string hash = configuration.hash();
    io::OutputDirectory directory =
        options_.output ? io::OutputDirectory::named(*options_.output)
                        : io::OutputDirectory::make("results", experiment_.name, io::utc_now(true), hash);
    io::write_atomically(directory.path() / resolved_name, configuration.resolved_toml());
    return directory;
  }

  void describe(io::ResultFile& file, const io::Configuration& configuration) const {
    io::Group& root = file.root();
    root.attribute("title", experiment_.question);
    root.attribute("experiment", experiment_.name);
    root.attribute("format_version", format_version);
    root.attribute("Conventions", "CF-1.10");
    root.attribute("kolmo_version", std::string(io::kolmo_version()));
    root.attribute("configuration", configuration.resolved_toml());
    root.attribute("seed", configuration.integer("run.seed"));
    provenance_.write(root.group("provenance"));
  }

  void commit(io::ResultFile& file) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    provenance_.wall_time = elapsed.count();
    provenance_.write(file.group("provenance"));
    write_timings(timings_, file.group("provenance"));
    file.commit();
  }

  void run_part(const io::Configuration& configuration, const std::string& part, io::ResultFile& file,
                RunLog& log) {
    throw_if_stopped();
    log.info("part " + part + " begins");
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    Progress progress(options_.quiet ? nullptr : &std::cerr, terminal);
    progress.start(0, part);
    try {
      std::vector<verify::Check> checks = experiment_.body(configuration, part, file.group(part), progress);
      write_checks(file.group(part), checks);
      finished_.push_back({part, std::move(checks)});
      for (const Timing& timing : progress.timings()) {
        timings_.push_back({part + "/" + timing.what, timing.seconds, timing.count});
      }
    } catch (...) {
      file.root().remove(part);
      throw;
    }
    commit(file);
    log.info("part " + part + " is finished\n" + check_table(finished_.back().checks));
  }

  int compute(const io::Configuration& configuration, const std::vector<std::string>& parts,
              const fs::path& directory, RunLog& log) {
    log.info(experiment_.name + " " + std::string(io::kolmo_version()) + ", configuration " +
             configuration.hash());
    log.info(provenance_.command_line + ", commit " + provenance_.git_commit + " (" + provenance_.git_tree +
             "), " + std::to_string(provenance_.threads) + " threads, " + provenance_.instruction_set + ", " +
             provenance_.processor);
    if (!options_.quiet) std::cerr << experiment_.question << "\n" << directory.string() << "\n";
    io::ResultFile file(directory);
    describe(file, configuration);
    const std::vector<std::string> done =
        options_.resume ? finished_before(directory) : std::vector<std::string>{};
    for (const std::string& part : parts) {
      if (std::find(done.begin(), done.end(), part) != done.end()) {
        file.load_group(directory, part);
        finished_.push_back({part, read_checks(file.group(part))});
        log.info("part " + part + " was finished before");
      } else {
        run_part(configuration, part, file, log);
      }
    }
    return report(file, directory, log);
  }

  /// Parts that an earlier run committed. One on other instructions would not go on with the same bits.
  std::vector<std::string> finished_before(const fs::path& directory) {
    std::vector<std::string> done = io::ResultFile::finished_groups(directory);
    if (done.empty()) return done;
    io::ResultFile before(directory);
    before.load_group(directory, "provenance");
    for (const auto& [name, value] : before.group("provenance").attributes()) {
      const auto* text = std::get_if<std::string>(&value);
      if (name == "instruction_set" && text != nullptr && *text != provenance_.instruction_set)
        throw UsageError("--resume: the finished parts were computed on " + *text + ", this machine runs " +
                         provenance_.instruction_set + ": the numbers would differ");
    }
    timings_ = read_timings(before.group("provenance"));
    return done;
  }

  int report(const io::ResultFile& file, const fs::path& directory, RunLog& log) const {
    std::vector<verify::Check> all;
    for (const PartChecks& part : finished_) all.insert(all.end(), part.checks.begin(), part.checks.end());
    const verify::Verdict worst = verify::worst(all);
    log.info("numbers_sha256 " + file.numbers_sha256() + ", verdict " +
             std::string(verify::to_string(worst)));
    if (!options_.quiet) {
      std::cout << "\n"
                << check_summary(finished_) << "\nresult  " << file.path().string() << "\n"
                << "report  tools/report.py " << directory.string() << "\n";
    }
    std::cout << experiment_.name << ": " << verify::to_string(worst) << std::endl;
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
  std::vector<PartChecks> finished_;
  std::vector<Timing> timings_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

int run_experiment(const Experiment& experiment, int argc, char** argv) {
  try {
    const Options options = parse_command_line(argc, argv);
    if (options.help) return std::cout << help_text(experiment, argv[0]) << std::flush, all_passed;
    if (options.version)
      return std::cout << experiment.name << " " << io::kolmo_version() << std::endl, all_passed;
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

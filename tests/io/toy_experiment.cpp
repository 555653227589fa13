// A program on the frame that computes next to nothing: what the tests start, kill and resume.

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "frame/experiment.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/io/csv.hpp"

namespace {

using kolmo::Index;
using kolmo::io::Configuration;
using kolmo::io::Type;

constexpr char default_configuration[] = R"(
[run]
problems = ["first", "second", "third"]

[problem.first]
times = [0.5, 1]

[problem.second]
times = [1]
sde.steps = 10

[problem.third]
times = [0.25, 0.5, 1]
)";

kolmo::io::Schema schema() {
  return {
      {.path = "run.problems", .type = Type::texts, .sentence = "Which problems are run."},
      {.path = "run.milliseconds",
       .type = Type::integer,
       .default_value = "0",
       .unit = "ms",
       .sentence = "Slept in each step.",
       .lower = 0,
       .upper = 1000},
      {.path = "accuracy.particles",
       .type = Type::integer,
       .default_value = "4000",
       .sentence = "Particles.",
       .lower = 16,
       .upper = 1e9,
       .scaling = kolmo::io::Scaling::particles,
       .multiple_of = 16},
      {.path = "problem.*.times", .type = Type::numbers, .unit = "s", .sentence = "Snapshots.", .lower = 0},
      {.path = "problem.*.mode",
       .type = Type::text,
       .default_value = "\"pass\"",
       .sentence = "What happens.",
       .choices = {"pass", "fail", "unresolved", "nan", "infinite_check", "internal", "memory", "argument",
                   "early_argument", "many"}},
      {.path = "problem.*.file", .type = Type::text, .sentence = "A data file.", .input_file = true},
      {.path = "problem.*.domain",
       .type = Type::matrix,
       .default_value = "[[-3, 3]]",
       .sentence = "Lower and upper bounds."},
      {.path = "problem.*.sde.steps",
       .type = Type::integer,
       .default_value = "20",
       .sentence = "Steps.",
       .lower = 1,
       .upper = 1e7,
       .scaling = kolmo::io::Scaling::steps,
       .multiple_of = 2},
      {.path = "problem.*.sde.step_size",
       .type = Type::number,
       .default_value = "0.01",
       .unit = "s",
       .sentence = "Step size.",
       .lower = 0,
       .lower_excluded = true},
  };
}

std::vector<std::string> parts(const Configuration& configuration) {
  for (const std::string& name : configuration.texts("run.problems"))
    if (!configuration.has("problem." + name + ".times"))
      throw configuration.error_at("run.problems", "no problem '" + name + "'");
  return configuration.texts("run.problems");
}

constexpr Index steps_a_piece = 4;

/// Means over the particles of normals, step by step; the same for every number of threads.
Eigen::ArrayXd random_means(const Configuration& configuration, const std::string& part,
                            kolmo::frame::Progress& progress) {
  const std::string at = "problem." + part;
  const Index particles = configuration.integer("accuracy.particles");
  const auto steps = configuration.integer(at + ".sde.steps");
  const auto pause = std::chrono::milliseconds(configuration.integer("run.milliseconds"));
  const kolmo::RandomStream stream(static_cast<std::uint64_t>(configuration.integer("run.seed")), 7);
  Eigen::ArrayXd means(steps);
  progress.start(static_cast<double>(steps), part);
  const auto start = std::chrono::steady_clock::now();
  kolmo::Points x(particles, 1);
  const auto mean_of_step = [&](Index k) {
    kolmo::throw_if_stopped();
    kolmo::for_each_block(particles, [&](Index, Index first, Index rows) {
      stream.normals(first, static_cast<std::uint32_t>(k), x.middleRows(first, rows));
    });
    double total = 0;
    for (Index i = 0; i < particles; ++i) total += x(i, 0);
    std::this_thread::sleep_for(pause);
    progress.advance(1);
    return configuration.number(at + ".sde.step_size") * total / static_cast<double>(particles);
  };
  for (Index first = 0; first < steps; first += steps_a_piece) {
    const Index count = std::min(steps_a_piece, steps - first);
    means.segment(first, count) = progress.pieces().piece("steps", std::to_string(first), [&] {
      Eigen::ArrayXd piece(count);
      for (Index i = 0; i < count; ++i) piece(i) = mean_of_step(first + i);
      return piece;
    });
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  progress.record({"steps", elapsed.count(), static_cast<double>(steps)});
  return means;
}

void misbehave(const std::string& mode, Eigen::ArrayXd& means) {
  if (mode == "nan") means(1) = std::numeric_limits<double>::quiet_NaN();
  if (mode == "internal") throw std::runtime_error("planted");
  if (mode == "memory") throw std::bad_alloc();
  if (mode == "argument") throw kolmo::InvalidArgument("temperature", -1, "must be positive");
}

std::vector<kolmo::verify::Check> checks(const std::string& part, const std::string& mode) {
  using kolmo::verify::judge;
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<kolmo::verify::Check> all;
  for (int i = 0; i < (mode == "many" ? 50 : 2); ++i) {
    kolmo::verify::Check check;
    check.id = part + "/mean/" + std::to_string(i);
    check.expected = 1;
    check.observed = mode == "fail" ? 2 : mode == "infinite_check" ? infinity : 1.001;
    check.standard_error = 1e-3;
    check.tolerance = mode == "unresolved" ? std::numeric_limits<double>::quiet_NaN() : 0.01;
    check.verdict = judge(check.expected, check.observed, check.tolerance);
    check.source = "closed form";
    all.push_back(check);
  }
  return all;
}

std::vector<kolmo::verify::Check> body(const Configuration& configuration, const std::string& part,
                                       kolmo::io::Group& group, kolmo::frame::Progress& progress) {
  const std::string mode = configuration.text("problem." + part + ".mode");
  Eigen::ArrayXd means = random_means(configuration, part, progress);
  misbehave(mode, means);
  const auto& times = configuration.numbers("problem." + part + ".times");
  kolmo::io::Group& ensembles = group.group("ensembles");
  ensembles.scale("time", times, {.long_name = "time", .units = "s"});
  ensembles.dimension("step", means.size());
  ensembles.variable("mean", {"step"}, means, {.long_name = "mean of the particles", .units = "1"});
  if (configuration.has("problem." + part + ".file")) {
    const auto points = kolmo::io::read_csv(configuration.input_file("problem." + part + ".file")).points;
    ensembles.dimension("row", points.rows());
    ensembles.dimension("coordinate", points.cols());
    ensembles.variable("data", {"row", "coordinate"}, points, {.long_name = "data", .units = "1"});
  }
  return checks(part, mode);
}

void validate(const Configuration& configuration) {
  for (const std::string& name : configuration.names("problem")) {
    const auto& domain = configuration.matrix("problem." + name + ".domain");
    if (domain.size() != 1 || domain[0].size() != 2 || domain[0][0] >= domain[0][1])
      throw configuration.error_at("problem." + name + ".domain", "one row [lower, upper] is wanted");
    if (configuration.text("problem." + name + ".mode") == "early_argument")
      throw kolmo::InvalidArgument("dimension", 0, "must be at least 1");
  }
}

std::vector<std::string> check_ids(const Configuration& configuration) {
  std::vector<std::string> ids;
  for (const std::string& part : parts(configuration)) {
    const std::string mode = configuration.text("problem." + part + ".mode");
    for (const auto& check : checks(part, mode)) ids.push_back(check.id);
  }
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  const kolmo::frame::Experiment toy{.name = "toy",
                                     .question = "Does the frame hold what it promises?",
                                     .schema = schema(),
                                     .default_configuration = default_configuration,
                                     .parts = parts,
                                     .validate = validate,
                                     .check_ids = check_ids,
                                     .body = body};
  return kolmo::frame::run_experiment(toy, argc, argv);
}

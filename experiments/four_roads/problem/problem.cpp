#include "four_roads/problem/problem.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/flow/learned_model.hpp"
#include "four_roads/key_reader.hpp"
#include "four_roads/problem/domain.hpp"
#include "four_roads/problem/start.hpp"
#include "four_roads/problem/walls.hpp"
#include "four_roads/road_settings.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {
namespace {

void read_times(const KeyReader& keys, Problem& problem) {
  keys.need("times", "a problem");
  problem.times = keys.numbers("times");
  const bool from_start = !problem.times.empty() && problem.times[0] == 0;
  if (from_start) problem.times.erase(problem.times.begin());
  if (problem.times.empty()) {
    throw keys.wrong("times", std::string(from_start ? "holds the start alone" : "is empty") +
                                  ": at least one time > 0 is needed");
  }
  problem.clock = {0};
  for (const double t : problem.times) {
    problem.clock.push_back(intrinsic_time(*problem.process, t));
    if (!(problem.clock.back() > *(problem.clock.end() - 2))) {
      throw keys.wrong("times", "two times are too close for the process's clock to tell them apart");
    }
  }
}

/// Of each quantity's own spread: as configured, or by scale.
double read_target(const io::Configuration& configuration) {
  if (configuration.has("accuracy.target")) return configuration.number("accuracy.target");
  if (configuration.scale() == "quick") return 1e-2;
  return configuration.scale() == "full" ? 1e-3 : 2e-3;
}

/// What four_roads takes of a problem of the library.
void take(const problem::Problem& stated, Problem& problem) {
  problem.name = stated.name;
  problem.title = stated.title;
  problem.process = stated.process;
  problem.data = stated.initial.data;
  problem.coordinates = stated.initial.coordinates;
  problem.variables = stated.names.variables;
  problem.boundaries = stated.boundaries;
  problem.known = stated.known;
}

/// In the plane a linear process is that however it is written: its law is known.
void take_affine(Problem& problem) {
  if (problem.linear || !problem.starts_from_mixture() || problem.dimension() == 1 || !problem.known.linear ||
      problem.known.time_dependent)
    return;
  for (Index j = 0; j < problem.dimension(); ++j)
    if (problem.wall(j, 0) || problem.wall(j, 1)) return;
  const double scale =
      std::sqrt(problem.initial->covariance().trace() + problem.initial->mean().squaredNorm());
  try {
    problem.affine =
        std::make_shared<process::LinearProcess>(process::linear_process_of(*problem.intrinsic, scale));
    problem.linear = true;
  } catch (const InvalidArgument&) {  // a drift that vanishes nowhere: no closed form here
  }
}

}  // namespace

Problem make_problem(const io::Configuration& configuration, const std::string& name) {
  const KeyReader keys(configuration, name);
  Problem problem;
  const problem::Problem stated = problem::read_problem(configuration, name);
  take(stated, problem);
  problem.intrinsic = on_clock(*problem.process) ? on_clock(*problem.process) : problem.process;
  problem.gradient_flow =
      problem.dimension() == 1 && !is_ring(problem) && gradient_structure(*problem.intrinsic).has_value();
  problem.levels = static_cast<int>(configuration.integer("accuracy.levels"));
  problem.energy_points = configuration.integer("accuracy.energy_points");
  read_times(keys, problem);
  read_start(keys, stated, problem);
  problem.statement = stated.statement + "; X₀ " + problem.start_in_words;
  problem.linear = exact_kernel(*problem.intrinsic, 0, 1).has_value() && !stated.has_boundary() &&
                   problem.starts_from_mixture();
  if (problem.linear && stated.initial.kind != problem::Initial::Kind::stationary)
    problem.stated = stated_linear(configuration, name, problem.data);
  if (problem.intrinsic != problem.process) problem.known.time_dependent = false;
  take_affine(problem);

  problem.target = read_target(configuration);
  read_roads(keys, configuration, problem);
  read_learned(keys, problem);
  read_domain(keys, stated, problem);
  complete_start(keys, stated, problem);
  return problem;
}

void Problem::sample_start(const RandomStream& stream, Index first, Block out) const {
  if (box_law) return box_law->sample(stream, first, out);
  if (!point) return initial->sample(stream, first, out);
  for (Index j = 0; j < out.cols(); ++j) out.col(j).setConstant((*point)(j));
}

density::GaussianMixture Problem::marginal(double tau) const {
  return affine ? affine->law(*initial, tau) : process::marginal(*intrinsic, *initial, tau);
}

std::vector<Index> share_steps(const std::vector<double>& clock, Index steps, int levels, int level) {
  const Index multiple = Index{1} << (levels - 1);
  const auto intervals = static_cast<double>(clock.size() - 1);
  const double span = clock.back() - clock.front();
  std::vector<Index> shares;
  for (std::size_t i = 0; i + 1 < clock.size(); ++i) {
    const double share = 0.5 / intervals + 0.5 * (clock[i + 1] - clock[i]) / span;
    const double units = std::ceil(share * static_cast<double>(steps) / static_cast<double>(multiple) - 1e-9);
    shares.push_back((multiple * std::max<Index>(1, static_cast<Index>(units))) >> level);
  }
  return shares;
}

}  // namespace kolmo::four_roads

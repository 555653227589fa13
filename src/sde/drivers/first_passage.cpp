#include "kolmo/sde/drivers/first_passage.hpp"

#include <array>
#include <cmath>
#include <string>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "slot_block.hpp"
#include "wall_claim.hpp"

namespace kolmo::sde {
namespace {

constexpr double most_slots = 8589934592.0;  // 2³³

Index slot_count(const FirstPassage& problem) {
  return (problem.paths + problem.paths_per_slot - 1) / problem.paths_per_slot;
}

void require_mirrors(const FirstPassage& problem) {
  problem.mirrors->validate(problem.process);
  for (const WalledInterval& interval : problem.mirrors->intervals()) {
    if (!is_reflecting(interval.kind))
      throw InvalidArgument("mirrors: wall '" + claim(interval.kind).name +
                            "' does not reflect; walls that end paths are lower and upper");
  }
}

void validate(const FirstPassage& problem) {
  process::require_noise_dimension(problem.process);
  const Index d = problem.process.dimension();
  if (!problem.scheme.can_step(problem.process)) {
    throw InvalidArgument("scheme = '" + problem.scheme.claim().name + "': needs " +
                          problem.scheme.claim().needs + ", which process '" + problem.process.name() +
                          "' does not have");
  }
  const process::NoiseKind kind = problem.process.noise_kind();
  if (problem.control && kind != process::NoiseKind::scalar && kind != process::NoiseKind::diagonal) {
    throw InvalidArgument("process = '" + problem.process.name() +
                          "': the control of a first passage needs scalar or diagonal noise");
  }
  if (problem.mirrors != nullptr) require_mirrors(problem);
  if (problem.scheme.path_detail(problem.process) == PathDetail::levy_area && d > 1) {
    throw InvalidArgument("scheme = '" + problem.scheme.claim().name +
                          "': first passages are without Lévy areas");
  }
  require(std::isfinite(problem.step) && problem.step > 0, "step", problem.step,
          "must be positive and finite");
  require(problem.coordinate >= 0 && problem.coordinate < d, "coordinate",
          static_cast<double>(problem.coordinate), "must be one of the process's");
  require(problem.start.size() == d, "size of start", static_cast<double>(problem.start.size()),
          "must be the dimension of the process");
  for (const double x : problem.start) require(std::isfinite(x), "start", x, "must be finite");
  const double x = problem.start(problem.coordinate);
  require(problem.lower < x && x < problem.upper, "start", x, "must lie between lower and upper");
  require(std::isfinite(problem.lower) || std::isfinite(problem.upper), "upper", problem.upper,
          "must be finite, or lower: there is no wall");
  require(problem.paths >= 1, "paths", static_cast<double>(problem.paths), "must be at least 1");
  require(problem.paths_per_slot >= 1, "paths_per_slot", static_cast<double>(problem.paths_per_slot),
          "must be at least 1");
  require(problem.paths_per_slot == 1 || constant_coefficients(problem.process) == true, "paths_per_slot",
          static_cast<double>(problem.paths_per_slot),
          "must be 1 unless the process says that its coefficients are constant in time "
          "(process::ConstantCoefficients): the paths of a slot begin one after another");
  require(static_cast<double>(slot_count(problem)) <= most_slots, "paths", static_cast<double>(problem.paths),
          "needs more than 2^33 slots: let a slot carry more paths");
  horizon_steps(problem);
}

Claim correction_claim(std::string name, std::string source, double order) {
  return wall_claim(std::move(name), std::move(source),
                    {{Sense::weak, Context::general, order}, {Sense::weak, Context::additive, order}});
}

}  // namespace

std::optional<Index> horizon_steps(const FirstPassage& problem) {
  if (problem.horizon == std::numeric_limits<double>::infinity()) return std::nullopt;
  const double ratio = problem.horizon / problem.step;
  const bool whole = ratio >= 0.5 && ratio < 0x1p31 && std::abs(ratio - std::round(ratio)) <= 1e-9 * ratio;
  require(whole, "horizon", problem.horizon, "must be a positive multiple of the step, at most 2^31 of them");
  return std::llround(ratio);
}

const std::vector<BridgeCorrection>& bridge_corrections() {
  static const std::vector<BridgeCorrection> all{BridgeCorrection::none, BridgeCorrection::midpoint,
                                                 BridgeCorrection::sampled};
  return all;
}

const Claim& claim(BridgeCorrection correction) {
  static const std::array<Claim, 3> claims{
      correction_claim("none", "Gobet and Menozzi 2010, theorem 2", 0.5),
      correction_claim("midpoint", "Gobet 2000, theorem 2.3, with the middle of the step", 1),
      correction_claim("sampled", "Gobet 2000, theorem 2.3, with the bridge's law of first passage", 1)};
  return claims[static_cast<std::size_t>(correction)];
}

BridgeCorrection bridge_correction(std::string_view name) {
  const auto& all = bridge_corrections();
  return Catalogue<BridgeCorrection>("correction",
                                     [](const BridgeCorrection& one) { return claim(one).name; },
                                     {all.begin(), all.end()})
      .find(name);
}

Exits first_passage(const FirstPassage& problem) {
  validate(problem);
  Exits exits;
  exits.time.resize(problem.paths);
  exits.side.resize(static_cast<std::size_t>(problem.paths));
  exits.step.resize(problem.paths);
  if (problem.control) exits.control.resize(problem.paths);
  if (problem.follow) exits.uncorrected.resize(problem.paths);
  if (problem.follow && problem.control) exits.uncorrected_control.resize(problem.paths);
  const Index slots = slot_count(problem);
  std::vector<Index> row_steps(static_cast<std::size_t>(block_count(slots))), censored(row_steps.size());
  for_each_block(slots, [&](Index block, Index first, Index rows) {
    const SlotCounts counts = run_slots(problem, first, rows, exits);
    row_steps[static_cast<std::size_t>(block)] = counts.steps * rows;
    censored[static_cast<std::size_t>(block)] = counts.censored;
  });
  for (std::size_t b = 0; b < row_steps.size(); ++b) {
    exits.row_steps += row_steps[b];
    exits.censored += censored[b];
  }
  return exits;
}

}  // namespace kolmo::sde

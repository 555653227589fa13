#pragma once
// The roads of one problem: each takes the problem and reports what it found of the marginals.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "four_roads/problem/problem.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/process/score/score_field.hpp"
#include "kolmo/verify/budget.hpp"
#include "kolmo/verify/certificate.hpp"
#include "kolmo/verify/road_result.hpp"

namespace kolmo::four_roads {

using ScorePtr = std::shared_ptr<const process::ScoreField>;
using VelocityPtr = std::shared_ptr<const process::VelocityField>;

/// An error planted in one road on purpose: a decorator around what that road is driven by. Empty: nothing
/// planted.
struct PlantedErrors {
  std::function<ProcessPtr(ProcessPtr)> sde, fokker_planck, jko, reverse_sde;
  std::function<VelocityPtr(ProcessPtr, ScorePtr)> probability_flow;
  std::function<ScorePtr(ScorePtr)> sampler_score;  ///< of every road that goes by a sampler
  std::function<ScorePtr(ScorePtr)> learned_score;  ///< of the roads back by it; what is said of it is not
};

/// What every road of a run needs beside its problem.
struct RunSettings {
  std::uint64_t seed = 0;
  verify::FalseAlarms false_alarms;  ///< m of the whole run
  PlantedErrors planted;
};

struct RoadContext {
  const Problem& problem;
  const RunSettings& settings;
  frame::Progress& progress;
  double z() const;
  RandomStream stream(const std::string& use) const;  ///< the role "<problem>/<use>" of the seed
};

/// One quantity of one road on its levels of one refinement.
struct LevelRecord {
  std::string
      refinement;  ///< "step", "grid" (cells), "grid_step" (steps of the march that a score is read from)
  std::string quantity;
  double time = 0;
  std::vector<double> values;  ///< finest first
  std::vector<Estimate>
      differences;  ///< finest − next, next − third, with the standard errors of coupled differences
  double order_claimed = 0;
  double statistical = 0;  ///< z times the sampling error that the budget stands beside
  verify::Budget
      budget;  ///< its bound is that of this time; order and status are those of all times together
};

/// A single number worth keeping.
struct Fact {
  double value = 0;
  std::string long_name;
};

struct RoadOutput {
  verify::RoadResult result;
  std::vector<Eigen::ArrayXXd> densities;  ///< one a time on the plotting axes: bins × 1, or bins_x × bins_y
  std::vector<Points> ensembles;           ///< one a time, thinned; empty for grids
  std::vector<LevelRecord> levels;
  std::vector<verify::Check> checks;  ///< orders where they matter, likelihoods, stationary laws
  std::map<std::string, Fact> facts;  ///< "mass_defect", "evaluations_per_particle", …
  std::string resolution;  ///< in words: scheme, steps, cells, and whether they reach the accuracy asked for
};

struct GridScores;  ///< the grid's density as an ingredient of other roads: grid_scores.hpp

/// The law at time 0: its density on the plotting axes, and those quantities of it that rest on no potential
/// (which need not be defined wherever the law has mass).
struct InitialLaw {
  Eigen::ArrayXXd density;
  std::map<std::string, double> quantities;
};
InitialLaw initial_law(const Problem& problem);

RoadOutput exact_road(const RoadContext& context);
RoadOutput sde_road(const RoadContext& context);
/// `statistical`: the sampling errors that the orders are judged against; may be null. Fills `effects`, and
/// `scores` unless it is null.
RoadOutput grid_road(const RoadContext& context, const verify::RoadResult* statistical,
                     verify::Effects& effects, GridScores* scores);
/// `grid` null: the exact score.
RoadOutput flow_road(const RoadContext& context, const GridScores* grid);
RoadOutput jko_road(const RoadContext& context, const verify::RoadResult* statistical);
RoadOutput reverse_sde_road(const RoadContext& context);
RoadOutput reverse_flow_road(const RoadContext& context);
/// The exact law at a time of the clock as a road sees it; `points` names the stream of its points in the
/// plane.
verify::RoadSnapshot exact_snapshot(const RoadContext& context, const density::GaussianMixture& law,
                                    const std::string& points);

}  // namespace kolmo::four_roads

#pragma once
// One block of particles carried from time to time: the adapter that owns the end time.

#include <functional>
#include <memory>
#include <vector>

#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "step_size_control.hpp"

namespace kolmo::ode {

/// What one block cost.
struct BlockCost {
  Index particles = 0;
  Index evaluations = 0;
  Index accepted = 0;
  Index rejected = 0;
  double smallest_step = 0;
  std::vector<double> step_times;  ///< the start and the end of every accepted step
};

/// Carries the particles that share a step along the plan. The state is the rows×d block column by column,
/// and where the plan carries the log density rows more entries behind it.
class BlockFlow {
 public:
  /// `steps`: the times between the steps to follow, or null where the plan is not a refined one.
  BlockFlow(const process::VelocityField& velocity, const FlowPlan& plan, const std::vector<double>* steps,
            Index first, Index rows);

  /// The places, to be filled with those at times.front() before run().
  Block places();
  /// Runs the plan; show(snapshot) is called at every time.
  void run(std::function<void(Index snapshot)> show);
  const BlockCost& cost() const { return cost_; }
  /// The change of the log density so far (only where the plan carries it).
  Eigen::Map<const Eigen::ArrayXd> log_density_change() const;

 private:
  void evaluate(double t, const State& x, State& slope);
  void estimate(double t, const ConstBlock& place, Block velocity, Values divergence);
  void run_equal(double from, double to, Index steps);
  void run_refined(double from, double to);
  void run_adaptive(double from, double to);
  void show_within(double t, double next);
  void accept(double t, double next);
  void count_step(double t);
  void check_start(double t) const;
  [[noreturn]] void fail(double t, Index entry, const std::string& what, const std::string& remedy) const;

  const process::VelocityField& velocity_;
  const FlowPlan& plan_;
  const std::vector<double>* steps_;
  std::size_t next_step_ = 1;  ///< in *steps_
  Index first_, rows_, dimension_;
  double time_lowest_, time_highest_;
  std::unique_ptr<OdeStepper> stepper_;
  System system_;
  StepSizeControl control_;
  Points probes_;  ///< of the plan's trace estimate
  State x_, slope_, x_new_, slope_new_, error_;
  std::function<void(Index snapshot)> show_;
  std::size_t shown_ = 1;  ///< of a dense plan: snapshots that were shown
  double proposal_ = 0;    ///< |h| for the next step; 0 before the first
  BlockCost cost_;
};

}  // namespace kolmo::ode

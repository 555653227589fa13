#pragma once
// From an initial density to the densities at given times.

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/schedule.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// Every recorded density: column k at times[k].
struct Recording {
  Grid grid;
  std::vector<double> times;
  Eigen::ArrayXXd densities;  ///< cells × times
};

/// Sees the density at times[index], index = 0 first.
using SnapshotObserver = std::function<void(Index index, double t, const Eigen::ArrayXd& p)>;

/// Mass that left through absorbing sides: sides[axis][0 lower, 1 upper].
struct Outflow {
  std::array<std::array<double, 2>, 3> sides = {};
  double total() const;
};

struct MarchResult {
  Eigen::ArrayXd density;   ///< at the last time
  double minimum = 0;       ///< the smallest entry of any density after any step
  double minimum_time = 0;  ///< when it was first reached
  double mass_defect = 0;   ///< |mass at the end + outflow − mass at the start| / mass at the start
  std::vector<Outflow> outflows = {};  ///< what had left by each of the times
  Index steps = 0;
  bool nonnegative() const { return minimum >= 0; }
  double outflow() const { return outflows.back().total(); }
};

/// Marches p₀ along the schedule, from its first time on. A negative density is no error but a status: look
/// at the result's minimum. Throws InvalidArgument unless p₀ is finite and ≥ 0 with grid().cells() entries
/// and the schedule is valid; NumericalFailure when a density leaves the finite numbers.
MarchResult march(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const Schedule& schedule, const SnapshotObserver& observer = {});

/// Steps of Δt of densities on a grid, whatever makes them.
using Prepare = std::function<std::unique_ptr<Propagator>(double dt)>;

/// The same for a scheme without a generator; `scheme` is the name in errors.
MarchResult march(const Grid& grid, const std::string& scheme, const Prepare& prepare,
                  const Eigen::ArrayXd& p0, const Schedule& schedule, const SnapshotObserver& observer = {});

/// L of a moment; always on the same grid.
using GeneratorAt = std::function<Generator(double t)>;

/// dp/dt = L(t) p: every step takes L at its middle (the exponential midpoint rule, of order 2; Magnus 1954),
/// so that the order in time is that of the stepper, but 2 at most. The generator is built and factored anew
/// in every step; steppers that remember earlier steps start anew as well (so that crank_nicolson_rannacher
/// has order 1: every step is a first one). Otherwise as above.
MarchResult march(const GeneratorAt& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const Schedule& schedule, const SnapshotObserver& observer = {});

struct RecordedMarch {
  MarchResult result;
  Recording recording;  ///< of p₀ and of the density after every step
};

/// The same, in 1-D bit for bit, and keeps the density of every step, p₀ included. (With several axes the
/// half steps of a splitting no longer merge between steps, so that it takes longer and rounding differs.)
/// Throws InvalidArgument where the recording does not fit into memory.
RecordedMarch march_recording(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const Schedule& schedule,
                              const SnapshotObserver& observer = {});
RecordedMarch march_recording(const GeneratorAt& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const Schedule& schedule,
                              const SnapshotObserver& observer = {});

}  // namespace kolmo::fokker_planck
